/** @file From scores to decisions, and what each threshold costs (evaluation RQ1). */
import type { Estimate } from '../base/estimate.ts';
import { wilson } from './intervals.ts';
import { rank } from './rank.ts';

/** Cost of one error of each kind, in any unit, >= 0. Right decisions cost nothing. */
export interface Costs {
  falsePositive: number;
  falseNegative: number;
}

/** Class codes from probabilities (rows x classes). Two classes: 1 when its score >= threshold. Else the largest, ties to the earlier. */
export function decide(scores: ArrayLike<number>, classes: number, threshold: number): Int32Array {
  const rows = scores.length / classes;
  const out = new Int32Array(rows);
  for (let r = 0; r < rows; r++) {
    if (classes === 2) {
      out[r] = scores[2 * r + 1]! >= threshold ? 1 : 0;
      continue;
    }
    let best = 0;
    for (let k = 1; k < classes; k++) if (scores[r * classes + k]! > scores[r * classes + best]!) best = k;
    out[r] = best;
  }
  return out;
}

/** Mean cost a row of deciding at each distinct score and above all of them (Infinity), thresholds rising. */
export function sweep(actual01: ArrayLike<number>, score: Float64Array, costs: Costs) {
  const { order, ends } = rank(score);
  const thresholds = new Float64Array(ends.length + 1);
  const cost = new Float64Array(ends.length + 1);
  let positives = 0;
  for (let i = 0; i < order.length; i++) positives += actual01[i] === 1 ? 1 : 0;
  let [tp, fp, from] = [0, 0, 0];
  const last = ends.length;
  thresholds[last] = Infinity;
  cost[last] = (costs.falseNegative * positives) / order.length;
  ends.forEach((to, e) => {
    for (; from < to; from++) {
      if (actual01[order[from]!] === 1) tp++;
      else fp++;
    }
    thresholds[last - 1 - e] = score[order[to - 1]!]!;
    cost[last - 1 - e] = (costs.falsePositive * fp + costs.falseNegative * (positives - tp)) / order.length;
  });
  return { thresholds, cost };
}

/**
 * The cheapest threshold over all distinct scores and Infinity: of every minimiser the largest that is finite, with the
 * plateau it ends (low to high). cost: mean a row. Throws when there are no rows.
 */
export function bestThreshold(actual01: ArrayLike<number>, score: Float64Array, costs: Costs) {
  if (score.length === 0) throw new RangeError('no rows to tune a threshold on');
  const { thresholds, cost } = sweep(actual01, score, costs);
  let least = Infinity;
  for (const c of cost) least = Math.min(least, c);
  const equal = (c: number) => c - least <= 1e-12 * Math.max(1, least);
  const at: number[] = [];
  cost.forEach((c, i) => equal(c) && at.push(i));
  const end = at.at(-1)!;
  let start = end;
  while (start > 0 && equal(cost[start - 1]!)) start--;
  // Above every score nobody is named: written as the largest probability, 1, unless a score of 1 would then be named.
  const finite = (t: number) =>
    Number.isFinite(t) ? t : thresholds.length > 1 && thresholds.at(-2)! >= 1 ? Infinity : 1;
  return {
    value: finite(thresholds[end]!),
    low: finite(thresholds[start]!),
    high: finite(thresholds[end]!),
    cost: least,
    minimisers: at.map((i) => thresholds[i]!),
  };
}

/** The Bayes cutoff for calibrated scores: C_FP / (C_FP + C_FN), right decisions costing nothing. Null when both are 0. */
export function bayesThreshold(costs: Costs): number | null {
  const sum = costs.falsePositive + costs.falseNegative;
  return sum > 0 ? costs.falsePositive / sum : null;
}

export interface AtThreshold {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
  selectionRate: Estimate;
  truePositiveRate: Estimate;
  falsePositiveRate: Estimate;
  positivePredictiveValue: Estimate;
  accuracy: Estimate;
}

/** Counts and rates with Wilson 95 % intervals when score >= threshold is called positive. One pass. */
export function atThreshold(actual01: ArrayLike<number>, score: ArrayLike<number>, threshold: number): AtThreshold {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (let i = 0; i < score.length; i++) {
    if (score[i]! >= threshold) {
      if (actual01[i] === 1) tp++;
      else fp++;
    } else if (actual01[i] === 1) fn++;
    else tn++;
  }
  return {
    truePositive: tp,
    falsePositive: fp,
    falseNegative: fn,
    trueNegative: tn,
    selectionRate: wilson(tp + fp, tp + fp + fn + tn),
    truePositiveRate: wilson(tp, tp + fn),
    falsePositiveRate: wilson(fp, fp + tn),
    positivePredictiveValue: wilson(tp, tp + fp),
    accuracy: wilson(tp + tn, tp + fp + fn + tn),
  };
}
