/** @file One column while the file is being parsed: dictionary coded at first, bare numbers when that pays. */
import { isCode, isMissing, looseNumber, numberOf } from './cells.ts';
import type { Coded } from './table.ts';

/** More distinct numbers than this: the cells' texts are not kept. */
export const codedLimit = 1000;

export interface Hints {
  /** Keep every text: an identifier, or a column that turned out not to be numeric. */
  keepText: boolean;
  /** Told to be numeric: leading zeros and long integers count too. */
  asNumber: boolean;
  /** Cells that stand for no value, beside the usual ones. */
  markers?: ReadonlySet<string>;
}

/** A column as parsed, before its type is decided. */
export interface RawColumn {
  rows: number;
  missing: number;
  /** Null where the texts were let go; then `values` stand. */
  coded: Coded | null;
  /** A number for each level, NaN where it is none. Empty without `coded`. */
  levelNumbers: number[];
  levelCounts: number[];
  values: Float64Array | null;
  /** Cells that are neither missing nor numbers. */
  texts: number;
  /** Cells such as 00123 among them. */
  codes: number;
  /** Every cell an integer, one more than the cell above. */
  sequence: boolean;
}

export interface ColumnBuilder {
  push(cell: string): void;
  finish(): RawColumn;
}

/** `cell` may have blanks around it. */
export function createBuilder(hints: Hints): ColumnBuilder {
  const toNumber = hints.asNumber ? looseNumber : numberOf;
  const dictionary = new Map<string, number>();
  const levels: string[] = [];
  const levelNumbers: number[] = [];
  const levelCounts: number[] = [];
  let codes = new Int32Array(1024);
  let values: Float64Array | null = null;
  let rows = 0;
  let missing = 0;
  let texts = 0;
  let codeTexts = 0;
  let sequence = true;
  let previous = NaN;
  /** Where `-` was taken for missing; beside a `+` it is a class. */
  const dashes: number[] = [];

  const addLevel = (text: string): number => {
    if (isMissing(text, hints.markers)) {
      dictionary.set(text, -1);
      return -1;
    }
    dictionary.set(text, levels.length);
    levelNumbers.push(toNumber(text));
    levelCounts.push(0);
    return levels.push(text) - 1;
  };

  const pushCoded = (text: string) => {
    const code = dictionary.get(text) ?? addLevel(text);
    if (rows === codes.length) codes = grown(codes, new Int32Array(2 * rows));
    codes[rows++] = code;
    if (code < 0) {
      missing++;
      sequence = false;
      if (text === '-' && !hints.markers?.has(text)) dashes.push(rows - 1);
      return;
    }
    levelCounts[code]!++;
    const value = levelNumbers[code]!;
    if (Number.isNaN(value)) {
      texts++;
      if (isCode(text)) codeTexts++;
      sequence = false;
    }
    if (sequence) {
      sequence = Number.isInteger(value) && (rows === 1 || value === previous + 1);
      previous = value;
    }
    if (levels.length > codedLimit && texts === 0 && !sequence && !hints.keepText) {
      const numbers = new Float64Array(codes.length);
      for (let i = 0; i < rows; i++) numbers[i] = codes[i]! < 0 ? NaN : levelNumbers[codes[i]!]!;
      values = numbers;
      dictionary.clear();
    }
  };

  const pushNumber = (text: string, numbers: Float64Array) => {
    const value = toNumber(text);
    if (rows === numbers.length) values = numbers = grown(numbers, new Float64Array(2 * rows));
    numbers[rows++] = value;
    if (!Number.isNaN(value)) return;
    if (isMissing(text, hints.markers)) missing++;
    else {
      texts++;
      if (isCode(text)) codeTexts++;
    }
  };

  /** `-` beside `+` is no gap but a class. */
  const restoreDashes = () => {
    if (dashes.length === 0 || values !== null || !dictionary.has('+')) return;
    const code = levels.push('-') - 1;
    dictionary.set('-', code);
    levelNumbers.push(NaN);
    levelCounts.push(dashes.length);
    for (const row of dashes) codes[row] = code;
    missing -= dashes.length;
    texts += dashes.length;
    dashes.length = 0;
  };

  return {
    push(cell) {
      const text = cell.trim();
      if (values === null) pushCoded(text);
      else pushNumber(text, values);
    },
    finish: () => {
      restoreDashes();
      return {
        rows,
        missing,
        coded: values === null ? { codes: codes.slice(0, rows), levels } : null,
        levelNumbers: values === null ? levelNumbers : [],
        levelCounts: values === null ? levelCounts : [],
        values: values === null ? null : values.slice(0, rows),
        texts,
        codes: codeTexts,
        sequence: sequence && rows > 1,
      };
    },
  };
}

/** `to`, which is larger, with what `from` holds. */
export function grown<A extends Int32Array | Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
