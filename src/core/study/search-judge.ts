/** @file What the folds of a trial say: means with intervals, and their order. */
import type { Estimate } from '../base/estimate.ts';
import type { SearchPlan } from './search-plan.ts';
import { familyRank } from '../models/spaces.ts';
import { criticalValue } from '../metrics/student.ts';

export interface FoldScore {
  logLoss: number;
  /** Null where the fold has rows of one class only. */
  rocAuc: number | null;
  fitMilliseconds: number;
  /** Of the rows judged. */
  predictMilliseconds: number;
  /** Judged. */
  rows: number;
  /** Of the fitted model, as it is kept. */
  bytes: number;
}

export interface Trial {
  /** Decided by the data, the study's rows and recipe, the folds and the options: the same trial has the same id. */
  readonly id: string;
  readonly kind: string;
  readonly options: Record<string, unknown>;
  /** Mean place on the axes of its family, from 0 (simplest) to 1. */
  readonly complexity: number;
  /** Of the rows of each fold that it learned from. */
  readonly share: number;
  readonly folds: readonly FoldScore[];
  readonly logLoss: Estimate;
  readonly rocAuc: Estimate;
  /** Why it could not be fitted; the folds are then empty. */
  readonly failure: string | null;
  /** Given up before its last fold, as it was worse than most. */
  readonly pruned: boolean;
  /** The outer fold that it was tried inside of; absent: none. */
  readonly outer?: number;
}

/**
 * Folds learn from mostly the same rows, so the variance of their mean is (1 / J + judged / learned) s^2, not s^2 / J.
 * `ratio`: rows judged over rows learned from, in a fold.
 */
export function spread(values: readonly number[], ratio: number): { mean: number; error: number } {
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

/** Lower is better, whatever the measure. */
export function costOf(value: number | null, by: SearchPlan['measure']): number {
  return value === null ? Infinity : by === 'rocAuc' ? -value : value;
}

const order = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** Below 0: `a` is of a simpler family, or has simpler options. */
export function bySimplicity(a: Pick<Trial, 'kind' | 'complexity'>, b: Pick<Trial, 'kind' | 'complexity'>): number {
  return order(familyRank(a.kind), familyRank(b.kind)) || order(a.complexity, b.complexity);
}

/** The best first; what failed, was given up or is undefined comes last; of equals the simpler. */
export function ranked(trials: readonly Trial[], { measure }: Pick<SearchPlan, 'measure'>): Trial[] {
  const cost = (trial: Trial) => costOf(trial[measure].value, measure);
  return [...trials].sort((a, b) => order(cost(a), cost(b)) || bySimplicity(a, b));
}

/** Trials judged to the end before any is given up. */
const fewest = 4;

/**
 * The median rule (Golovin and others 2017, Google Vizier): a trial goes on while its mean over the folds so far is no worse
 * than the median of what the trials before it came to over the same folds. All go on where the plan gives up none.
 */
export function keepsUp(
  { prune, measure }: Pick<SearchPlan, 'prune' | 'measure'>,
  before: readonly Trial[],
  share: number,
): (scores: readonly FoldScore[]) => boolean {
  const whole = before.filter((trial) => trial.share === share && trial[measure].value !== null);
  if (!prune || whole.length < fewest) return () => true;
  const mean = (scores: readonly FoldScore[]) =>
    scores.reduce((sum, score) => sum + costOf(score[measure], measure), 0) / scores.length;
  return (scores) => {
    if (scores.length < 2) return true;
    const others = whole.map(({ folds }) => mean(folds.slice(0, scores.length))).sort(order);
    const middle = (others.length - 1) / 2;
    return mean(scores) <= (others[Math.floor(middle)]! + others[Math.ceil(middle)]!) / 2;
  };
}
