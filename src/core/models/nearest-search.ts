/** @file Exact nearest rows: each stored column lists its rows, so that a search touches only what is not zero. */
import type { SparseMatrix } from './contract.ts';

export type Metric = 'euclidean' | 'manhattan' | 'cosine';

export interface Found {
  /** Places of the stored rows, nearest first; the earlier of equals first. */
  readonly places: Uint32Array;
  readonly distances: Float64Array;
}

/** Answers the `k` nearest stored rows of row `row` of `x`; the arrays are overwritten by the next answer. */
export type Search = (x: SparseMatrix, row: number) => Found;

export function createSearch(stored: SparseMatrix, metric: Metric, k: number): Search {
  const n = stored.rows;
  const { starts, rows, values } = transpose(stored);
  const norms = Float64Array.from({ length: n }, (_, r) => normOf(stored, r, metric));
  const sums = new Float64Array(n);
  const found = { places: new Uint32Array(k), distances: new Float64Array(k) };

  return (x, row) => {
    const norm = normOf(x, row, metric);
    sums.fill(0);
    for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++) {
      const a = x.values[i]!;
      const c = x.columns[i]!;
      const to = starts[c + 1]!;
      if (metric === 'manhattan')
        for (let j = starts[c]!; j < to; j++) {
          const b = values[j]!;
          sums[rows[j]!]! += Math.abs(a - b) - Math.abs(a) - Math.abs(b);
        }
      else for (let j = starts[c]!; j < to; j++) sums[rows[j]!]! += a * values[j]!;
    }
    let held = 0;
    let farthest = Infinity;
    for (let r = 0; r < n; r++) {
      const far = distance(metric, norm, norms[r]!, sums[r]!);
      if (held === k && !(far < farthest)) continue;
      let at = held < k ? held++ : k - 1;
      for (; at > 0 && found.distances[at - 1]! > far; at--) {
        found.distances[at] = found.distances[at - 1]!;
        found.places[at] = found.places[at - 1]!;
      }
      found.distances[at] = far;
      found.places[at] = r;
      if (held === k) farthest = found.distances[k - 1]!;
    }
    if (metric !== 'cosine')
      for (let i = 0; i < k; i++) found.distances[i] = exact(stored, found.places[i]!, x, row, metric);
    return found;
  };
}

/** Term by term, free of the cancellation in |a|^2 + |b|^2 - 2ab: columns ascend in both rows. */
function exact(stored: SparseMatrix, place: number, x: SparseMatrix, row: number, metric: Metric): number {
  let [i, j] = [stored.starts[place]!, x.starts[row]!];
  const [endI, endJ] = [stored.starts[place + 1]!, x.starts[row + 1]!];
  let sum = 0;
  while (i < endI || j < endJ) {
    const a = i < endI ? stored.columns[i]! : Infinity;
    const b = j < endJ ? x.columns[j]! : Infinity;
    const gap = (a <= b ? stored.values[i++]! : 0) - (b <= a ? x.values[j++]! : 0);
    sum += metric === 'euclidean' ? gap * gap : Math.abs(gap);
  }
  return metric === 'euclidean' ? Math.sqrt(sum) : sum;
}

/** Squared for euclidean. */
function distance(metric: Metric, a: number, b: number, sum: number): number {
  if (metric === 'euclidean') return Math.max(0, a + b - 2 * sum);
  if (metric === 'manhattan') return Math.max(0, a + b + sum);
  // A row of zeros has no direction: as far as a right angle from all, as scikit-learn has it.
  return a === 0 || b === 0 ? 1 : Math.max(0, 1 - sum / (a * b));
}

/** The sum of squares, the sum of sizes, or the length of a row. */
function normOf(x: SparseMatrix, row: number, metric: Metric): number {
  let sum = 0;
  for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++)
    sum += metric === 'manhattan' ? Math.abs(x.values[i]!) : x.values[i]! * x.values[i]!;
  return metric === 'cosine' ? Math.sqrt(sum) : sum;
}

/** Compressed columns: column c holds values[starts[c]..starts[c + 1]) in rows of the same places. */
function transpose(x: SparseMatrix): { starts: Uint32Array; rows: Uint32Array; values: Float32Array } {
  const starts = new Uint32Array(x.names.length + 1);
  for (const column of x.columns) starts[column + 1]!++;
  for (let c = 0; c < x.names.length; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const rows = new Uint32Array(x.values.length);
  const values = new Float32Array(x.values.length);
  for (let r = 0; r < x.rows; r++)
    for (let i = x.starts[r]!; i < x.starts[r + 1]!; i++) {
      const at = next[x.columns[i]!]!++;
      rows[at] = r;
      values[at] = x.values[i]!;
    }
  return { starts, rows, values };
}
