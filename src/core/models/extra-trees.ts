import type { z } from 'zod';
import type { Classifier } from './contract.ts';
import { forest, forestOptions } from './trees/forest.ts';
import { rangedOf, randomSplitter } from './trees/random-cuts.ts';
import type { Ranged } from './trees/random-cuts.ts';
import { treeJob } from './trees/tree-job.ts';

const options = forestOptions(false);

export const extraTreesJob = treeJob(
  'extra-trees',
  (ranged: Ranged, classes) => (rng) => randomSplitter(ranged, classes, rng),
);

/** Extremely randomised trees (Geurts, Ernst and Wehenkel 2006). */
export const extraTrees: Classifier<z.infer<typeof options>> = {
  kind: 'extra-trees',
  label: 'Extra trees',
  describes: 'A forest whose cuts are drawn at random and only the purest of them kept: quicker, and smoother.',
  options,
  missing: true,
  ...forest(extraTreesJob, rangedOf),
};
