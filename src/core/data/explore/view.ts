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

/**
 * Places of the values that are there, by rising value, equal ones in their order: a radix sort of the upper 32 bits in two
 * passes, then of what is still level by the lower ones. Sorting places by a comparison takes ten times as long.
 */
function ascending(values: Float64Array): Uint32Array {
  // Adding 0 makes -0 equal to 0; where a number is negative its bits are turned round, so that all rise with the value.
  const whole = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) whole[i] = values[i]! + 0;
  const bits = new Uint32Array(whole.buffer);
  const low = (i: number) => (bits[i * 2 + 1]! >>> 31 === 1 ? ~bits[i * 2]! >>> 0 : bits[i * 2]!);
  let order = new Uint32Array(values.length);
  let keys = new Uint32Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const high = bits[i * 2 + 1]!;
    keys[n] = high >>> 31 === 1 ? ~high : high | 0x80000000;
    order[n++] = i;
  }
  let [nextOrder, nextKeys] = [new Uint32Array(n), new Uint32Array(n)];
  const ends = new Uint32Array(65536);
  for (const shift of [0, 16]) {
    ends.fill(0);
    for (let k = 0; k < n; k++) ends[(keys[k]! >>> shift) & 0xffff]!++;
    for (let digit = 1; digit < 65536; digit++) ends[digit]! += ends[digit - 1]!;
    for (let k = n - 1; k >= 0; k--) {
      const to = --ends[(keys[k]! >>> shift) & 0xffff]!;
      nextOrder[to] = order[k]!;
      nextKeys[to] = keys[k]!;
    }
    [order, nextOrder] = [nextOrder, order];
    [keys, nextKeys] = [nextKeys, keys];
  }
  for (let from = 0, to = 1; to <= n; to++) {
    if (to < n && keys[to] === keys[from]) continue;
    if (to - from > 1) sortLevel(order.subarray(from, to), low);
    from = to;
  }
  return order.subarray(0, n);
}

/** Places of values with the same upper bits, by their lower ones; mostly they are all equal. */
function sortLevel(places: Uint32Array, low: (i: number) => number): void {
  let isSorted = true;
  for (let k = 1; k < places.length && isSorted; k++) isSorted = low(places[k - 1]!) <= low(places[k]!);
  if (!isSorted) places.sort((a, b) => low(a) - low(b) || a - b);
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
