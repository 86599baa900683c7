/**
 * @file Between what a distance surely lies when float32 has summed it up. Searches in float32, here or on a graphics device, keep every
 * row that may be among the nearest; which are is then measured in float64.
 *
 * A search tells of stored row b and row a the number `bases[b] + sum`, where sum is of products or gaps of the values in `rows` with
 * those that `ask` makes of a. The distance (squared for euclidean), less what is the same for all b, lies between this less w(a) and
 * this plus 2 w(b) + w(a), where w(a) = share * size of a. By the standard model (Higham 2002, section 3.1) a sum of m products is off by
 * at most m u / (1 - m u) times the sum of their sizes, in any order, fused or not. u is 2^-23 here and not 2^-24, as WGSL may round
 * either way; and twice as many terms are counted as there are.
 */
import type { SparseMatrix } from '../contract.ts';
import { sizeOf, sizesOf } from './measure.ts';
import type { Metric } from './measure.ts';

export interface Bounds {
  readonly metric: Metric;
  readonly stored: SparseMatrix;
  readonly sizes: Float64Array;
  /** The values that are summed with: of length 1 a row for cosine, else those stored. */
  readonly rows: SparseMatrix;
  readonly bases: Float64Array;
  /** 2 w(b), by stored row. */
  readonly widths: Float64Array;
  readonly share: number;
  /** The values of some rows as they are summed with, 2 w(a) of each, and whether float32 can hold all sums. */
  ask(x: SparseMatrix, from: number, to: number): Question;
}

export interface Question {
  readonly values: Float32Array;
  readonly widths: Float64Array;
  readonly isSafe: boolean;
}

/** Products below the least float32 may become 0. */
const tiny = 1e-30;

/** Sums of sizes up to this stay far from the largest float32. */
const mostSize = 1e36;

export function boundsOf(stored: SparseMatrix, metric: Metric): Bounds {
  const sizes = sizesOf(stored, metric);
  let terms = 0;
  for (let row = 0; row < stored.rows; row++) terms = Math.max(terms, stored.starts[row + 1]! - stored.starts[row]!);
  const share = (2 * terms + 16) * 2 ** -23;
  // Cosine sums over rows of length 1: as much error for each.
  const own = (size: number) => (metric === 'cosine' ? 0.5 : size);
  const rows =
    metric === 'cosine' ? { ...stored, values: scaled(stored, 0, stored.rows, (row) => 1 / sizes[row]!) } : stored;
  const most = sizes.reduce((a, b) => Math.max(a, b), 0);
  return {
    metric,
    stored,
    sizes,
    rows,
    bases: sizes.map((size) => (metric === 'cosine' ? 0 : size) - share * own(size)),
    widths: sizes.map((size) => 2 * share * own(size)),
    share,
    ask(x, from, to) {
      const own2 = Float64Array.from({ length: to - from }, (_, i) => sizeOf(x, from + i, metric));
      const factor =
        metric === 'manhattan' ? () => 1 : metric === 'euclidean' ? () => -2 : (row: number) => -1 / own2[row - from]!;
      return {
        values: scaled(x, from, to, factor),
        widths: own2.map((size) => 2 * share * own(size) + tiny),
        isSafe: metric === 'cosine' || own2.every((size) => size + most < mostSize),
      };
    },
  };
}

/** The values of rows from..to, each times the factor of its row, which is infinite for a row of zeros. */
function scaled(x: SparseMatrix, from: number, to: number, factor: (row: number) => number): Float32Array {
  const first = x.starts[from]!;
  const made = new Float32Array(x.starts[to]! - first);
  for (let row = from; row < to; row++) {
    const told = factor(row);
    const times = Number.isFinite(told) ? told : 0;
    for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++) made[i - first] = x.values[i]! * times;
  }
  return made;
}
