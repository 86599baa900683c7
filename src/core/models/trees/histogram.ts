/** @file Sums of gradients and hessians by bin, the heart of histogram boosting. Pairs (gradient, hessian) lie side by side. */
import type { Coded } from './bins.ts';

/** Gradients of some rows in their order, so that every column reads them in one sweep. */
export function gather(gradients: Float64Array, rows: Uint32Array, begin: number, end: number, to: Float64Array): void {
  for (let i = begin, j = 0; i < end; i++, j += 2) {
    const at = 2 * rows[i]!;
    to[j] = gradients[at]!;
    to[j + 1] = gradients[at + 1]!;
  }
}

/** Fills the histogram of rows[begin..end) for these columns. ordered: their gathered gradients. */
export function fillHistogram(
  { codes, rows: height, offsets }: Coded<Uint8Array>,
  columns: Int32Array,
  rows: Uint32Array,
  begin: number,
  end: number,
  ordered: Float64Array,
  sums: Float64Array,
): void {
  sums.fill(0);
  let c = 0;
  for (; c + 1 < columns.length; c += 2) {
    const [a, b] = [columns[c]!, columns[c + 1]!];
    addPair(rows, begin, end, codes, a * height, b * height, ordered, sums, 2 * offsets[a]!, 2 * offsets[b]!);
  }
  if (c < columns.length) {
    const a = columns[c]!;
    addOne(rows, begin, end, codes, a * height, ordered, sums, 2 * offsets[a]!);
  }
}

/** Two columns at once: the gradients are read half as often. */
function addPair(
  rows: Uint32Array,
  begin: number,
  end: number,
  codes: Uint8Array,
  first: number,
  second: number,
  ordered: Float64Array,
  sums: Float64Array,
  toFirst: number,
  toSecond: number,
): void {
  for (let i = begin, j = 0; i < end; i++, j += 2) {
    const row = rows[i]!;
    const gradient = ordered[j]!;
    const hessian = ordered[j + 1]!;
    const a = toFirst + 2 * codes[first + row]!;
    const b = toSecond + 2 * codes[second + row]!;
    sums[a]! += gradient;
    sums[a + 1]! += hessian;
    sums[b]! += gradient;
    sums[b + 1]! += hessian;
  }
}

function addOne(
  rows: Uint32Array,
  begin: number,
  end: number,
  codes: Uint8Array,
  first: number,
  ordered: Float64Array,
  sums: Float64Array,
  to: number,
): void {
  for (let i = begin, j = 0; i < end; i++, j += 2) {
    const a = to + 2 * codes[first + rows[i]!]!;
    sums[a]! += ordered[j]!;
    sums[a + 1]! += ordered[j + 1]!;
  }
}

/** The histogram of the sibling: what the parent has more, in the parent's place. */
export function subtract(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}

/** How many of rows[begin..end) have each code of a column. */
export function countCodes(
  { codes, rows: height, cuts }: Coded<Uint8Array>,
  column: number,
  rows: Uint32Array,
  begin: number,
  end: number,
): Int32Array {
  const counts = new Int32Array(cuts[column]!.length + 2);
  for (let i = begin; i < end; i++) counts[codes[column * height + rows[i]!]!]!++;
  return counts;
}
