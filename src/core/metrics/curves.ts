/** @file The curves behind the numbers, over all distinct scores. Drawing thins them; nothing here does. */
import type { Estimate } from '../base/estimate.ts';
import { reliabilityBins } from './calibration.ts';
import { rank } from './rank.ts';

/** Counts at and above each distinct score, by falling score. */
function cumulative(actual01: ArrayLike<number>, score: Float64Array) {
  const { order, ends } = rank(score);
  const truePositive = new Float64Array(ends.length);
  const falsePositive = new Float64Array(ends.length);
  const thresholds = new Float64Array(ends.length);
  let [tp, fp, from] = [0, 0, 0];
  ends.forEach((to, e) => {
    for (; from < to; from++) {
      if (actual01[order[from]!] === 1) tp++;
      else fp++;
    }
    truePositive[e] = tp;
    falsePositive[e] = fp;
    thresholds[e] = score[order[to - 1]!]!;
  });
  return { truePositive, falsePositive, thresholds, positives: tp, negatives: fp };
}

/** ROC points from (0, 0) at threshold Infinity to (1, 1). Empty where a class has no rows. */
export function roc(actual01: ArrayLike<number>, score: Float64Array) {
  const c = cumulative(actual01, score);
  if (c.positives === 0 || c.negatives === 0) return { falsePositiveRate: [], truePositiveRate: [], thresholds: [] };
  return {
    falsePositiveRate: [0, ...Array.from(c.falsePositive, (k) => k / c.negatives)],
    truePositiveRate: [0, ...Array.from(c.truePositive, (k) => k / c.positives)],
    thresholds: [Infinity, ...c.thresholds],
  };
}

/** Precision and recall at each distinct score, by rising recall. Empty where no row is positive. */
export function precisionRecall(actual01: ArrayLike<number>, score: Float64Array) {
  const c = cumulative(actual01, score);
  if (c.positives === 0) return { recall: [], precision: [], thresholds: [] };
  return {
    recall: Array.from(c.truePositive, (k) => k / c.positives),
    precision: Array.from(c.truePositive, (k, i) => k / (k + c.falsePositive[i]!)),
    thresholds: Array.from(c.thresholds),
  };
}

/** Bins with rows in them: mean score against the share observed, Wilson 95 %. */
export function reliability(
  actual01: ArrayLike<number>,
  score: ArrayLike<number>,
  bins = 15,
): { mean: number; observed: Estimate }[] {
  return reliabilityBins(actual01, score, bins).flatMap(({ mean, observed }) =>
    mean === null ? [] : [{ mean, observed }],
  );
}

/** Counts of scores in equal-width bins over [0, 1], right-open but for the last: [of class 0, of class 1]. */
export function scoreHistogram(actual01: ArrayLike<number>, score: ArrayLike<number>, bins = 40) {
  const counts = [new Array<number>(bins).fill(0), new Array<number>(bins).fill(0)];
  for (let i = 0; i < score.length; i++)
    counts[actual01[i] === 1 ? 1 : 0]![Math.min(bins - 1, Math.floor(score[i]! * bins))]! += 1;
  return { edges: Array.from({ length: bins + 1 }, (_, b) => b / bins), counts };
}
