import type { z } from 'zod';
import type { Classifier } from './contract.ts';
import { binRows } from './trees/bins.ts';
import type { Coded } from './trees/bins.ts';
import { forest, forestOptions } from './trees/forest.ts';
import { indicatorsOf } from './trees/indicators.ts';
import type { Indicators } from './trees/indicators.ts';
import { codedSplitter } from './trees/sorted.ts';
import { treeJob } from './trees/tree-job.ts';

const options = forestOptions(true);

export const randomForestJob = treeJob(
  'random-forest',
  ({ coded, indicators }: { coded: Coded<Uint8Array>; indicators: Indicators }, classes) => {
    // Bins between the two were empty in the node: the middle one of their cuts.
    const middle = (column: number, low: number, high: number) => coded.cuts[column]![low + ((high - 1 - low) >> 1)]!;
    const splitter = codedSplitter(coded, indicators, classes, middle);
    return () => splitter;
  },
);

/** Random forests (Breiman 2001). Cuts lie between 255 quantile bins a column, not between any two values. */
export const randomForest: Classifier<z.infer<typeof options>> = {
  kind: 'random-forest',
  label: 'Random forest',
  describes: 'The mean of many deep trees, each on its own draw of rows and columns; accurate without much tuning.',
  options,
  missing: true,
  ...forest(randomForestJob, (x) => ({ coded: binRows(x), indicators: indicatorsOf(x) })),
};
