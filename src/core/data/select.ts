/** @file Finding and taking out of a table: a column by name, rows by number, a cell as text, a column as codes. */
import { InputError, hint } from '../base/errors.ts';
import { isNumeric } from './table.ts';
import type { Coded, Column, Table } from './table.ts';

/** `path` names who asks, such as `study.framing.target`. Throws InputError where the table has no such column. */
export function findColumn(table: Table, name: string, path: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = table.columns.map((column) => column.name);
  throw new InputError(`${path}: not a column of ${table.name}${hint(name, names)}: ${name}`);
}

/** The cell's own text, trimmed; where a numeric column kept no texts, its number (a date: ISO). Null: missing. */
export function cellText(column: Column, row: number): string | null {
  if (column.coded !== null) {
    const code = column.coded.codes[row]!;
    return code < 0 ? null : column.coded.levels[code]!;
  }
  const value = (column as Extract<Column, { values: Float64Array }>).values[row]!;
  if (Number.isNaN(value)) return null;
  return column.type === 'date' ? new Date(value).toISOString() : String(value);
}

/** The column as classes or groups. Throws InputError for numbers of which more than 1,000 differ. */
export function codedOf(column: Column, path: string): Coded {
  if (column.coded !== null) return column.coded;
  throw new InputError(`${path}: more than 1,000 different numbers, too many to be classes or groups: ${column.name}`);
}

/** The column at these rows, in this order; levels stay the same. */
export function takeColumn(column: Column, rows: Uint32Array): Column {
  const coded = column.coded && {
    codes: takeInto(new Int32Array(rows.length), column.coded.codes, rows),
    levels: column.coded.levels,
  };
  if (!isNumeric(column)) return Object.freeze({ ...column, coded: coded! });
  return Object.freeze({ ...column, coded, values: takeInto(new Float64Array(rows.length), column.values, rows) });
}

/** The entries at these rows, written into `out`; a plain loop, as this is done for every row ever predicted. */
export function takeInto<A extends Float64Array | Int32Array>(out: A, from: A, rows: Uint32Array): A {
  for (let i = 0; i < rows.length; i++) out[i] = from[rows[i]!]!;
  return out;
}

/** The table at these rows, in this order; source row numbers come along. */
export function takeRows(table: Table, rows: Uint32Array): Table {
  return Object.freeze({
    ...table,
    rows: rows.length,
    columns: Object.freeze(table.columns.map((column) => takeColumn(column, rows))),
    sourceRows: Uint32Array.from(rows, (r) => table.sourceRows[r]!),
  });
}

/** Rows of a column. */
export function lengthOf(column: Column): number {
  return isNumeric(column) ? column.values.length : column.coded.codes.length;
}
