/** @file Some rows of a matrix, dense or without zeros. */
import { RunError } from '../../base/errors.ts';
import { isSparse } from '../../base/matrix.ts';
import type { FitInput, Matrix, SparseFitInput, SparseMatrix } from '../contract.ts';

export type Input = FitInput | SparseFitInput;

export function takeMatrix(x: Matrix | SparseMatrix, rows: readonly number[]): Matrix | SparseMatrix {
  const { names } = x;
  if (!isSparse(x)) {
    const d = names.length;
    const values = new Float32Array(rows.length * d);
    for (const [to, from] of rows.entries()) values.set(x.values.subarray(from * d, (from + 1) * d), to * d);
    return { ...x, rows: rows.length, values };
  }
  const starts = new Uint32Array(rows.length + 1);
  for (const [to, from] of rows.entries()) starts[to + 1] = starts[to]! + x.starts[from + 1]! - x.starts[from]!;
  const columns = new Uint32Array(starts[rows.length]!);
  const values = new Float32Array(columns.length);
  for (const [to, from] of rows.entries()) {
    columns.set(x.columns.subarray(x.starts[from]!, x.starts[from + 1]!), starts[to]!);
    values.set(x.values.subarray(x.starts[from]!, x.starts[from + 1]!), starts[to]!);
  }
  return { rows: rows.length, names, starts, columns, values };
}

/** The rows of the one, then those of the other; both of the same columns and form. */
export function joinMatrices(a: Matrix | SparseMatrix, b: Matrix | SparseMatrix): Matrix | SparseMatrix {
  const { names } = a;
  const values = new Float32Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  const rows = a.rows + b.rows;
  if (!isSparse(a) || !isSparse(b)) return { rows, names, values };
  const starts = Uint32Array.from({ length: rows + 1 }, (_, row) =>
    row <= a.rows ? a.starts[row]! : a.values.length + b.starts[row - a.rows]!,
  );
  const columns = new Uint32Array(values.length);
  columns.set(a.columns);
  columns.set(b.columns, a.columns.length);
  return { rows, names, starts, columns, values };
}

/** The rows whose class has a new code, with it; -1: left out. */
export function recode(input: Input, codeOf: readonly number[], classes: number): Input {
  const take = (y: Int32Array) => [...y.keys()].filter((row) => codeOf[y[row]!]! >= 0);
  const part = (x: Matrix | SparseMatrix, y: Int32Array) => {
    const rows = take(y);
    const all = rows.length === y.length;
    return { rows, x: all ? x : takeMatrix(x, rows), y: Int32Array.from(rows, (row) => codeOf[y[row]!]!) };
  };
  const { rows, x, y } = part(input.x, input.y);
  const weights = input.weights && Float64Array.from(rows, (row) => input.weights![row]!);
  const held = input.validation && part(input.validation.x, input.validation.y);
  const validation = held && held.rows.length > 0 ? { x: held.x, y: held.y } : null;
  return { x, y, classes, weights, validation } as Input;
}

export function denseOf(x: Matrix | SparseMatrix): Matrix {
  if (isSparse(x)) throw new RunError('ridge takes dense rows only', 'failed');
  return x;
}
