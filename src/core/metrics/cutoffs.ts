/** @file Every cutoff of one set of scores, counted once: what each costs, the cheapest, and the cheapest within a limit. */
import type { Estimate } from '../base/estimate.ts';
import { undefinedEstimate, z95 } from './intervals.ts';
import { rank } from './rank.ts';

/** What one row of each outcome costs, in any unit; a gain is negative. */
export interface Outcomes {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

/** Counts at and above each distinct score, cutoffs rising, the last Infinity: nobody is named. */
export interface Cutoffs {
  thresholds: Float64Array;
  truePositive: Float64Array;
  falsePositive: Float64Array;
  positives: number;
  negatives: number;
  /** Of each row: 2 * place of its own score among the thresholds, and 1 more when it is positive. */
  cell: Uint32Array;
}

export function cutoffsOf(actual01: ArrayLike<number>, score: Float64Array): Cutoffs {
  const { order, ends } = rank(score);
  const last = ends.length;
  const thresholds = new Float64Array(last + 1).fill(Infinity);
  const cell = new Uint32Array(order.length);
  let from = 0;
  ends.forEach((to, e) => {
    const place = last - 1 - e;
    thresholds[place] = score[order[to - 1]!]!;
    for (; from < to; from++) cell[order[from]!] = 2 * place + (actual01[order[from]!] === 1 ? 1 : 0);
  });
  const counts = new Float64Array(2 * last);
  for (const c of cell) counts[c]! += 1;
  return { ...accumulated(counts), thresholds, cell };
}

function accumulated(
  counts: Float64Array,
): Pick<Cutoffs, 'truePositive' | 'falsePositive' | 'positives' | 'negatives'> {
  const last = counts.length / 2;
  const truePositive = new Float64Array(last + 1);
  const falsePositive = new Float64Array(last + 1);
  for (let e = last - 1; e >= 0; e--) {
    truePositive[e] = truePositive[e + 1]! + counts[2 * e + 1]!;
    falsePositive[e] = falsePositive[e + 1]! + counts[2 * e]!;
  }
  return { truePositive, falsePositive, positives: truePositive[0]!, negatives: falsePositive[0]! };
}

/** The same cutoffs on as many rows drawn with replacement. draw: a 32-bit integer. */
export function resampleCutoffs(cutoffs: Cutoffs, draw: () => number): Cutoffs {
  const { cell, thresholds } = cutoffs;
  const counts = new Float64Array(2 * (thresholds.length - 1));
  for (let i = 0; i < cell.length; i++) counts[cell[Math.floor((draw() / 4294967296) * cell.length)]!]! += 1;
  return { ...cutoffs, ...accumulated(counts) };
}

/** Mean cost a row at each cutoff. NaN without rows. */
export function costOf(cutoffs: Cutoffs, costs: Outcomes): Float64Array {
  const { positives, negatives, truePositive, falsePositive } = cutoffs;
  return truePositive.map((tp, e) => {
    const fp = falsePositive[e]!;
    const total =
      costs.truePositive * tp +
      costs.falsePositive * fp +
      costs.falseNegative * (positives - tp) +
      costs.trueNegative * (negatives - fp);
    return total / (positives + negatives);
  });
}

/**
 * Mean cost a row where an outcome befell so many rows, with the 95 % interval of a mean (normal; the standard deviation
 * of the rows' costs over n - 1).
 */
export function meanCost(counts: Outcomes, costs: Outcomes): Estimate {
  const keys = ['truePositive', 'falsePositive', 'falseNegative', 'trueNegative'] as const;
  const n = keys.reduce((sum, key) => sum + counts[key], 0);
  if (n === 0) return undefinedEstimate(0, 'no rows');
  const value = keys.reduce((sum, key) => sum + counts[key] * costs[key], 0) / n;
  const squares = keys.reduce((sum, key) => sum + counts[key] * (costs[key] - value) ** 2, 0);
  const half = n > 1 ? z95 * Math.sqrt(squares / (n - 1) / n) : NaN;
  return n > 1
    ? { value, low: value - half, high: value + half, n }
    : { value, low: null, high: null, n, reason: 'one row' };
}

/**
 * What must hold at a cutoff. Rates are shares of their own denominator; `named` is a share of all rows, `letThrough` the
 * share of positives among rows that are not named.
 */
export interface Limit {
  of: 'missRate' | 'falseAlarmRate' | 'named' | 'precision' | 'letThrough';
  /** Precision: at least this. The others: at most this. */
  value: number;
}

function isWithin(cutoffs: Cutoffs, e: number, { of, value }: Limit): boolean {
  const { positives, negatives } = cutoffs;
  const [tp, fp] = [cutoffs.truePositive[e]!, cutoffs.falsePositive[e]!];
  switch (of) {
    case 'missRate':
      return positives > 0 && positives - tp <= value * positives;
    case 'falseAlarmRate':
      return negatives > 0 && fp <= value * negatives;
    case 'named':
      return tp + fp <= value * (positives + negatives);
    case 'precision':
      return tp + fp > 0 && tp >= value * (tp + fp);
    case 'letThrough':
      return tp + fp < positives + negatives && positives - tp <= value * (positives + negatives - tp - fp);
  }
}

export interface Cheapest {
  /** The largest minimiser that is finite, and the plateau it ends. */
  value: number;
  low: number;
  high: number;
  /** Mean a row. */
  cost: number;
  minimisers: number[];
}

/** The cheapest of all cutoffs, or of those within `limit`. Null when there are no rows or none is within it. */
export function cheapest(cutoffs: Cutoffs, costs: Outcomes, limit: Limit | null = null): Cheapest | null {
  const { thresholds, positives, negatives } = cutoffs;
  if (positives + negatives === 0) return null;
  const cost = costOf(cutoffs, costs);
  const allowed = (e: number) => limit === null || isWithin(cutoffs, e, limit);
  let least = Infinity;
  cost.forEach((c, e) => c < least && allowed(e) && (least = c));
  if (least === Infinity) return null;
  const isLeast = (e: number) => Math.abs(cost[e]! - least) <= 1e-12 * Math.max(1, Math.abs(least)) && allowed(e);
  const at: number[] = [];
  cost.forEach((_, e) => isLeast(e) && at.push(e));
  const end = at.at(-1)!;
  let start = end;
  while (start > 0 && isLeast(start - 1)) start--;
  // Above every score nobody is named: written as the largest probability, 1, unless a score of 1 would then be named.
  const finite = (t: number) =>
    Number.isFinite(t) ? t : thresholds.length > 1 && thresholds.at(-2)! >= 1 ? Infinity : 1;
  return {
    value: finite(thresholds[end]!),
    low: finite(thresholds[start]!),
    high: finite(thresholds[end]!),
    cost: least,
    minimisers: at.map((e) => thresholds[e]!),
  };
}

/**
 * The Bayes cutoff of calibrated scores (Elkan 2001): what a false alarm costs over what both errors cost, each against the
 * right answer. Null where an error is not dearer than being right.
 */
export function bayesCutoff(costs: Outcomes): number | null {
  const alarm = costs.falsePositive - costs.trueNegative;
  const miss = costs.falseNegative - costs.truePositive;
  return alarm >= 0 && miss >= 0 && alarm + miss > 0 ? alarm / (alarm + miss) : null;
}

/** The place of a cutoff in the table: the lowest threshold not below it. */
export function placeOf({ thresholds }: Cutoffs, cutoff: number): number {
  let [low, high] = [0, thresholds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle]! >= cutoff) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Of the rows named at each cutoff, from none to all: their share of all rows, the share of positives found, the lift. */
export function gains(cutoffs: Cutoffs): { named: number; found: number; lift: number; threshold: number }[] {
  const { truePositive, falsePositive, positives, negatives, thresholds } = cutoffs;
  if (positives === 0) return [];
  return Array.from(truePositive, (tp, e) => {
    const named = (tp + falsePositive[e]!) / (positives + negatives);
    return { named, found: tp / positives, lift: tp / positives / named, threshold: thresholds[e]! };
  }).reverse();
}

/** The rows of the `capacity` highest scores, equal scores by row. */
export function highest(score: Float64Array, capacity: number): Uint32Array {
  return rank(score).order.slice(0, capacity);
}

/** Of each row the class that costs least to name: argmin_k sum_j p_j cost[j][k], ties to the earlier. cost: rows actual. */
export function cheapestClass(scores: ArrayLike<number>, cost: readonly (readonly number[])[]): Int32Array {
  const classes = cost.length;
  return Int32Array.from({ length: scores.length / classes }, (_, r) => {
    let [best, least] = [0, Infinity];
    for (let k = 0; k < classes; k++) {
      let expected = 0;
      for (let j = 0; j < classes; j++) expected += scores[r * classes + j]! * cost[j]![k]!;
      if (expected < least) [best, least] = [k, expected];
    }
    return best;
  });
}
