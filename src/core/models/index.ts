/** @file The list of classifiers, by kind. Adding one: its file and one line here. */
import { baseline } from './baseline.ts';
import type { Classifier } from './contract.ts';
import { explainableBoosting } from './explainable-boosting.ts';
import { logistic } from './logistic.ts';
import { mlp } from './mlp.ts';

export const classifiers: Record<string, Classifier> = {
  baseline: baseline as Classifier,
  logistic: logistic as Classifier,
  'explainable-boosting': explainableBoosting as Classifier,
  mlp: mlp as Classifier,
};
