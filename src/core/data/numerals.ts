/** @file Numbers as people write them for people: 1,234.50, 1.234,50, 1 234,5, 12 %, €5. One reading a column. */
import { numberOf } from './cells.ts';

interface Style {
  /** Between groups of three digits, as a character class. */
  group: string;
  decimal: ',' | '.';
}

const styles: readonly Style[] = [
  { group: ',', decimal: '.' },
  { group: '.', decimal: ',' },
  { group: " \u00a0\u202f'’", decimal: ',' },
  { group: " \u00a0\u202f'’", decimal: '.' },
];

interface Shape {
  style: Style;
  pattern: RegExp;
}

/** Whole numbers in groups of three, the same mark between all of them, or without groups; no leading zero before a digit. */
const shapes: readonly Shape[] = styles.map((style) => {
  const decimal = `[${style.decimal}]`;
  const grouped = `[1-9]\\d{0,2}([${style.group}])\\d{3}(?:\\1\\d{3})*`;
  return {
    style,
    pattern: new RegExp(`^[+-]?(?:(?:${grouped}|\\d+)(?:${decimal}\\d*)?|${decimal}\\d+)(?:[eE][+-]?\\d+)?$`),
  };
});

const sign = /\p{Sc}/u;

interface Bare {
  text: string;
  currency: string;
  percent: boolean;
}

/** The cell without its currency or percent sign: `-$5`, `$ 5`, `5 €`, `12%`. */
function bare(text: string): Bare {
  const currency = sign.exec(text)?.[0] ?? '';
  const percent = text.endsWith('%');
  let rest = percent ? text.slice(0, -1).trim() : text;
  if (currency !== '' && !percent)
    rest = rest.endsWith(currency) ? rest.slice(0, -1).trim() : rest.replace(/^([+-]?)\p{Sc}\s*/u, '$1');
  return { text: rest, currency, percent };
}

function valueOf({ text, percent }: Bare, { style, pattern }: Shape): number {
  if (!pattern.test(text)) return NaN;
  const plain = text.replace(new RegExp(`[${style.group}]`, 'g'), '').replace(',', '.');
  // A percent moves the point, so that 12.3 % is the number nearest to 0.123.
  return Number.isNaN(numberOf(plain)) || !percent ? numberOf(plain) : Number(moved(plain));
}

function moved(plain: string): string {
  const [digits, exponent = '0'] = plain.split(/[eE]/);
  return `${digits}e${Number(exponent) - 2}`;
}

/** Whether a cell could be a number in one of the readings; says nothing of which. */
export function isNumberLike(text: string): boolean {
  const cell = bare(text);
  return !Number.isNaN(numberOf(text)) || shapes.some((shape) => !Number.isNaN(valueOf(cell, shape)));
}

export type NumberReading =
  | { values: number[]; reason: string; ambiguous: null }
  /** A cell that two readings take for different numbers. */
  | { values: null; reason: string; ambiguous: string };

/**
 * The numbers of these different, trimmed texts under the one reading that fits all of them, or null where none does.
 * Where two readings fit and disagree, as on 1,234 alone, it is ambiguous. Percent signs stand on every cell or none, and
 * a percent is a hundredth; a column has one currency sign, which may be left out.
 */
export function numberReading(texts: readonly string[]): NumberReading | null {
  if (texts.length === 0 || !/\d/.test(texts[0]!)) return null;
  const cells = texts.map(bare);
  const currencies = new Set(cells.map(({ currency }) => currency).filter((currency) => currency !== ''));
  const percents = cells.filter(({ percent }) => percent).length;
  if (currencies.size > 1 || (percents > 0 && (percents < cells.length || currencies.size > 0))) return null;
  const fitting = shapes.flatMap((shape) => {
    const values: number[] = [];
    for (const cell of cells) {
      const value = valueOf(cell, shape);
      if (Number.isNaN(value)) return [];
      values.push(value);
    }
    return [{ style: shape.style, values }];
  });
  const [first, ...others] = fitting;
  if (first === undefined) return null;
  for (const other of others) {
    const at = first.values.findIndex((value, i) => value !== other.values[i]);
    if (at >= 0)
      return {
        values: null,
        ambiguous: texts[at]!,
        reason: `${texts[at]!} may be ${first.values[at]!} or ${other.values[at]!}: no other cell settles it`,
      };
  }
  const words = [marks(cells, first.style)];
  if (percents > 0) words.push(`percents as shares: ${texts[0]!} is ${first.values[0]!}`);
  for (const currency of currencies) words.push(`amounts in ${currency}`);
  const said = words.filter((word) => word !== '').join(', ');
  return {
    values: first.values,
    ambiguous: null,
    reason: said === '' ? 'every cell is a number' : `every cell is a number, ${said}`,
  };
}

/** What the marks in the cells were taken for. */
function marks(cells: readonly Bare[], { group, decimal }: Style): string {
  const groups = [...group].filter((mark) => cells.some(({ text }) => text.includes(mark)));
  const names: Record<string, string> = { ',': 'commas', '.': 'points', "'": 'apostrophes', '’': 'apostrophes' };
  const between = groups.length === 0 ? '' : `${names[groups[0]!] ?? 'spaces'} between thousands`;
  const comma = decimal === ',' && cells.some(({ text }) => text.includes(',')) ? 'decimal commas' : '';
  return [between, comma].filter((word) => word !== '').join(', ');
}
