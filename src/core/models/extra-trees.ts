import type { z } from 'zod';
import type { Classifier } from './contract.ts';
import { forest, forestOptions } from './trees/forest.ts';
import { columnsOf, randomSplitter } from './trees/random-cuts.ts';

const options = forestOptions(false);

/** Extremely randomised trees (Geurts, Ernst and Wehenkel 2006). */
export const extraTrees: Classifier<z.infer<typeof options>> = {
  kind: 'extra-trees',
  label: 'Extra trees',
  describes: 'A forest whose cuts are drawn at random and only the purest of them kept: quicker, and smoother.',
  options,
  missing: true,
  ...forest('extra-trees', (input) => {
    const ranged = columnsOf(input.x);
    return (rng) => randomSplitter(ranged, input.classes, rng);
  }),
};
