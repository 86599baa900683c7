/** @file Columns that say less than their file does: hashed, in bands, cut short. Done before anything looks at the table. */
import { InputError } from '../base/errors.ts';
import { hashText } from '../base/hash.ts';
import { codedLimit } from './builder.ts';
import type { RawColumn } from './builder.ts';
import { categoryLimit, isNamedSensitive, typedColumn } from './infer.ts';
import type { Override } from './infer.ts';
import type { TableNotice, Treatment } from './profile-types.ts';
import { isNumeric } from './table.ts';
import type { CodedColumn, Coded, Column, ColumnType, NumberColumn } from './table.ts';

/** 48 bits: among a million texts two share a hash once in some 560 tables. */
const hashDigits = 12;
const usualRoles = { category: 'feature', text: 'meta', id: 'ignore' } as const;
type CodedType = keyof typeof usualRoles & CodedColumn['type'];

/** Whether every cell's text is needed, of a column of numbers too. */
export function needsTexts(treat: Treatment | undefined): boolean {
  return treat === 'hash' || (typeof treat === 'object' && 'characters' in treat.generalise);
}

/** What is done, in words: `hashed with a salt`, `in bands of 10`. */
export function treatmentWords(treat: Treatment): string {
  if (treat === 'hash') return 'hashed with a salt';
  if ('width' in treat.generalise) return `in bands of ${treat.generalise.width}`;
  if ('to' in treat.generalise) return `to the ${treat.generalise.to}`;
  const { characters } = treat.generalise;
  return characters === 1 ? 'the first character' : `the first ${characters} characters`;
}

/**
 * The column as typedColumn makes it, treated. A hash is the first 12 hexadecimal digits of the SHA-256 of the salt and the
 * cell's text; a band is told by its lower edge; a date by the first day of its month or year. Nothing it says quotes a cell.
 * Throws InputError where the treatment does not fit the type.
 */
export function treatedColumn(
  name: string,
  raw: RawColumn,
  told: Override,
  salt: string | undefined,
): { column: Column; notices: TableNotice[] } {
  const { treat } = told;
  if (treat === undefined) return typedColumn(name, raw, told);
  const path = `study.data.columns.${name}.treat`;
  const reason = treatmentWords(treat);
  const refused = (what: string) => new InputError(`${path}: ${what}: ${shown(treat)}`);
  const asText = (change: (text: string) => string, usual: CodedType) => {
    if (told.type !== undefined && !Object.hasOwn(usualRoles, told.type))
      throw refused(`leaves a category, text or id column, not ${told.type}`);
    const coded = recode(raw.coded!, change);
    const isFew = coded.levels.length <= categoryLimit(raw.rows - raw.missing);
    const type = (told.type as CodedType | undefined) ?? (isFew ? 'category' : usual);
    const role = told.role ?? usualRoles[type];
    const sensitive = told.sensitive ?? (type === 'category' && role === 'feature' && isNamedSensitive(name));
    return settled({ name, type, role, sensitive, reason, coded });
  };
  const asNumbers = (wanted: ColumnType, change: (column: NumberColumn) => NumberColumn) => {
    const { column } = typedColumn(name, raw, told);
    if (column.type !== wanted || !isNumeric(column)) throw refused(`needs a ${wanted} column; this is ${column.type}`);
    return settled({ ...change(column), reason });
  };
  if (treat === 'hash') {
    if (salt === undefined)
      throw new InputError('study.data.salt: is missing; a hashed column needs a text of 8 characters or more');
    return asText(hashOf(salt), 'id');
  }
  const { generalise } = treat;
  if ('characters' in generalise) return asText(firstOf(generalise.characters), 'text');
  if ('width' in generalise) return asNumbers('number', (column) => banded(column, generalise.width));
  return asNumbers('date', (column) => started(column, generalise.to));
}

function settled(column: Column): { column: Column; notices: TableNotice[] } {
  return { column: Object.freeze({ ...column, treatment: column.reason }), notices: [] };
}

function hashOf(salt: string): (text: string) => string {
  return (text) => hashText(salt + text).slice(0, hashDigits);
}

function firstOf(characters: number): (text: string) => string {
  return (text) => Array.from(text).slice(0, characters).join('').trim();
}

/** Levels changed, and those that became the same merged. */
function recode(coded: Coded, change: (text: string) => string): Coded {
  const place = new Map<string, number>();
  const codeOf = coded.levels.map((level) => {
    const text = change(level);
    const code = place.get(text) ?? place.size;
    place.set(text, code);
    return code;
  });
  return Object.freeze({
    codes: coded.codes.map((code) => (code < 0 ? -1 : codeOf[code]!)),
    levels: Object.freeze([...place.keys()]),
  });
}

/** Each number becomes the lower edge of its band; edges are multiples of the width, to 12 digits. */
function banded(column: NumberColumn, width: number): NumberColumn {
  const edge = (value: number) => Number((Math.floor(value / width) * width).toPrecision(12));
  return renumbered(column, edge, String);
}

function started(column: NumberColumn, to: 'month' | 'year'): NumberColumn {
  const start = (value: number) => {
    const date = new Date(value);
    date.setUTCDate(1);
    if (to === 'year') date.setUTCMonth(0);
    return date.setUTCHours(0, 0, 0, 0);
  };
  return renumbered(column, start, (value) => new Date(value).toISOString().slice(0, to === 'year' ? -20 : -17));
}

function renumbered(
  column: NumberColumn,
  change: (value: number) => number,
  textOf: (value: number) => string,
): NumberColumn {
  const values = column.values.map((value) => (Number.isNaN(value) ? NaN : change(value)));
  const place = new Map<number, number>();
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = place.get(value) ?? place.size;
    place.set(value, code);
    return code;
  });
  const levels = Object.freeze(Array.from(place.keys(), textOf));
  return { ...column, values, coded: levels.length <= codedLimit ? Object.freeze({ codes, levels }) : null };
}

function shown(treat: Treatment): string {
  return typeof treat === 'string' ? treat : JSON.stringify(treat);
}
