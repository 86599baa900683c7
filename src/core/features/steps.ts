/** @file The recipe steps. */
import type { Step } from './contract.ts';
import { impute } from './impute.ts';
import { oneHot } from './one-hot.ts';
import { standardize } from './standardize.ts';

/* Each step's own options and state meet only inside the step: recipe.ts parses the one and hands back the other. */
export const steps: Record<string, Step<any, any>> = Object.fromEntries(
  [impute, oneHot, standardize].map((step) => [step.step, step]),
);
