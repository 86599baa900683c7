/** @file Matrices that models take: dense, or rows without their zeros. */

/** Dense, row-major, finite. values.length = rows * names.length. */
export interface Matrix {
  readonly rows: number;
  readonly names: readonly string[];
  readonly values: Float32Array;
  /** By column: the values are places of levels that have no order, from 0; of a level never seen below 0. Absent: none are. */
  readonly codes?: readonly boolean[];
}

/** Compressed sparse rows: row r holds values[starts[r]..starts[r + 1]) in the columns of the same places, ascending. */
export interface SparseMatrix {
  readonly rows: number;
  readonly names: readonly string[];
  /** rows + 1 places. */
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

export function isSparse(x: Matrix | SparseMatrix): x is SparseMatrix {
  return 'starts' in x;
}
