import type { z } from 'zod';
import type { Classifier } from './contract.ts';
import { binWide } from './trees/bins.ts';
import { forest, forestOptions } from './trees/forest.ts';
import { indicatorsOf } from './trees/indicators.ts';
import { codedSplitter } from './trees/sorted.ts';

const options = forestOptions(true);

/** Random forests (Breiman 2001). Cuts lie between 255 quantile bins a column, not between any two values. */
export const randomForest: Classifier<z.infer<typeof options>> = {
  kind: 'random-forest',
  label: 'Random forest',
  describes: 'The mean of many deep trees, each on its own draw of rows and columns; accurate without much tuning.',
  options,
  missing: true,
  ...forest('random-forest', (input) => {
    const coded = binWide(input.x);
    // Bins between the two were empty in the node: the middle one of their cuts.
    const middle = (column: number, low: number, high: number) => coded.cuts[column]![low + ((high - 1 - low) >> 1)]!;
    const splitter = codedSplitter(coded, indicatorsOf(input.x), input.classes, middle);
    return () => splitter;
  }),
};
