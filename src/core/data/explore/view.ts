/** @file A column at some rows, ready to be counted. */
import { isNumeric } from '../table.ts';
import type { Column, ColumnType, Table } from '../table.ts';

/**
 * A column at chosen rows. codes: -1 missing; for numbers the place of the value among `distinct`, which is ascending, for
 * categories the place among `levels`. Only what occurs has a place.
 */
export interface View {
  readonly name: string;
  readonly type: ColumnType;
  readonly codes: Int32Array;
  /** Numbers and dates only, one a row; NaN missing. */
  readonly values: Float64Array | null;
  readonly distinct: Float64Array | null;
  readonly levels: readonly string[] | null;
  readonly size: number;
  readonly missing: number;
}

export function allRows(table: Table): Uint32Array {
  return Uint32Array.from({ length: table.rows }, (_, row) => row);
}

/** Texts and ids are neither compared nor counted by level. */
export function isUsable(column: Column): boolean {
  return column.type !== 'text' && column.type !== 'id';
}

export function viewOf(column: Column, rows: Uint32Array): View {
  return isNumeric(column)
    ? viewNumbers(column.name, column.type, column.values, rows)
    : viewLevels(column.name, column.type, column.coded.codes, column.coded.levels, rows);
}

function viewNumbers(name: string, type: ColumnType, all: Float64Array, rows: Uint32Array): View {
  const values = Float64Array.from(rows, (row) => all[row]!);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i]!;
  const missing = values.length - sorted.length;
  const distinct = sorted.slice(0, size);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = Number.isNaN(values[i]!) ? -1 : placeOf(distinct, values[i]!);
  return { name, type, codes, values, distinct, levels: null, size, missing };
}

/** Place of the last entry of `ascending` that is at most `value`; -1 where all are over it. */
export function placeOf(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function viewLevels(
  name: string,
  type: ColumnType,
  all: Int32Array,
  names: readonly string[],
  rows: Uint32Array,
): View {
  const seen = new Uint8Array(names.length);
  for (const row of rows) if (all[row]! >= 0) seen[all[row]!] = 1;
  const place = new Int32Array(names.length).fill(-1);
  const levels = names.filter((_, code) => seen[code] === 1);
  let next = 0;
  for (let code = 0; code < names.length; code++) if (seen[code] === 1) place[code] = next++;
  let missing = 0;
  const codes = Int32Array.from(rows, (row) => {
    const code = all[row]!;
    if (code < 0) missing++;
    return code < 0 ? -1 : place[code]!;
  });
  return { name, type, codes, values: null, distinct: null, levels, size: levels.length, missing };
}
