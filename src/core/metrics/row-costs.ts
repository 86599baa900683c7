/** @file Errors that do not all cost the same: each row has the price of being wrong about it. */
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import { replicatesFor, resample } from './bootstrap.ts';
import { undefinedEstimate, withPercentiles } from './intervals.ts';
import { rank } from './rank.ts';

export interface RowCosts {
  /** Every distinct score, rising, then Infinity: nobody is named. */
  thresholds: Float64Array;
  /** Mean a row where score >= threshold is named positive. */
  cost: Float64Array;
}

/** price: of being wrong about each row, whichever way, >= 0. */
export function rowCosts(actual01: ArrayLike<number>, score: Float64Array, price: ArrayLike<number>): RowCosts {
  const { order, ends } = rank(score);
  const last = ends.length;
  const thresholds = new Float64Array(last + 1).fill(Infinity);
  const cost = new Float64Array(last + 1);
  // Naming nobody, every positive row is missed.
  let total = 0;
  for (let i = 0; i < score.length; i++) if (actual01[i] === 1) total += price[i]!;
  cost[last] = total / score.length;
  let from = 0;
  ends.forEach((to, e) => {
    for (; from < to; from++) total += actual01[order[from]!] === 1 ? -price[order[from]!]! : price[order[from]!]!;
    thresholds[last - 1 - e] = score[order[to - 1]!]!;
    cost[last - 1 - e] = Math.max(0, total) / score.length;
  });
  return { thresholds, cost };
}

/** The largest cutoff of the least cost. Null without rows. */
export function cheapestCutoff({ thresholds, cost }: RowCosts): number | null {
  if (thresholds.length < 2) return null;
  const least = cost.reduce((a, b) => Math.min(a, b));
  return thresholds[cost.findLastIndex((c) => c <= least + 1e-12 * Math.max(1, least))]!;
}

/** The mean cost a row at one cutoff, percentile bootstrap. */
export function rowCostAt(
  actual01: ArrayLike<number>,
  score: Float64Array,
  price: ArrayLike<number>,
  threshold: number,
  rng: Rng,
): Estimate {
  const n = score.length;
  if (n === 0) return undefinedEstimate(0, 'no rows');
  const own = Float64Array.from(score, (s, i) => (s >= threshold === (actual01[i] === 1) ? 0 : price[i]!));
  const mean = (weights: Uint8Array | null) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (weights === null ? 1 : weights[i]!) * own[i]!;
    return sum / n;
  };
  const drawn = new Float64Array(Math.min(replicatesFor(n), Math.max(200, Math.floor(4e7 / n))));
  resample(n, drawn.length, rng, (weights, b) => (drawn[b] = mean(weights)));
  return withPercentiles(mean(null), drawn, n);
}
