/** @file An additive model in a graph: each feature's bin looked up in its own table, and the sum of all. */
import type { Feature } from '../../models/additive/features.ts';
import type { Pair } from '../../models/additive/interactions.ts';
import type { ModelState } from '../../models/contract.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { Graph, Tensor } from './graph.ts';
import { columnOf, tableRows } from './scores.ts';

/** rows x vectors: log odds of the second of two classes, else the logit of each. */
export function additiveSums(graph: Graph, x: Tensor, state: ModelState, math: Arithmetic): Tensor {
  const { classes, features, pairs } = state.json as { classes: number; features: Feature[]; pairs: Pair[] };
  const vectors = classes === 2 ? 1 : classes;
  const { values, intercepts } = state.arrays as { values: Float64Array; intercepts: Float64Array };
  const cell = (column: number) => columnOf(graph, x, column);
  const bins = features.map(({ columns, cuts, levels }) =>
    levels === null
      ? math.countBelow(cell(columns[0]!), cuts, false)
      : columns
          .map((column, k) => math.multiply(math.toNumber(math.less(0.5, cell(column))), k + 1))
          .reduce((sum, one) => math.add(sum, one)),
  );
  const places = [
    ...bins,
    ...pairs.map(({ first, second, firstGroup, secondGroup, secondGroups }) =>
      math.add(
        math.multiply(math.lookUp(firstGroup, bins[first]!), secondGroups),
        math.lookUp(secondGroup, bins[second]!),
      ),
    ),
  ];
  const sizes = [...features.map((feature) => feature.bins), ...pairs.map((p) => p.firstGroups * p.secondGroups)];
  let sums = graph.constant('double', [1, vectors], [...intercepts]);
  let from = 0;
  for (const [t, place] of places.entries()) {
    const rows = sizes[t]!;
    const table = values.subarray(from * vectors, (from + rows) * vectors);
    sums = math.add(sums, tableRows(graph, table, vectors, place));
    from += rows;
  }
  return sums;
}
