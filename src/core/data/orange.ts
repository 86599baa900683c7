/** @file The headers that Orange writes and reads: types and roles before the names, or in two rows of their own. */
import { isMissing } from './cells.ts';
import { namesOf } from './header.ts';
import { isNumberLike } from './numerals.ts';
import type { ReadOptions } from './profile-types.ts';

type Declared = NonNullable<ReadOptions['columns']>[string];

export interface OrangeHeader {
  /** Records above the data: 1 or 3. */
  rows: number;
  names: string[];
  columns: NonNullable<ReadOptions['columns']>;
}

type Kind = 'number' | 'category' | 'text' | 'time' | null;
interface Told {
  name: string;
  kind: Kind;
  /** c class, m meta, i ignore, w weight; none for a feature. */
  flag: string;
}

const letters: Record<string, Kind> = { C: 'number', D: 'category', S: 'text', T: 'time' };
const kinds = new Map<string, Kind>([
  ['continuous', 'number'],
  ['numeric', 'number'],
  ['c', 'number'],
  ['n', 'number'],
  ['discrete', 'category'],
  ['categorical', 'category'],
  ['d', 'category'],
  ['string', 'text'],
  ['text', 'text'],
  ['s', 'text'],
  ['time', 'time'],
  ['t', 'time'],
  ['', null],
]);
const roles = { c: 'target', m: 'meta', i: 'ignore', w: 'weight' } as const;

/**
 * Null unless the first records can be nothing else. `mS#name`: before the `#` a flag, a type or both. Three rows: names,
 * then types or the values of a category, then flags and attributes. Cells below must agree with what is declared.
 */
export function orangeHeader(records: readonly string[][]): OrangeHeader | null {
  // The last record of a block may be cut short.
  const below = (rows: number) => records.slice(rows, Math.max(rows + 1, records.length - 1));
  const three = records.length > 3 ? threeRows(records.slice(0, 3), below(3)) : null;
  const columns = three ?? (records.length > 1 ? oneRow(records[0]!, below(1)) : null);
  if (columns === null) return null;
  const names = namesOf(
    columns.map(({ name }) => name),
    columns.length,
  );
  return {
    rows: three === null ? 1 : 3,
    names,
    columns: Object.fromEntries(columns.map((column, j) => [names[j]!, declared(column)])),
  };
}

/** A flag with a type settles it. `C#` may be a language: prefixes of one letter must be two, and no other # about. */
function oneRow(first: readonly string[], body: readonly string[][]): Told[] | null {
  const columns = first.map((cell): Told => {
    const m = /^(?:([cmiw])([CDST])?|([CDST])([cmiw])?)#(.+)$/.exec(cell);
    if (m === null) return { name: cell, kind: null, flag: '' };
    return { name: m[5]!.trim(), kind: letters[m[2] ?? m[3] ?? ''] ?? null, flag: m[1] ?? m[4] ?? '' };
  });
  const marked = columns.filter(({ kind, flag }) => kind !== null || flag !== '');
  if (!marked.some(({ kind, flag }) => kind !== null && flag !== '')) {
    const prefixes = new Set(marked.map(({ kind, flag }) => `${flag}${kind}`));
    const areNames =
      columns.every(({ name }) => !name.includes('#')) && marked.every(({ name }) => /^\p{L}/u.test(name));
    if (prefixes.size < 2 || !areNames) return null;
  }
  return agree(columns, body) ? columns : null;
}

function threeRows(head: readonly string[][], body: readonly string[][]): Told[] | null {
  const [names = [], types = [], flags = []] = head;
  if (names.length < 2 || head.some((record) => record.length !== names.length)) return null;
  const columns: Told[] = [];
  for (const [j, name] of names.entries()) {
    const type = types[j]!;
    const values = splitBlanks(type);
    const isListed = values.length > 1 && !values.includes('');
    if (!kinds.has(type) && !isListed) return null;
    if (isListed && !body.every((record) => isMissing(record[j] ?? '') || values.includes(record[j]!))) return null;
    // Attributes such as `color=red` say nothing that is of use here.
    const told = splitBlanks(flags[j]!).filter((part) => part !== '' && !/^[^=]+=./.test(part));
    if (told.length > 1 || told.some((flag) => !/^(?:class|c|meta|m|ignore|i|weight|w)$/.test(flag))) return null;
    columns.push({ name, kind: isListed ? 'category' : kinds.get(type)!, flag: told[0]?.[0] ?? '' });
  }
  // Letters alone might be answers to a quiz: a word settles it, or numbers below `c`.
  const isPlain =
    types.some((type) => type.length > 1 && kinds.has(type)) ||
    flags.some((flag) => /^(?:class|meta|ignore|weight)\b/.test(flag)) ||
    columns.some((told, j) => isNumbers(told, body, j));
  return isPlain && agree(columns, body) ? columns : null;
}

/** Parts between blanks; a blank inside of one has a backslash before it. */
function splitBlanks(text: string): string[] {
  return text.split(/(?<!\\) /).map((part) => part.replaceAll('\\ ', ' '));
}

function isNumbers({ kind }: Told, body: readonly string[][], j: number): boolean {
  return kind === 'number' && body.some((record) => isNumberLike(record[j] ?? ''));
}

/** What is declared continuous holds numbers; a point and a tilde are Orange's own marks of a missing one. */
function agree(columns: readonly Told[], body: readonly string[][]): boolean {
  const isFine = (cell: string) => isMissing(cell) || isNumberLike(cell) || cell === '.' || cell === '~';
  return columns.every(({ kind }, j) => kind !== 'number' || body.every((record) => isFine(record[j] ?? '')));
}

/** Of a time, as of what has no type, the cells decide: Orange's may be years, moments or hours. */
function declared({ kind, flag }: Told): Declared {
  const type = kind === 'time' ? null : kind;
  const role = flag !== '' ? roles[flag as keyof typeof roles] : type && (type === 'text' ? 'meta' : 'feature');
  return { ...(type && { type }), ...(role && { role }) } as Declared;
}
