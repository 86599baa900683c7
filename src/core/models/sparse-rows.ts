/** @file Rows of a dense matrix without their zeros, in the memory of the kernels. */
import type { Matrix } from './contract.ts';
import type { NetworkArena } from './network-kernels.ts';

export interface SparseRows {
  /** The address of the list of where each row begins. */
  readonly starts: number;
  /** Numbers of columns and values, turn about; row r has the pairs from offsets[r] to offsets[r + 1]. */
  pairs(): { columns: Uint32Array; values: Float32Array; offsets: Uint32Array };
}

/** Share of entries that are not zero. */
export function density({ values }: Matrix): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  return values.length === 0 ? 0 : count / values.length;
}

/** withOnes: each row ends with a 1 in a column after the last. */
export function placeSparse(arena: NetworkArena, { rows, names, values }: Matrix, withOnes: boolean): SparseRows {
  const d = names.length;
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0, count = 0; row < rows; row++) {
    for (let i = row * d; i < (row + 1) * d; i++) if (values[i] !== 0) count++;
    offsets[row + 1] = count += withOnes ? 1 : 0;
  }
  const entries = arena.take(8 * offsets[rows]!);
  const starts = arena.take(4 * (rows + 1));
  const columns = new Uint32Array(arena.buffer, entries, 2 * offsets[rows]!);
  const numbers = new Float32Array(arena.buffer, entries, 2 * offsets[rows]!);
  let at = 0;
  const put = (column: number, value: number) => {
    columns[at] = column;
    numbers[at + 1] = value;
    at += 2;
  };
  for (let row = 0; row < rows; row++) {
    for (let c = 0, i = row * d; c < d; c++, i++) if (values[i] !== 0) put(c, values[i]!);
    if (withOnes) put(d, 1);
  }
  new Uint32Array(arena.buffer, starts, rows + 1).set(offsets.map((offset) => entries + 8 * offset));
  return {
    starts,
    pairs: () => ({
      columns: new Uint32Array(arena.buffer, entries, 2 * offsets[rows]!),
      values: new Float32Array(arena.buffer, entries, 2 * offsets[rows]!),
      offsets,
    }),
  };
}
