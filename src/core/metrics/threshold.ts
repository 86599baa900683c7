/** @file From scores to decisions, and what each threshold costs (evaluation RQ1). */
import type { Estimate } from '../base/estimate.ts';
import { cheapest, costOf, cutoffsOf, type Outcomes } from './cutoffs.ts';
import { wilson } from './intervals.ts';

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
  const cutoffs = cutoffsOf(actual01, score);
  return { thresholds: cutoffs.thresholds, cost: costOf(cutoffs, withRight(costs)) };
}

/**
 * The cheapest threshold over all distinct scores and Infinity: of every minimiser the largest that is finite, with the
 * plateau it ends (low to high). cost: mean a row. Throws when there are no rows.
 */
export function bestThreshold(actual01: ArrayLike<number>, score: Float64Array, costs: Costs) {
  if (score.length === 0) throw new RangeError('no rows to tune a threshold on');
  return cheapest(cutoffsOf(actual01, score), withRight(costs))!;
}

function withRight(costs: Costs): Outcomes {
  return { ...costs, truePositive: 0, trueNegative: 0 };
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
