/** @file The type and role of a column, guessed from the whole of it, or as told. */
import { InputError } from '../base/errors.ts';
import type { RawColumn } from './builder.ts';
import { codedLimit } from './builder.ts';
import { dateReading, isAmbiguousDate } from './dates.ts';
import { localized } from './localized.ts';
import type { ReadOptions, TableNotice } from './profile-types.ts';
import type { Coded, Column, ColumnType, Role } from './table.ts';

export type Override = NonNullable<ReadOptions['columns']>[string];
interface Guess {
  type: ColumnType;
  role: Role;
  reason: string;
}

/** Names that people give identifiers: id, row_id, userId, uuid, key, index. */
export function isNamedLikeId(name: string): boolean {
  return /(^|[_\s.-])(id|ids|uuid|guid|key|index)$/i.test(name) || /[a-z]I[dD]$/.test(name);
}

/** Names of what discrimination law commonly protects, in columns of few values: these are compared as groups unless told otherwise. */
export function isNamedSensitive(name: string): boolean {
  return /(^|[_\s.-])(sex|gender|race|ethnicity|ethnic|religion|nationality|citizenship|disability)($|[_\s.-])/i.test(
    name,
  );
}

/** At most this many values of n cells make a category: round(n^0.7), at most 100 (as Orange guesses), two at least. */
export function categoryLimit(n: number): number {
  return Math.max(2, Math.min(100, Math.round(n ** 0.7)));
}

/** A frozen column from what was parsed. Texts must be there (raw.coded) unless every cell is a number. */
export function typedColumn(
  name: string,
  parsed: RawColumn,
  told: Override,
): { column: Column; notices: TableNotice[] } {
  const { raw, reason: numeric } = localized(parsed, told.type === 'number');
  const guess = guessColumn(name, raw, numeric);
  const type = told.type ?? guess.type;
  const role = told.role ?? (told.type === undefined || raw.missing === raw.rows ? guess.role : 'feature');
  const reason = told.type !== undefined && told.role !== undefined ? '' : guess.reason;
  const named = (type === 'category' || type === 'boolean') && role === 'feature' && isNamedSensitive(name);
  const base = { name, role, sensitive: told.sensitive ?? named, reason };
  const notices = told.type === undefined ? noticesOf(name, raw) : [];
  if (type === 'number') return { column: Object.freeze({ ...base, type, ...numbersOf(raw) }), notices };
  const coded = raw.coded ?? { codes: new Int32Array(raw.rows).fill(-1), levels: [] };
  if (type === 'date') return { column: Object.freeze({ ...base, type, ...datesOf(name, coded) }), notices };
  if (type === 'boolean' && coded.levels.length > 2)
    throw new InputError(
      `study.data.columns.${name}.type: a boolean column has at most 2 values; here are ${coded.levels.length}`,
    );
  const levels = type === 'ordinal' ? ordered(name, coded, told.order) : coded;
  return { column: Object.freeze({ ...base, type, coded: levels }), notices };
}

/** `numeric`: how its numbers are written, or why they are none. */
function guessColumn(name: string, raw: RawColumn, numeric: string): Guess {
  const present = raw.rows - raw.missing;
  if (present === 0) return { type: 'text', role: 'ignore', reason: 'every cell is missing' };
  const distinct = raw.coded?.levels.length ?? codedLimit + 1;
  const unique = distinct === present && present > 10;
  if (distinct === 1) {
    const reason = `one value only: ${raw.coded!.levels[0]}`;
    return { type: raw.texts === 0 ? 'number' : 'category', role: 'ignore', reason };
  }
  const named = isNamedLikeId(name) && distinct * 2 > present && present > 10;
  if (raw.texts === 0) {
    if (raw.sequence && present > 10) return { type: 'id', role: 'ignore', reason: 'counts the rows: an id' };
    if (named && raw.levelNumbers.length > 0 && raw.levelNumbers.every(Number.isInteger))
      return { type: 'id', role: 'ignore', reason: unique ? 'every value differs: an id' : 'named like an id' };
    return { type: 'number', role: 'feature', reason: numeric };
  }
  const { levels } = raw.coded!;
  if (levels.every((level) => parts.includes(level)))
    return { type: 'category', role: 'split', reason: `says which rows are for ${levels.join(' and ')}` };
  if (isBoolean(levels)) return { type: 'boolean', role: 'feature', reason: `${levels.join(' or ')}` };
  const dates = dateReading(levels);
  if (dates !== null) return { type: 'date', role: 'feature', reason: dates.reason };
  const doubt = isAmbiguousDate(levels) ? `; ${levels[0]!} may be day or month first` : numeric && `; ${numeric}`;
  const prose = isProse(levels);
  if (unique && !prose) return { type: 'id', role: 'ignore', reason: 'every value differs: an id' };
  if (named && !prose) return { type: 'id', role: 'ignore', reason: 'named like an id' };
  if (distinct <= categoryLimit(present))
    return { type: 'category', role: 'feature', reason: `${distinct} values${doubt}` };
  return {
    type: 'text',
    role: 'meta',
    reason: `${distinct} different texts: kept to read, learned from once it is a feature${doubt}`,
  };
}

const parts = ['train', 'validation', 'test'];
const booleans = [
  ['false', 'true'],
  ['no', 'yes'],
];

function isBoolean(levels: readonly string[]): boolean {
  const words = levels.map((level) => level.toLowerCase()).sort();
  return words.length === 2 && booleans.some((pair) => pair[0] === words[0] && pair[1] === words[1]);
}

/** Sentences rather than codes: four words and more in the mean. */
function isProse(levels: readonly string[]): boolean {
  const sample = levels.slice(0, 200);
  return sample.reduce((sum, level) => sum + level.split(/\s+/).length, 0) >= 4 * sample.length;
}

function numbersOf(raw: RawColumn): { values: Float64Array; coded: Coded | null } {
  if (raw.values !== null || raw.coded === null)
    return { values: raw.values ?? new Float64Array(raw.rows).fill(NaN), coded: null };
  const values = Float64Array.from(raw.coded.codes, (code) => (code < 0 ? NaN : raw.levelNumbers[code]!));
  return { values, coded: raw.coded.levels.length <= codedLimit ? frozen(raw.coded) : null };
}

function datesOf(name: string, coded: Coded): { values: Float64Array; coded: Coded | null } {
  const read = dateReading(coded.levels)?.read ?? null;
  if (read === null && coded.levels.length > 0) {
    const odd = coded.levels.find((level) => dateReading([level]) === null) ?? coded.levels[0]!;
    throw new InputError(
      `study.data.columns.${name}.type: not every cell is a date of one unambiguous form, such as 2020-03-31: ${odd}`,
    );
  }
  const moments = coded.levels.map((level) => read!(level));
  const values = Float64Array.from(coded.codes, (code) => (code < 0 ? NaN : moments[code]!));
  return { values, coded: coded.levels.length <= codedLimit ? frozen(coded) : null };
}

function frozen(coded: Coded): Coded {
  return Object.freeze({ codes: coded.codes, levels: Object.freeze([...coded.levels]) });
}

/** Levels low to high: in the order told, else by number, else by code point. */
function ordered(name: string, coded: Coded, order: readonly string[] | undefined): Coded {
  const outside = order === undefined ? undefined : coded.levels.find((level) => !order.includes(level));
  if (outside !== undefined)
    throw new InputError(`study.data.columns.${name}.order: a value of the column is not in the order: ${outside}`);
  const numeric = coded.levels.every((level) => Number.isFinite(Number(level)));
  const byPlace = (a: string, b: string) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1);
  const levels = order === undefined ? [...coded.levels].sort(byPlace) : [...order];
  const places = coded.levels.map((level) => levels.indexOf(level));
  return frozen({ codes: coded.codes.map((code) => (code < 0 ? -1 : places[code]!)), levels });
}

/** What a person must know of a column that was typed without being told. */
function noticesOf(name: string, raw: RawColumn): TableNotice[] {
  const present = raw.rows - raw.missing;
  if (present === 0)
    return [
      {
        kind: 'all-missing',
        column: name,
        text: `${name}: every cell is missing; the column is ignored`,
        choice: null,
        lines: [],
      },
    ];
  if (raw.texts === 0 || raw.codes > 0 || raw.texts > 0.05 * present || raw.coded === null) return [];
  const odd = raw.levelNumbers.map((value) => Number.isNaN(value));
  const lines: number[] = [];
  for (let i = 0; i < raw.rows && lines.length < 50; i++)
    if (raw.coded.codes[i]! >= 0 && odd[raw.coded.codes[i]!]) lines.push(i);
  const shown = lines.slice(0, 10).map((row) => `${raw.coded!.levels[raw.coded!.codes[row]!]} (row ${row})`);
  const more = raw.texts > shown.length ? ` and ${raw.texts - shown.length} more` : '';
  const text = `${name}: a column of numbers with ${raw.texts} ${raw.texts === 1 ? 'text' : 'texts'} in it; take as missing (type number) or keep as text: ${shown.join(', ')}${more}`;
  return [{ kind: 'mixed-number', column: name, text, choice: 'as-missing', lines }];
}
