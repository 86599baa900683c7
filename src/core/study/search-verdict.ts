/** @file Whether the best of a search is really better: two answers to the same differences, one a fold. */
import type { Estimate } from '../base/estimate.ts';
import { twoSided } from '../metrics/student.ts';
import { bySimplicity, costOf, meanOf, ranked, spread } from './search-judge.ts';
import type { Trial } from './search-judge.ts';
import type { SearchPlan } from './search-plan.ts';

export interface PairedTest {
  /** Mean of first less second. */
  difference: Estimate;
  /** The chance of a difference this large where there is none; null with a reason. */
  p: number | null;
  reason?: string;
  /** Where the true difference is: under, inside and over the region that counts as none; null as p. They sum to 1. */
  chances: { under: number; inside: number; over: number } | null;
}

/**
 * The corrected resampled t test of two trials on the same folds (Nadeau and Bengio 2003), and the correlated Bayesian t test
 * (Corani and Benavoli 2015): under a flat prior the true difference is Student's t with J - 1 degrees about the mean of the
 * differences, with that same spread. `ratio`: rows judged over rows learned from; `rope`: half the width of what counts as none.
 */
export function correctedTest(
  first: readonly number[],
  second: readonly number[],
  ratio: number,
  rope = 0,
): PairedTest {
  const gaps = first.map((value, i) => value - second[i]!);
  const difference = meanOf(gaps, ratio);
  if (gaps.length < 2) return { difference, p: null, reason: 'one fold has no spread', chances: null };
  const { mean, error } = spread(gaps, ratio);
  if (error === 0) return { difference, p: null, reason: 'the difference is the same in every fold', chances: null };
  const df = gaps.length - 1;
  const under = (x: number) => below((x - mean) / error, df);
  const [left, right] = [under(-rope), under(rope)];
  const chances = { under: left, inside: right - left, over: 1 - right };
  return { difference, p: twoSided(mean / error, df), chances };
}

/** P(T < t). */
function below(t: number, df: number): number {
  const tail = twoSided(t, df) / 2;
  return t < 0 ? tail : 1 - tail;
}

export interface Verdict {
  /** Ids among the trials on the most rows; null where none was judged. */
  readonly best: string | null;
  readonly simplest: string | null;
  /** The simplest whose mean is no further than `rope` from the best's. */
  readonly enough: string | null;
  /** Best less the other; null where they are one. */
  readonly test: PairedTest | null;
  readonly enoughTest: PairedTest | null;
}

/** `on`: trials that learned from the same rows. */
export function verdictOf(on: readonly Trial[], plan: SearchPlan, ratio: number): Verdict {
  const { measure, rope } = plan;
  const judged = ranked(on, plan).filter((trial) => trial[measure].value !== null);
  const best = judged[0];
  if (!best) return { best: null, simplest: null, enough: null, test: null, enoughTest: null };
  const simplestOf = (trials: readonly Trial[]) => [...trials].sort(bySimplicity)[0]!;
  const cost = (trial: Trial) => costOf(trial[measure].value, measure);
  const simplest = simplestOf(judged);
  const enough = simplestOf(judged.filter((trial) => cost(trial) - cost(best) <= rope));
  const against = (other: Trial) => (other === best ? null : compareTrials(best, other, plan, ratio));
  return {
    best: best.id,
    simplest: simplest.id,
    enough: enough.id,
    test: against(simplest),
    enoughTest: against(enough),
  };
}

/** First less second, of two trials that were judged on the same folds. */
export function compareTrials(
  first: Trial,
  second: Trial,
  { measure, rope }: Pick<SearchPlan, 'measure' | 'rope'>,
  ratio: number,
): PairedTest {
  const scores = (trial: Trial) => trial.folds.map((fold) => fold[measure]!);
  return correctedTest(scores(first), scores(second), ratio, rope);
}

/** The chance that the first is better than the second by more than the region; null where there is none to tell. */
export function chanceBetter({ chances }: PairedTest, measure: SearchPlan['measure']): number | null {
  if (chances === null) return null;
  return measure === 'rocAuc' ? chances.over : chances.under;
}
