/** @file What the folds of a trial say: means with intervals, and whether the best is really better (Nadeau and Bengio 2003). */
import type { Estimate } from '../base/estimate.ts';
import type { SearchPlan } from './search-plan.ts';
import { criticalValue, twoSided } from '../metrics/student.ts';

export interface FoldScore {
  logLoss: number;
  /** Null where the fold has rows of one class only. */
  rocAuc: number | null;
  fitMilliseconds: number;
}

export interface Trial {
  /** Decided by the data, the study's rows and recipe, the folds and the options: the same trial has the same id. */
  readonly id: string;
  readonly options: Record<string, unknown>;
  readonly complexity: number;
  /** Of the rows of each fold that it learned from. */
  readonly share: number;
  readonly folds: readonly FoldScore[];
  readonly logLoss: Estimate;
  readonly rocAuc: Estimate;
  /** Why it could not be fitted; the folds are then empty. */
  readonly failure: string | null;
}

/**
 * Folds learn from mostly the same rows, so the variance of their mean is (1 / J + judged / learned) s^2, not s^2 / J.
 * `ratio`: rows judged over rows learned from, in a fold.
 */
function spread(values: readonly number[], ratio: number): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, error: Math.sqrt((1 / n + ratio) * variance) };
}

/** The mean over folds with its 95 % interval; undefined where any fold is. */
export function meanOf(values: readonly (number | null)[], ratio: number): Estimate {
  const n = values.length;
  const reason = 'a fold has rows of one class only';
  if (values.some((value) => value === null)) return { value: null, low: null, high: null, n, reason };
  const { mean, error } = spread(values as number[], ratio);
  if (n < 2) return { value: mean, low: null, high: null, n, reason: 'one fold has no spread' };
  const reach = criticalValue(0.05, n - 1) * error;
  return { value: mean, low: mean - reach, high: mean + reach, n };
}

export interface PairedTest {
  /** Mean of first less second. */
  difference: Estimate;
  /** The chance of a difference this large where there is none; null with a reason. */
  p: number | null;
  reason?: string;
}

/** The corrected resampled t test of two trials on the same folds. */
export function correctedTest(first: readonly number[], second: readonly number[], ratio: number): PairedTest {
  const gaps = first.map((value, i) => value - second[i]!);
  const difference = meanOf(gaps, ratio);
  if (gaps.length < 2) return { difference, p: null, reason: 'one fold has no spread' };
  const { mean, error } = spread(gaps, ratio);
  if (error === 0) return { difference, p: null, reason: 'the difference is the same in every fold' };
  return { difference, p: twoSided(mean / error, gaps.length - 1) };
}

/** The best first; what failed or is undefined comes last; of equals the simpler. */
export function ranked(trials: readonly Trial[], { measure: by }: Pick<SearchPlan, 'measure'>): Trial[] {
  const cost = (trial: Trial) => {
    const { value } = trial[by];
    return value === null ? Infinity : by === 'rocAuc' ? -value : value;
  };
  const order = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
  return [...trials].sort((a, b) => order(cost(a), cost(b)) || order(a.complexity, b.complexity));
}
