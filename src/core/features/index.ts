/** @file The recipe steps and what is made of them. */
export { applyRecipe, defaultRecipe, fitRecipe, parseRecipe } from './recipe.ts';
export { steps } from './steps.ts';
