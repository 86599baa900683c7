/** @file One trial of a search: a set of options fitted and judged fold by fold. */
import type { Estimate } from '../base/estimate.ts';
import { InputError } from '../base/errors.ts';
import type { Rng } from '../base/random.ts';
import { fitTransform, applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { measure, prepare as prepareMetrics } from '../metrics/prepared.ts';
import type { Matrix } from '../models/contract.ts';
import { createPace } from '../models/pace.ts';
import { modelBytes } from './cost.ts';
import { penaltyOf } from './mitigation.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import type { Fold } from './folds.ts';
import type { Prepared } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import { meanOf } from './search-judge.ts';
import type { FoldScore, Trial } from './search-judge.ts';
import { recipeTargets } from './targets.ts';

/** Matrices of folds are kept for the next trial up to this many values. */
const mostKept = 60_000_000;

export interface Asked {
  readonly options: Record<string, unknown>;
  /** Of the rows of each fold that it learns from. */
  readonly share: number;
  /** Whether the folds judged so far leave it a chance. */
  readonly goesOn: (scores: readonly FoldScore[]) => boolean;
}

export interface Judge {
  trial(asked: Asked): Promise<Pick<Trial, 'folds' | 'logLoss' | 'rocAuc' | 'failure' | 'pruned'>>;
  /** One fold of its own, for options that were chosen elsewhere. */
  fold(options: Record<string, unknown>, fold: number): Promise<FoldScore>;
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
  const { study, features, codes, weights } = prepared;
  const classes = prepared.classes.length;
  const takes = { missing: takenBy(study.model.kind, prepared.lesson).missing === true, sparse: false };
  const quiet = { ...control, progress: () => undefined };
  const ratio = ratioOf(folds);
  const kept = new Map<string, { state: RecipeState; x: Matrix }>();
  let values = 0;
  let pace: (() => Promise<unknown>) | null = null;

  function transform(fold: number, share: number, train: Uint32Array): { state: RecipeState; x: Matrix } {
    const key = `${fold}/${share}`;
    const found = kept.get(key);
    if (found) return found;
    const made = fitTransform(study.recipe!, features, train, recipeTargets({ ...prepared, train }), takes);
    values += made.x.values.length;
    if (values <= mostKept) kept.set(key, made);
    return made;
  }

  async function judgeFold(options: Record<string, unknown>, share: number, f: number): Promise<FoldScore> {
    // One pace for all folds: fits that are over in a moment would never hear that the search is cancelled.
    pace ??= createPace({ ...control, compute });
    await pace();
    const fold = folds[f]!;
    const train = share < 1 ? sample(fold.train, codes, classes, share, rng.split(`sample ${f}`)) : fold.train;
    const { state, x } = transform(f, share, train);
    const none = new Uint32Array(0);
    const validationX = applyRecipe(state, features, none, takes);
    const fitting = {
      x,
      rows: train,
      validationX,
      validation: none,
      codes,
      weights,
      classes,
      lesson: prepared.lesson,
      penalty: penaltyOf(study, prepared.mitigated, train),
    };
    const context = { ...quiet, compute, rng: rng.split(`fit ${f}`) };
    const started = control.now();
    const fitted = await fitModel({ ...study.model, options }, fitting, context);
    const between = control.now();
    const learner = { recipe: state, features, classes, compute, control: quiet };
    const scores = await predictRows(fitted.state, fold.test, learner);
    const ended = control.now();
    const actual = Int32Array.from(fold.test, (row) => codes[row]!);
    const { logLoss, rocAuc } = measure(prepareMetrics(actual, actual, scores, classes), null);
    return {
      logLoss,
      rocAuc: Number.isNaN(rocAuc) ? null : rocAuc,
      fitMilliseconds: between - started,
      predictMilliseconds: ended - between,
      rows: fold.test.length,
      bytes: modelBytes(fitted.state),
    };
  }

  return {
    fold: (options, f) => judgeFold(options, 1, f),

    async trial({ options, share, goesOn }) {
      const scores: FoldScore[] = [];
      let failure: string | null = null;
      try {
        while (scores.length < folds.length && goesOn(scores))
          scores.push(await judgeFold(options, share, scores.length));
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
  };
}

/** A trial without a mean, and why. */
export function notJudged(folds: readonly FoldScore[], reason: string): Pick<Trial, 'folds' | 'logLoss' | 'rocAuc'> {
  const none: Estimate = { value: null, low: null, high: null, n: folds.length, reason };
  return { folds, logLoss: none, rocAuc: none };
}

/** A share of the rows of each class, one row at least. */
function sample(rows: Uint32Array, codes: Int32Array, classes: number, share: number, rng: Rng): Uint32Array {
  const members = Array.from({ length: classes }, (_, k) => rows.filter((row) => codes[row] === k));
  const kept = members.flatMap((own, k) => {
    const order = rng.split(String(k)).permutation(own.length);
    return Array.from(order.subarray(0, Math.ceil(share * own.length)), (i) => own[i]!);
  });
  return Uint32Array.from(kept).sort();
}
