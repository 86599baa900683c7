/** @file One trial of a search: a set of options fitted and judged fold by fold, on as many cores as there are. */
import type { Estimate } from '../base/estimate.ts';
import { InputError } from '../base/errors.ts';
import { stableJson } from '../base/hash.ts';
import type { Rng } from '../base/random.ts';
import { answered, openHere } from '../compute/pool.ts';
import type { Session } from '../compute/types.ts';
import { createPace } from '../models/pace.ts';
import type { Fold } from './folds.ts';
import type { Prepared } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import { foldJob, isPortable } from './search-fold.ts';
import type { FoldTask } from './search-fold.ts';
import { meanOf } from './search-judge.ts';
import type { FoldScore, Trial } from './search-judge.ts';

type Options = Record<string, unknown>;

export interface Asked {
  readonly options: Options;
  /** Of the rows of each fold that it learns from. */
  readonly share: number;
  /** Whether the folds judged so far leave it a chance. */
  readonly goesOn: (scores: readonly FoldScore[]) => boolean;
  /** Options of the trials that come after it, for cores that have nothing to do. */
  readonly ahead: readonly Options[];
}

export interface Judge {
  trial(asked: Asked): Promise<Pick<Trial, 'folds' | 'logLoss' | 'rocAuc' | 'failure' | 'pruned'>>;
  /** One fold of its own, for options that were chosen elsewhere. */
  fold(options: Options, fold: number): Promise<FoldScore>;
  /** No more is asked. */
  close(): void;
}

/** Rows judged over rows learned from, the mean over folds. */
export function ratioOf(folds: readonly Fold[]): number {
  return folds.reduce((sum, { train, test }) => sum + test.length / train.length, 0) / folds.length;
}

/** `prepared`: of a study whose model is of the kind that is tried. */
export function createJudge(
  prepared: Prepared,
  folds: readonly Fold[],
  rng: Rng,
  { compute, control }: Pick<RunOptions, 'compute' | 'control'>,
): Judge {
  const { study, features, codes, weights, lesson, mitigated, classes, train } = prepared;
  const own = { study, features, codes, weights, lesson, mitigated, classes, train };
  const grounds = { prepared: own, folds, path: rng.path };
  const here = { ...control, compute };
  const ratio = ratioOf(folds);
  const pace = createPace(here);
  const pool = isPortable(prepared) && compute.pool && compute.pool.size > 1 ? compute.pool : null;
  const alone = openHere(foldJob, grounds, here);
  let shared: Session<FoldTask, FoldScore> | null = null;
  /** Milliseconds of the first fold, which is always judged here. */
  let first: number | null = null;
  const asked = new Map<string, Promise<FoldScore>>();
  let pending = 0;

  async function judge(task: FoldTask, later: () => Iterable<FoldTask>): Promise<FoldScore> {
    if (!shared) {
      const started = control.now();
      const score = await alone.ask(task);
      first ??= control.now() - started;
      const rest = [...later()].length * first;
      if (pool && rest >= pool.least) shared = pool.open(foldJob, grounds, here);
      return score;
    }
    await pace();
    const score = ask(shared, task);
    for (const next of later()) {
      if (pending >= 2 * shared.size) break;
      ask(shared, next);
    }
    return answered(score, pace);
  }

  function ask(session: Session<FoldTask, FoldScore>, task: FoldTask): Promise<FoldScore> {
    const key = stableJson(task);
    const found = asked.get(key);
    if (found) return found;
    pending++;
    const score = session.ask(task).finally(() => pending--);
    // Awaited in its turn; one that fails before it is not unheard of.
    score.catch(() => undefined);
    asked.set(key, score);
    return score;
  }

  return {
    fold: (options, fold) => alone.ask({ options, share: 1, fold }),

    async trial({ options, share, goesOn, ahead }) {
      const scores: FoldScore[] = [];
      let failure: string | null = null;
      const tasks = function* (all: readonly Options[], from = 0): Iterable<FoldTask> {
        for (const options of all)
          for (let fold = options === all[0] ? from : 0; fold < folds.length; fold++) yield { options, share, fold };
      };
      try {
        for (let fold = 0; fold < folds.length && goesOn(scores); fold++)
          scores.push(await judge({ options, share, fold }, () => tasks([options, ...ahead], fold + 1)));
      } catch (error) {
        // Options that do not go with the rows are a result; anything else ends the search.
        if (!(error instanceof InputError)) throw error;
        failure = error.message;
      }
      if (failure !== null) return { ...notJudged([], 'it could not be fitted'), failure, pruned: false };
      if (scores.length < folds.length) {
        const reason = `given up after ${scores.length} of ${folds.length} folds: worse than most`;
        return { ...notJudged(scores, reason), failure, pruned: true };
      }
      const mean = (by: 'logLoss' | 'rocAuc') =>
        meanOf(
          scores.map((score) => score[by]),
          ratio,
        );
      return { folds: scores, logLoss: mean('logLoss'), rocAuc: mean('rocAuc'), failure, pruned: false };
    },

    close: () => shared?.close(),
  };
}

/** A trial without a mean, and why. */
export function notJudged(folds: readonly FoldScore[], reason: string): Pick<Trial, 'folds' | 'logLoss' | 'rocAuc'> {
  const none: Estimate = { value: null, low: null, high: null, n: folds.length, reason };
  return { folds, logLoss: none, rocAuc: none };
}
