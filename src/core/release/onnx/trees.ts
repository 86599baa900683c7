/** @file Trees as the one operator that ONNX has for them. */
import type { ModelState } from '../../models/contract.ts';
import { treesOf } from '../../models/trees/nodes.ts';
import type { Graph, Tensor } from './graph.ts';

/** width: values a leaf; with one, tree t adds to vector t modulo the number of vectors. mean: else the sum. rows x vectors, float. */
export function treeSums(
  graph: Graph,
  x: Tensor,
  state: ModelState,
  { width, mean }: { width: number; mean: boolean },
): Tensor {
  const { roots, column, threshold, left, missingRight, values } = treesOf(state);
  const vectors = width > 1 ? width : state.arrays['start']!.length;
  const nodes: Record<string, number[]> = { tree: [], node: [], column: [], value: [], yes: [], no: [], missing: [] };
  const modes: string[] = [];
  const leaves: Record<string, number[]> = { tree: [], node: [], vector: [], weight: [] };
  for (const [t, root] of roots.entries())
    for (let node = root; node < (roots[t + 1] ?? column.length); node++) {
      const isLeaf = column[node]! < 0;
      nodes['tree']!.push(t);
      nodes['node']!.push(node - root);
      modes.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
      nodes['column']!.push(isLeaf ? 0 : column[node]!);
      nodes['value']!.push(isLeaf ? 0 : threshold[node]!);
      nodes['yes']!.push(isLeaf ? 0 : left[node]! - root);
      nodes['no']!.push(isLeaf ? 0 : left[node]! + 1 - root);
      nodes['missing']!.push(isLeaf || missingRight[node] === 1 ? 0 : 1);
      if (!isLeaf) continue;
      for (let k = 0; k < width; k++) {
        leaves['tree']!.push(t);
        leaves['node']!.push(node - root);
        leaves['vector']!.push(width > 1 ? k : t % vectors);
        leaves['weight']!.push(values[left[node]! * width + k]! / (mean ? roots.length : 1));
      }
    }
  return graph.ml(
    'TreeEnsembleRegressor',
    [x],
    { type: 'float', shape: ['rows', vectors] },
    {
      n_targets: { int: vectors },
      nodes_treeids: { ints: nodes['tree']! },
      nodes_nodeids: { ints: nodes['node']! },
      nodes_featureids: { ints: nodes['column']! },
      nodes_modes: { texts: modes },
      nodes_values: { floats: nodes['value']! },
      nodes_truenodeids: { ints: nodes['yes']! },
      nodes_falsenodeids: { ints: nodes['no']! },
      nodes_missing_value_tracks_true: { ints: nodes['missing']! },
      target_treeids: { ints: leaves['tree']! },
      target_nodeids: { ints: leaves['node']! },
      target_ids: { ints: leaves['vector']! },
      target_weights: { floats: leaves['weight']! },
    },
  );
}
