/** @file Order of scores, shared by AUC, average precision and the curves. */
import { ascending } from '../base/order.ts';

/** Row numbers by falling score, and where each run of equal scores ends (exclusive). */
export interface Ranking {
  order: Uint32Array;
  ends: Uint32Array;
}

/** Ranks rows by falling score; equal scores form one run. score: finite. */
export function rank(score: Float64Array): Ranking {
  const order = ascending(score.map((s) => -s));
  const ends = new Uint32Array(order.length);
  let runs = 0;
  for (let i = 1; i <= order.length; i++)
    if (i === order.length || score[order[i]!] !== score[order[i - 1]!]) ends[runs++] = i;
  return { order, ends: ends.subarray(0, runs) };
}

/**
 * Area under the ROC curve as the Mann-Whitney statistic with ties counted half, and average precision without
 * interpolation, AP = sum (R_k - R_(k-1)) P_k over distinct scores. weights: how often each row counts, or null for once.
 * NaN where a class has no rows.
 */
export function areas(
  ranking: Ranking,
  actual01: ArrayLike<number>,
  weights: ArrayLike<number> | null,
): { rocAuc: number; averagePrecision: number } {
  const { order, ends } = ranking;
  let positives = 0;
  let negatives = 0;
  let pairs = 0;
  let precisionSum = 0;
  let from = 0;
  for (let e = 0; e < ends.length; e++) {
    let p = 0;
    let q = 0;
    for (const to = ends[e]!; from < to; from++) {
      const i = order[from]!;
      const w = weights === null ? 1 : weights[i]!;
      if (actual01[i] === 1) p += w;
      else q += w;
    }
    pairs += q * (positives + p / 2);
    positives += p;
    negatives += q;
    if (p > 0) precisionSum += (p * positives) / (positives + negatives);
  }
  return {
    rocAuc: positives > 0 && negatives > 0 ? pairs / (positives * negatives) : NaN,
    averagePrecision: positives > 0 ? precisionSum / positives : NaN,
  };
}

/**
 * Standard error of the AUC (DeLong, DeLong and Clarke-Pearson 1988) from midranks in O(n log n) (Sun and Xu 2014).
 * NaN with fewer than two rows of a class.
 */
export function aucStandardError(ranking: Ranking, actual01: ArrayLike<number>): number {
  const { order, ends } = ranking;
  let m = 0;
  for (let i = 0; i < order.length; i++) if (actual01[i] === 1) m++;
  const n = order.length - m;
  if (m < 2 || n < 2) return NaN;
  let [above1, above0, from] = [0, 0, 0];
  let [sum1, squares1, sum0, squares0] = [0, 0, 0, 0];
  for (const to of ends) {
    let p = 0;
    for (let r = from; r < to; r++) if (actual01[order[r]!] === 1) p++;
    const q = to - from - p;
    // Placement of a positive: share of negatives below it; of a negative: share of positives above it.
    const v1 = (n - above0 - q + q / 2) / n;
    const v0 = (above1 + p / 2) / m;
    sum1 += p * v1;
    squares1 += p * v1 * v1;
    sum0 += q * v0;
    squares0 += q * v0 * v0;
    above1 += p;
    above0 += q;
    from = to;
  }
  const variance1 = (squares1 - (sum1 * sum1) / m) / (m - 1);
  const variance0 = (squares0 - (sum0 * sum0) / n) / (n - 1);
  return Math.sqrt(Math.max(0, variance1 / m + variance0 / n));
}

/** Of a positive row the share of negatives scored below it, of a negative row the share of positives above it; ties are half. */
export function placements(actual01: ArrayLike<number>, score: Float64Array): Float64Array {
  const { order, ends } = rank(score);
  let positives = 0;
  for (let i = 0; i < order.length; i++) if (actual01[i] === 1) positives++;
  const negatives = order.length - positives;
  const out = new Float64Array(order.length);
  let above1 = 0;
  let above0 = 0;
  let from = 0;
  for (let e = 0; e < ends.length; e++) {
    const to = ends[e]!;
    let p = 0;
    for (let r = from; r < to; r++) if (actual01[order[r]!] === 1) p++;
    const q = to - from - p;
    const below = (negatives - above0 - q / 2) / negatives;
    const above = (above1 + p / 2) / positives;
    for (; from < to; from++) out[order[from]!] = actual01[order[from]!] === 1 ? below : above;
    above1 += p;
    above0 += q;
  }
  return out;
}
