/** @file The rows of a matrix without their zeros: one-hot columns make most values zero. */
import type { Matrix } from './contract.ts';

/** Row r holds values[start[r]..start[r + 1]) in the columns of the same places. A last column of ones is added. */
export interface SparseRows {
  readonly rows: number;
  /** Columns with the added one. */
  readonly columns: number;
  readonly start: Uint32Array;
  readonly column: Uint32Array;
  readonly values: Float64Array;
}

/** Compressed sparse rows, and the column of ones for the intercept. */
export function sparseRows(x: Matrix): SparseRows {
  const d = x.names.length;
  let count = x.rows;
  for (const value of x.values) if (value !== 0) count++;
  const start = new Uint32Array(x.rows + 1);
  const column = new Uint32Array(count);
  const values = new Float64Array(count);
  let at = 0;
  for (let r = 0; r < x.rows; r++) {
    for (let c = 0, i = r * d; c < d; c++, i++) {
      if (x.values[i] === 0) continue;
      column[at] = c;
      values[at++] = x.values[i]!;
    }
    column[at] = d;
    values[at++] = 1;
    start[r + 1] = at;
  }
  return { rows: x.rows, columns: d + 1, start, column, values };
}
