/** @file What a distance is, exactly: term by term in float64, columns ascending. Every search ends here, so that all find the same rows. */
import type { SparseMatrix } from '../contract.ts';

export type Metric = 'euclidean' | 'manhattan' | 'cosine';

export interface Found {
  /** Places of the stored rows, nearest first; the earlier of equals first. */
  readonly places: Uint32Array;
  readonly distances: Float64Array;
}

/** The sum of squares, the sum of sizes, or the length of a row. */
export function sizeOf(x: SparseMatrix, row: number, metric: Metric): number {
  let sum = 0;
  for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++)
    sum += metric === 'manhattan' ? Math.abs(x.values[i]!) : x.values[i]! * x.values[i]!;
  return metric === 'cosine' ? Math.sqrt(sum) : sum;
}

export const sizesOf = (x: SparseMatrix, metric: Metric) =>
  Float64Array.from({ length: x.rows }, (_, row) => sizeOf(x, row, metric));

/** Returns the function that writes the k nearest of some places (all that can be among them, in any order) to `found`. */
export function createRanking(
  stored: SparseMatrix,
  sizes: Float64Array,
  metric: Metric,
): (x: SparseMatrix, row: number, candidates: ArrayLike<number>, count: number, found: Found) => void {
  return (x, row, candidates, count, { places, distances }) => {
    const size = metric === 'cosine' ? sizeOf(x, row, metric) : 0;
    const k = places.length;
    let held = 0;
    for (let c = 0; c < count; c++) {
      const place = candidates[c]!;
      const far =
        metric === 'cosine' ? turned(stored, place, sizes[place]!, x, row, size) : gapOf(stored, place, x, row, metric);
      const isAfter = (i: number) => distances[i]! > far || (distances[i] === far && places[i]! > place);
      if (held === k && !isAfter(k - 1)) continue;
      let at = held < k ? held++ : k - 1;
      for (; at > 0 && isAfter(at - 1); at--) {
        distances[at] = distances[at - 1]!;
        places[at] = places[at - 1]!;
      }
      distances[at] = far;
      places[at] = place;
    }
    if (metric === 'euclidean') for (let i = 0; i < k; i++) distances[i] = Math.sqrt(distances[i]!);
  };
}

/** Squared for euclidean. Free of the cancellation in |a|^2 + |b|^2 - 2ab. */
function gapOf(stored: SparseMatrix, place: number, x: SparseMatrix, row: number, metric: Metric): number {
  let [i, j] = [stored.starts[place]!, x.starts[row]!];
  const [endI, endJ] = [stored.starts[place + 1]!, x.starts[row + 1]!];
  let sum = 0;
  while (i < endI || j < endJ) {
    const a = i < endI ? stored.columns[i]! : Infinity;
    const b = j < endJ ? x.columns[j]! : Infinity;
    const gap = (a <= b ? stored.values[i++]! : 0) - (b <= a ? x.values[j++]! : 0);
    sum += metric === 'euclidean' ? gap * gap : Math.abs(gap);
  }
  return sum;
}

/** A row of zeros has no direction: as far as a right angle from all, as scikit-learn has it. */
function turned(
  stored: SparseMatrix,
  place: number,
  length: number,
  x: SparseMatrix,
  row: number,
  own: number,
): number {
  if (length === 0 || own === 0) return 1;
  let [i, j] = [stored.starts[place]!, x.starts[row]!];
  const [endI, endJ] = [stored.starts[place + 1]!, x.starts[row + 1]!];
  let sum = 0;
  while (i < endI && j < endJ) {
    const [a, b] = [stored.columns[i]!, x.columns[j]!];
    if (a === b) sum += stored.values[i]! * x.values[j]!;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return Math.max(0, 1 - sum / (length * own));
}
