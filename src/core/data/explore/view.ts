/** @file A column at some rows, ready to be counted. */
import { ascending } from '../../base/order.ts';
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
  const rows = new Uint32Array(table.rows);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return rows;
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
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = all[rows[i]!]!;
  const order = ascending(values);
  const codes = new Int32Array(values.length).fill(-1);
  const distinct = new Float64Array(order.length);
  let size = 0;
  for (const i of order) {
    const value = values[i]!;
    if (size === 0 || value !== distinct[size - 1]) distinct[size++] = value;
    codes[i] = size - 1;
  }
  const missing = values.length - order.length;
  return { name, type, codes, values, distinct: distinct.slice(0, size), levels: null, size, missing };
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
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = all[rows[i]!]!;
    if (code < 0) missing++;
    codes[i] = code < 0 ? -1 : place[code]!;
  }
  return { name, type, codes, values: null, distinct: null, levels, size: levels.length, missing };
}
