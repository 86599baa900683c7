import { z } from 'zod';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier } from './contract.ts';
import { oneShotCurves } from './one-shot.ts';
import { createPace } from './pace.ts';
import { middleOf, rankMatrix } from './trees/bins.ts';
import { classOptions, meta } from './trees/class-options.ts';
import { meanShares, rowWeights, shareTree } from './trees/class-trees.ts';
import { classRows, growClasses } from './trees/classes.ts';
import { joinTrees } from './trees/nodes.ts';
import { prune } from './trees/prune.ts';
import { indicatorsOf, restOf } from './trees/indicators.ts';
import { codedSplitter } from './trees/sorted.ts';

const options = z.strictObject({
  ...classOptions,
  ccpAlpha: z
    .number()
    .min(0)
    .default(0)
    .meta(meta('Pruning', 'A branch that takes less off the impurity for each of its leaves is cut off; 0 is none.')),
});

/** CART (Breiman and others 1984) with exact cuts. Of equal cuts the first column wins, then the lowest threshold. */
export const decisionTree: Classifier<z.infer<typeof options>> = {
  kind: 'decision-tree',
  label: 'Decision tree',
  describes: 'Asks one question after another and answers with the class shares of the leaf it comes to; can be read.',
  options,
  missing: true,

  async fit(input, told, context) {
    checkFit(input, true);
    const { x, y, classes } = input;
    const pace = createPace(context);
    await pace();
    const weights = rowWeights(input);
    const indicators = indicatorsOf(x);
    const rest = restOf(x, indicators);
    const coded = rankMatrix(rest.x);
    const splitter = codedSplitter({ coded, slots: rest.slots, indicators }, classes, (slot, low, high) =>
      middleOf(coded.values[slot]![low]!, coded.values[slot]![high]!),
    );
    const data = classRows(y, classes, weights);
    const limits = { ...told, maxFeatures: x.names.length };
    let grown = await growClasses(splitter, x.names.length, data, limits, context.rng, pace);
    if (told.ccpAlpha > 0) grown = prune(grown, classes, told.ccpAlpha);
    const arrays = {
      ...joinTrees([shareTree(grown, classes)], classes),
      totals: Float64Array.from(grown.totals),
      rows: Float64Array.from(grown.rows),
      impurity: Float64Array.from(grown.impurity),
    };
    const json = { classes, columns: x.names.length, trees: 1, names: [...x.names] };
    const state = { kind: 'decision-tree', json, arrays };
    const curves = await oneShotCurves(input, (of) => meanShares(state, of));
    context.progress({ stage: 'fit', done: 1, total: 1, what: 'trees', values: { loss: curves.loss[0]! } });
    return { state, curves, ended: 'converged' };
  },

  async predict(state, x) {
    checkPredict(state, x, true);
    return meanShares(state, x);
  },
};
