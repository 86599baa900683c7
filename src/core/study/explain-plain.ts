/** @file Whether raw columns can be moved one by one in the matrix that a recipe makes of them. */
import type { RecipeState } from '../features/recipe.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';
import type { Study } from './schema.ts';

/** Steps that make each of their columns from one raw column. */
const single = new Set(
  'impute one-hot standardize min-max robust ordinal frequency rare bin clip log power quantile select drop-correlated'.split(
    ' ',
  ),
);

/** Whether every step of the recipe is one of these, so that a raw column alone decides its columns of the matrix. */
export function singleSteps(recipe: NonNullable<Study['recipe']>): boolean {
  return recipe.every((step) => step['off'] === true || (single.has(step.step) && step['strategy'] !== 'knn'));
}

/** Whether each column of the matrix is of one raw column alone, and every cell of it is there. */
export function isPlain({ study }: Prepared, { recipe }: ModelBundle): boolean {
  return singleSteps(study.recipe!) && (recipe as RecipeState).sparse !== true;
}
