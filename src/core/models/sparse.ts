/** @file The rows of a matrix without their zeros: one-hot columns make most values zero. */
import type { Matrix, SparseMatrix } from './contract.ts';

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

/** A dense matrix without its zeros. */
export function compress(x: Matrix): SparseMatrix {
  const d = x.names.length;
  let count = 0;
  for (const value of x.values) if (value !== 0) count++;
  const starts = new Uint32Array(x.rows + 1);
  const columns = new Uint32Array(count);
  const values = new Float32Array(count);
  let at = 0;
  for (let r = 0; r < x.rows; r++) {
    for (let c = 0, i = r * d; c < d; c++, i++) {
      if (x.values[i] === 0) continue;
      columns[at] = c;
      values[at++] = x.values[i]!;
    }
    starts[r + 1] = at;
  }
  return { rows: x.rows, names: x.names, starts, columns, values };
}

/** Some rows of a matrix, in the order given. */
export function takeRows(x: SparseMatrix, rows: Uint32Array): SparseMatrix {
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (starts[i + 1] = starts[i]! + x.starts[row + 1]! - x.starts[row]!));
  const columns = new Uint32Array(starts[rows.length]!);
  const values = new Float32Array(starts[rows.length]!);
  rows.forEach((row, i) => {
    columns.set(x.columns.subarray(x.starts[row], x.starts[row + 1]), starts[i]);
    values.set(x.values.subarray(x.starts[row], x.starts[row + 1]), starts[i]);
  });
  return { rows: rows.length, names: x.names, starts, columns, values };
}
