/** @file The metrics of a binary run at the threshold of the page: counts decide them all, in closed form. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { countMetrics } from '../../../core/metrics/confusion.ts';
import { wilson } from '../../../core/metrics/intervals.ts';
import type { Metrics } from '../../../core/study/run.ts';
import type { Evaluated } from '../../plots/evaluated.ts';

export interface Counts {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

/** Counts of a 2 x 2 confusion matrix, rows actual, columns predicted. */
export function countsOf(matrix: number[][]): Counts {
  const [[trueNegative = 0, falsePositive = 0] = [], [falseNegative = 0, truePositive = 0] = []] = matrix;
  return { truePositive, falsePositive, falseNegative, trueNegative };
}

/** Metrics that a threshold moves; the rest are of the scores alone and stay. */
export const moved = ['accuracy', 'precision', 'recall', 'f1', 'balancedAccuracy', 'mcc', 'macroF1'] as const;

/**
 * The stored metrics with those that depend on the decision computed anew from the counts. Proportions carry Wilson 95 %
 * intervals; the others have an interval only at the run's own threshold, where they were resampled.
 */
export function liveMetrics(stored: Metrics, counts: Counts, atOwn: boolean): Metrics {
  if (atOwn) return stored;
  const { truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn } = counts;
  const n = tp + fp + fn + tn;
  const of = countMetrics([tn, fp, fn, tp], 2);
  const fresh: Record<(typeof moved)[number], Estimate> = {
    accuracy: wilson(tp + tn, n),
    precision: wilson(tp, tp + fp),
    recall: wilson(tp, tp + fn),
    f1: bare(of.f1, n),
    balancedAccuracy: bare(of.balancedAccuracy, n),
    mcc: bare(of.mcc, n),
    macroF1: bare(of.macroF1, n),
  };
  const out = { ...stored };
  for (const key of moved) if (key in stored) out[key] = fresh[key];
  return out;
}

function bare(value: number, n: number): Estimate {
  const reason = Number.isNaN(value)
    ? 'nothing to divide by at this threshold'
    : 'interval at the run’s own threshold only';
  return { value: Number.isNaN(value) ? null : value, low: null, high: null, n, reason };
}

/** Places in `test` (not source rows) of the rows in one cell. */
export function cellRows(test: Evaluated, predicted: Int32Array, actual: number, said: number): number[] {
  const out: number[] = [];
  for (let r = 0; r < predicted.length; r++) if (test.actual[r] === actual && predicted[r] === said) out.push(r);
  return out;
}

/** For a number the run does not hold. */
export function unknown(n: number): Estimate {
  return { value: null, low: null, high: null, n, reason: 'not in this run' };
}
