/** @file The list of classifiers, by kind. Adding one: its file and one line here. */
import { baseline } from './baseline.ts';
import { blendOf } from './blend.ts';
import type { Classifier } from './contract.ts';
import { decisionTree } from './decision-tree.ts';
import { explainableBoosting } from './explainable-boosting.ts';
import { extraTrees } from './extra-trees.ts';
import { gradientBoosting } from './gradient-boosting.ts';
import { linearSvm } from './linear-svm.ts';
import { logistic } from './logistic.ts';
import { mlp } from './mlp.ts';
import { naiveBayes } from './naive-bayes.ts';
import { nearestNeighbors } from './nearest-neighbors.ts';
import { oneRule } from './one-rule.ts';
import { randomForest } from './random-forest.ts';
import { wideAndDeep } from './wide-and-deep.ts';

const families: Record<string, Classifier> = {
  baseline: baseline as Classifier,
  'one-rule': oneRule as Classifier,
  'naive-bayes': naiveBayes as Classifier,
  'nearest-neighbors': nearestNeighbors as Classifier,
  logistic: logistic as Classifier,
  'explainable-boosting': explainableBoosting as Classifier,
  'decision-tree': decisionTree as Classifier,
  'random-forest': randomForest as Classifier,
  'extra-trees': extraTrees as Classifier,
  'gradient-boosting': gradientBoosting as Classifier,
  'linear-svm': linearSvm as Classifier,
  mlp: mlp as Classifier,
  'wide-and-deep': wideAndDeep as Classifier,
};

export const classifiers: Record<string, Classifier> = { ...families, blend: blendOf(families) as Classifier };
