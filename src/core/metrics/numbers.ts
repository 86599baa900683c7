/** @file Metrics of a predicted number and of a predicted path, with percentile bootstrap intervals. */
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import { replicatesFor, resample } from './bootstrap.ts';
import { undefinedEstimate, withPercentiles } from './intervals.ts';
import { rank } from './rank.ts';

const reasons: Record<string, string> = {
  r2: 'every actual number is the same',
  spearman: 'every number is the same, actual or predicted',
};

/** MAE, RMSE, R2 and Spearman's rank correlation (ties share their mean rank). */
export function numberMetrics(
  actual: Float64Array,
  predicted: Float64Array,
  rng: Rng,
  replicates = replicatesFor(actual.length),
): Record<string, Estimate> {
  const n = actual.length;
  const ranks = [rank(actual), rank(predicted)].map(({ order, ends }) => ({ order, ends }));
  const own = [new Float64Array(n), new Float64Array(n)] as const;

  const measure = (weights: Uint8Array): Record<string, number> => {
    let [absolute, squares, sum, squared] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const weight = weights[i]!;
      if (weight === 0) continue;
      const error = predicted[i]! - actual[i]!;
      absolute += weight * Math.abs(error);
      squares += weight * error * error;
      sum += weight * actual[i]!;
    }
    const mean = sum / n;
    for (let i = 0; i < n; i++) squared += weights[i]! * (actual[i]! - mean) ** 2;
    for (const [which, { order, ends }] of ranks.entries()) fillRanks(order, ends, weights, own[which]!);
    return {
      mae: absolute / n,
      rmse: Math.sqrt(squares / n),
      r2: squared > 0 ? 1 - squares / squared : NaN,
      spearman: correlation(own[0], own[1], weights),
    };
  };
  return withIntervals(measure, n, rng, replicates);
}

/**
 * accuracy of each level (its column and all coarser ones right) and `pathShare`: the mean share of the path that is right
 * from the root, so that an error costs the less the deeper it is.
 */
export function pathMetrics(
  { columns, paths }: { readonly columns: readonly string[]; readonly paths: readonly (readonly string[])[] },
  actual: Int32Array,
  predicted: Int32Array,
  rng: Rng,
  replicates = replicatesFor(actual.length),
): Record<string, Estimate> {
  const n = actual.length;
  const right = Int32Array.from(actual, (code, i) => {
    const wrong = paths[code]!.findIndex((text, level) => text !== paths[predicted[i]!]![level]);
    return wrong < 0 ? columns.length : wrong;
  });
  const measure = (weights: Uint8Array): Record<string, number> => {
    const levels = new Float64Array(columns.length);
    for (let i = 0; i < n; i++) for (let level = 0; level < right[i]!; level++) levels[level]! += weights[i]!;
    const share = levels.reduce((sum, rows) => sum + rows, 0) / (n * columns.length);
    return {
      pathShare: share,
      ...Object.fromEntries(columns.map((column, level) => [`accuracy: ${column}`, levels[level]! / n])),
    };
  };
  return withIntervals(measure, n, rng, replicates);
}

function withIntervals(
  measure: (weights: Uint8Array) => Record<string, number>,
  n: number,
  rng: Rng,
  replicates: number,
): Record<string, Estimate> {
  const point = measure(new Uint8Array(n).fill(1));
  const drawn = new Map(Object.keys(point).map((name) => [name, new Float64Array(replicates)]));
  resample(n, replicates, rng, (weights, b) => {
    for (const [name, value] of Object.entries(measure(weights))) drawn.get(name)![b] = value;
  });
  return Object.fromEntries(
    Object.entries(point).map(([name, value]) => [
      name,
      n === 0
        ? undefinedEstimate(0, 'no rows')
        : Number.isNaN(value)
          ? undefinedEstimate(n, reasons[name] ?? 'nothing to divide by')
          : withPercentiles(value, drawn.get(name)!, n),
    ]),
  );
}

/** Rows of equal value get the mean of their places, each row as many places as it was drawn. */
function fillRanks(order: ArrayLike<number>, ends: ArrayLike<number>, weights: Uint8Array, out: Float64Array): void {
  let [from, before] = [0, 0];
  for (let e = 0; e < ends.length; e++) {
    let drawn = 0;
    for (let at = from; at < ends[e]!; at++) drawn += weights[order[at]!]!;
    for (let at = from; at < ends[e]!; at++) out[order[at]!] = before + (drawn + 1) / 2;
    before += drawn;
    from = ends[e]!;
  }
}

function correlation(a: Float64Array, b: Float64Array, weights: Uint8Array): number {
  let [n, sumA, sumB] = [0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    n += weight;
    sumA += weight * a[i]!;
    sumB += weight * b[i]!;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    const [x, y] = [a[i]! - sumA / n, b[i]! - sumB / n];
    ab += weight * x * y;
    aa += weight * x * x;
    bb += weight * y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}
