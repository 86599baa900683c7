/** @file Rows put together from others: a seeded sample, a cell from here and a cell from there, a row edited by hand. */
import { InputError, hint } from '../base/errors.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';

/** Probabilities, rows x classes, row-major, of these rows of these raw columns. */
export type Predict = (columns: readonly Column[], rows: Uint32Array) => Promise<Float64Array>;

/** A raw value; null is missing. */
export type Cell = number | string | null;

/**
 * What a model says of rows with the columns at `places` set to each tuple of cells, in closed form: some rows at a time, `use` gets
 * probabilities, rows from..to x tuples x classes.
 */
export type ClosedGrid = (
  places: readonly number[],
  tuples: readonly (readonly Cell[])[],
  use: (from: number, to: number, scores: Float64Array) => void,
) => Promise<void>;

/** Rows predicted at once. */
export const batch = 16384;

/** At most `limit` of them, drawn without replacement, in their own order. */
export function sample(rows: Uint32Array, limit: number, rng: Rng): Uint32Array {
  if (rows.length <= limit) return rows;
  return rng
    .permutation(rows.length)
    .subarray(0, limit)
    .map((i) => rows[i]!)
    .sort();
}

/** 0..n-1. */
export function range(n: number): Uint32Array {
  const all = new Uint32Array(n);
  for (let i = 0; i < n; i++) all[i] = i;
  return all;
}

/** Row i takes its cell of column j from row sources[j][i]; numbers without their texts. */
export function mixed(columns: readonly Column[], sources: readonly Uint32Array[]): Column[] {
  return columns.map((column, j) => takeColumn(isNumeric(column) ? { ...column, coded: null } : column, sources[j]!));
}

/** The columns with further rows at their end, one for each of `cells`; a level that is new stands after the others. */
export function withRows(columns: readonly Column[], cells: readonly (readonly Cell[])[]): Column[] {
  return columns.map((column, j) => {
    const added = cells.map((row) => row[j]!);
    if (isNumeric(column)) {
      const values = new Float64Array(column.values.length + added.length);
      values.set(column.values);
      values.set(
        added.map((cell) => (cell === null ? NaN : Number(cell))),
        column.values.length,
      );
      return { ...column, values, coded: null };
    }
    const levels = [...column.coded.levels];
    const codes = new Int32Array(column.coded.codes.length + added.length).fill(-1);
    codes.set(column.coded.codes);
    for (const [i, cell] of added.entries()) {
      if (cell === null) continue;
      if (!levels.includes(String(cell))) levels.push(String(cell));
      codes[column.coded.codes.length + i] = levels.indexOf(String(cell));
    }
    return { ...column, coded: { codes, levels } };
  });
}

/** The raw value of a row; null where missing. */
export function cellOf(column: Column, row: number): Cell {
  if (isNumeric(column)) return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
  const code = column.coded.codes[row]!;
  return code < 0 ? null : column.coded.levels[code]!;
}

/** A row's raw values with some of them changed. Throws InputError for a column that is not there, or a text for a number. */
export function editedRow(columns: readonly Column[], row: number, edits: Readonly<Record<string, Cell>>): Cell[] {
  const names = columns.map(({ name }) => name);
  for (const [name, cell] of Object.entries(edits)) {
    const column = columns[placeOf(names, name, 'what if')]!;
    if (isNumeric(column) && cell !== null && !Number.isFinite(typeof cell === 'string' ? NaN : cell))
      throw new InputError(`what if: ${name} must be a number: ${cell}`);
  }
  return columns.map((column) =>
    Object.hasOwn(edits, column.name) ? (edits[column.name] ?? null) : cellOf(column, row),
  );
}

/** Where a column stands. `asks` names who asks. Throws InputError where it is none of `names`. */
export function placeOf(names: readonly string[], name: string, asks: string): number {
  const place = names.indexOf(name);
  if (place < 0) throw new InputError(`${asks}: not a feature of this study: ${name}${hint(name, names)}`);
  return place;
}
