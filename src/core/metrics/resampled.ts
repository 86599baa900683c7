/** @file A difference measured over the folds of a cross-validation, and how sure it is. */
import type { Estimate } from '../base/estimate.ts';
import { undefinedEstimate } from './intervals.ts';

/** Folds of the one design there is: the quantile below is for one degree of freedom less. */
export const folds = 5;

/**
 * The mean of the differences, one a fold, with its 95 % interval by the corrected resampled t (Nadeau and Bengio 2003, Inference
 * for the generalization error): variance s2 (1 / folds + tested / trained), as the training parts overlap. n: rows tested.
 */
export function meanDifference(differences: readonly number[], n: number): Estimate {
  if (differences.length !== folds)
    throw new RangeError(`differences: must be one a fold, of ${folds}: ${differences.length}`);
  if (!differences.every(Number.isFinite)) return undefinedEstimate(n, 'the loss of a fold is no number');
  const mean = differences.reduce((sum, d) => sum + d, 0) / folds;
  const squares = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0);
  const half = t95 * Math.sqrt((squares / (folds - 1)) * (1 / folds + 1 / (folds - 1)));
  return { value: mean, low: mean - half, high: mean + half, n };
}

/** The 97.5 % point of Student's t with 4 degrees of freedom (closed form, Shaw 2006): 2.776. */
const t95 = ((p: number) => {
  const root = Math.sqrt(4 * p * (1 - p));
  return 2 * Math.sqrt(Math.cos(Math.acos(root) / 3) / root - 1);
})(0.975);
