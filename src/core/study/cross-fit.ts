/** @file The model of a study fitted on parts of the rows, so that rows it would learn from get a score it did not learn. */
import type { Rng } from '../base/random.ts';
import { createRng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import { applyRecipe, fitTransform } from '../features/recipe.ts';
import { makeFolds, type Fold } from './folds.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import { penaltyOf } from './mitigation.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';
import { recipeTargets } from './targets.ts';

type Means = Pick<RunOptions, 'compute' | 'control'>;

export const folds = 5;

/** Rows are kept apart as the study keeps its test rows apart. Throws InputError where a fold would be empty. */
export function foldsFor({ study: { split }, codes }: Prepared, table: Table, rows: Uint32Array, rng: Rng): Fold[] {
  const folding = split.kind === 'column' ? ({ kind: 'stratified' } as const) : split;
  return makeFolds(folding, { table, codes, rows, folds, repeats: 1, rng });
}

/** Recipe and model fitted on these rows, with no validation rows; answers the probabilities of others. */
export async function fitFold(
  prepared: Prepared,
  train: Uint32Array,
  rng: Rng,
  { compute, control }: Means,
): Promise<(rows: Uint32Array) => Promise<Float64Array>> {
  const { study, features, codes, weights, lesson } = prepared;
  const classes = prepared.classes.length;
  const quiet = { ...control, progress: () => undefined };
  const takes = takenBy(study.model.kind, lesson);
  const { state, x } = fitTransform(study.recipe!, features, train, recipeTargets({ ...prepared, train }), takes);
  const none = new Uint32Array(0);
  const validationX = applyRecipe(state, features, none, takes);
  const penalty = penaltyOf(study, prepared.mitigated, train);
  const fitting = { x, rows: train, validationX, validation: none, codes, weights, classes, lesson, penalty };
  const fitted = await fitModel(study.model, fitting, { ...quiet, compute, rng: rng.split('model') });
  return (rows) => predictRows(fitted.state, rows, { recipe: state, features, classes, compute, control: quiet });
}

export interface OutOfFold {
  /** Rows of the table, training and validation rows, each in the one fold that was not learned from. */
  rows: Uint32Array;
  /** rows x classes. */
  scores: Float64Array;
  prepared: Prepared;
}

/** Scores of training and validation rows by models that did not learn from them. Throws InputError. */
export async function outOfFold(study: Study, table: Table, { compute, control }: Means): Promise<OutOfFold> {
  const prepared = prepare(study, table);
  const rng = createRng(study.seed).split('out of fold');
  const all = Uint32Array.from([...prepared.train, ...prepared.validation]).sort();
  const made = foldsFor(prepared, table, all, rng.split('folds'));
  const classes = prepared.classes.length;
  const rows = new Uint32Array(made.reduce((sum, { test }) => sum + test.length, 0));
  const scores = new Float64Array(rows.length * classes);
  let at = 0;
  for (const [f, { train, test }] of made.entries()) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const predict = await fitFold(prepared, train, rng.split(`fit ${f}`), { compute, control });
    rows.set(test, at);
    scores.set(await predict(test), at * classes);
    at += test.length;
    control.progress({ stage: 'out of fold', done: f + 1, total: made.length, what: 'fits' });
    await compute.settle();
  }
  return { rows, scores, prepared };
}
