/** @file Where a step belongs in a recipe: what reads raw numbers or categories comes before they are scaled or encoded. */
import type { RecipeStep } from './recipe.ts';

/** Steps that leave numbers as they are, and categories categories. */
const early = new Set(['impute', 'clip', 'rare']);

/** A missing value is filled, and marked, before anything else fills it; a ratio has gaps, and so comes before they are filled. */
export function placeFor(recipe: readonly RecipeStep[], step: RecipeStep): number {
  if (step.step === 'impute' || step.step === 'ratio') {
    const fills = recipe.findIndex((one) => one.step === 'impute');
    return fills < 0 ? 0 : fills;
  }
  const place = recipe.findIndex((one) => !early.has(one.step));
  return place < 0 ? recipe.length : place;
}

export function withPlaced(recipe: readonly RecipeStep[], step: RecipeStep): RecipeStep[] {
  return recipe.toSpliced(placeFor(recipe, step), 0, step);
}
