/** @file Fitting a model on a prepared matrix, and its scores for rows of the table. */
import { RunError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { Compute } from '../compute/types.ts';
import type { Column } from '../data/table.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import type { FitContext, Fitted, Matrix, ModelState } from '../models/contract.ts';
import { applyCalibration } from '../models/calibration/index.ts';
import type { Calibration } from '../models/calibration/index.ts';
import { classifiers } from '../models/index.ts';
import { createPace } from '../models/pace.ts';
import { balance } from './balance.ts';
import { parseModel } from './choices.ts';
import type { Study } from './schema.ts';

export interface Fitting {
  x: Matrix;
  rows: Uint32Array;
  validationX: Matrix;
  validation: Uint32Array;
  /** Class and weight of each row of the table. */
  codes: Int32Array;
  weights: Float64Array | null;
  classes: number;
}

/** The training rows fitted; validation rows only say when to stop. */
export function fitModel(model: Study['model'], fitting: Fitting, context: FitContext): Promise<Fitted> {
  const { kind, options, classWeight = 'none' } = parseModel(model);
  const { x, rows, validationX, validation, codes, weights, classes } = fitting;
  const labels = (of: Uint32Array) => Int32Array.from(of, (row) => codes[row]!);
  const y = labels(rows);
  const own = weights && Float64Array.from(rows, (row) => weights[row]!);
  const input = {
    x,
    y,
    classes,
    weights: classWeight === 'balanced' ? balance(y, classes, own) : own,
    validation: validation.length > 0 ? { x: validationX, y: labels(validation) } : null,
  };
  return classifiers[kind]!.fit(input, options, context);
}

export interface Learner {
  recipe: RecipeState;
  features: readonly Column[];
  classes: number;
  compute: Compute;
  control: Control;
  /** Applied to every score; null or absent: the model's own. */
  calibration?: Calibration | null;
}

/** Rows predicted at once. */
const batch = 16384;

/** Probabilities, rows x classes, row-major. Throws RunError where a score is not a number. */
export async function predictRows(state: ModelState, rows: Uint32Array, learner: Learner): Promise<Float64Array> {
  const { recipe, features, classes, compute, control, calibration } = learner;
  const scores = new Float64Array(rows.length * classes);
  const classifier = classifiers[state.kind]!;
  const pace = createPace({ ...control, compute });
  const step = classifier.rowsAtOnce ?? batch;
  for (let start = 0; start < rows.length; start += step) {
    await pace();
    const x = applyRecipe(recipe, features, rows.subarray(start, start + step));
    scores.set(await classifier.predict(state, x, compute), start * classes);
  }
  if (!scores.every(Number.isFinite))
    throw new RunError(
      'the model gave scores that are not numbers; lower the learning rate or look at the data',
      'nan-loss',
    );
  return calibration ? applyCalibration(calibration, scores, classes) : scores;
}
