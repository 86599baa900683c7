/** @file What the steps of a recipe may know of the target: the classes of the training rows, and a stream of their own. */
import { createRng } from '../base/random.ts';
import type { Targets } from '../features/contract.ts';
import type { Prepared } from './prepare.ts';

export function recipeTargets({
  study,
  classes,
  codes,
  train,
}: Pick<Prepared, 'study' | 'classes' | 'codes' | 'train'>): Targets {
  return {
    codes: Int32Array.from(train, (row) => codes[row]!),
    classes: classes.length,
    rng: createRng(study.seed).split('recipe'),
  };
}
