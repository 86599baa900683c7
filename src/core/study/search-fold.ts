/** @file One fold of a trial: fitted and judged, on whichever core. */
import type { Rng } from '../base/random.ts';
import { rngAt } from '../base/random.ts';
import type { Job } from '../compute/types.ts';
import { applyRecipe, fitTransform } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { measure, prepare as prepareMetrics } from '../metrics/prepared.ts';
import type { Matrix } from '../models/contract.ts';
import { createPace } from '../models/pace.ts';
import { modelBytes } from './cost.ts';
import type { Fold } from './folds.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import { penaltyOf } from './mitigation.ts';
import type { Prepared } from './prepare.ts';
import type { FoldScore } from './search-judge.ts';
import { recipeTargets } from './targets.ts';

/** What all folds of all trials of a family share. */
export interface FoldGrounds {
  /** Of a study whose model is of the kind that is tried. */
  readonly prepared: Pick<
    Prepared,
    'study' | 'features' | 'codes' | 'weights' | 'lesson' | 'mitigated' | 'classes' | 'train'
  >;
  readonly folds: readonly Fold[];
  /** Of the search's randomness. */
  readonly path: string;
}

export interface FoldTask {
  readonly options: Record<string, unknown>;
  /** Of the rows of the fold that it learns from. */
  readonly share: number;
  readonly fold: number;
}

/** Families that ask nothing of the device: a core without one fits them to the same bits. */
const deviceless = new Set([
  'decision-tree',
  'explainable-boosting',
  'extra-trees',
  'gradient-boosting',
  'linear-svm',
  'naive-bayes',
  'one-rule',
  'random-forest',
]);

/** Its folds may go to other cores. */
export const isPortable = ({ study: { model } }: Pick<Prepared, 'study'>) => deviceless.has(model.kind);

/** Matrices of folds are kept for the next trial up to this many values. */
const mostKept = 60_000_000;

/** Throws InputError where the options do not go with the rows. */
export const foldJob: Job<FoldGrounds, FoldTask, FoldScore> = {
  name: 'fold',
  start({ prepared, folds, path }, control) {
    const { study, features, codes, weights } = prepared;
    const { compute } = control;
    const rng = rngAt(path);
    const classes = prepared.classes.length;
    const takes = { missing: takenBy(study.model.kind, prepared.lesson).missing === true, sparse: false };
    const quiet = { ...control, progress: () => undefined };
    const kept = new Map<string, { state: RecipeState; x: Matrix }>();
    let values = 0;
    // One pace for all folds: fits that are over in a moment would never hear that the search is cancelled.
    const pace = createPace(control);

    function transform(fold: number, share: number, train: Uint32Array): { state: RecipeState; x: Matrix } {
      const key = `${fold}/${share}`;
      const found = kept.get(key);
      if (found) return found;
      const made = fitTransform(study.recipe!, features, train, recipeTargets({ ...prepared, train }), takes);
      values += made.x.values.length;
      if (values <= mostKept) kept.set(key, made);
      return made;
    }

    return async ({ options, share, fold: f }) => {
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
      const context = { ...quiet, rng: rng.split(`fit ${f}`) };
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
    };
  },
};

/** A share of the rows of each class, one row at least. */
function sample(rows: Uint32Array, codes: Int32Array, classes: number, share: number, rng: Rng): Uint32Array {
  const members = Array.from({ length: classes }, (_, k) => rows.filter((row) => codes[row] === k));
  const kept = members.flatMap((own, k) => {
    const order = rng.split(String(k)).permutation(own.length);
    return Array.from(order.subarray(0, Math.ceil(share * own.length)), (i) => own[i]!);
  });
  return Uint32Array.from(kept).sort();
}
