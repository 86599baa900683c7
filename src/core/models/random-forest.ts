import type { z } from 'zod';
import type { Classifier } from './contract.ts';
import { binRows } from './trees/bins.ts';
import { forest, forestOptions } from './trees/forest.ts';
import { indicatorsOf, restOf } from './trees/indicators.ts';
import { codedSplitter } from './trees/sorted.ts';
import type { CodedRows } from './trees/sorted.ts';
import { treeJob } from './trees/tree-job.ts';

const options = forestOptions(true);

export const randomForestJob = treeJob('random-forest', (layout: CodedRows<Uint8Array>, classes) => {
  // Bins between the two were empty in the node: the middle one of their cuts.
  const { cuts } = layout.coded;
  const middle = (slot: number, low: number, high: number) => cuts[slot]![low + ((high - 1 - low) >> 1)]!;
  const splitter = codedSplitter(layout, classes, middle);
  return () => splitter;
});

/** Random forests (Breiman 2001). Cuts lie between 255 quantile bins a column, not between any two values. */
export const randomForest: Classifier<z.infer<typeof options>> = {
  kind: 'random-forest',
  label: 'Random forest',
  describes: 'The mean of many deep trees, each on its own draw of rows and columns; accurate without much tuning.',
  options,
  missing: true,
  ...forest(randomForestJob, (x) => {
    const indicators = indicatorsOf(x);
    const rest = restOf(x, indicators);
    return { coded: binRows(rest.x), slots: rest.slots, indicators };
  }),
};
