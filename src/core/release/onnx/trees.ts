/** @file Trees as the one operator that ONNX has for them. */
import { hasCode, mostCodes } from '../../base/code-sets.ts';
import type { ModelState } from '../../models/contract.ts';
import { treesOf } from '../../models/trees/nodes.ts';
import type { Trees } from '../../models/trees/nodes.ts';
import type { Graph, Tensor } from './graph.ts';

type NodeCells = Record<'tree' | 'node' | 'column' | 'value' | 'yes' | 'no' | 'missing', number>;
type NodeLists = Record<keyof NodeCells, number[]>;

/** width: values a leaf; with one, tree t adds to vector t modulo the number of vectors. mean: else the sum. rows x vectors, float. */
export function treeSums(
  graph: Graph,
  x: Tensor,
  state: ModelState,
  { width, mean }: { width: number; mean: boolean },
): Tensor {
  const trees = treesOf(state);
  const { roots, column, threshold, left, missingRight, values } = trees;
  const vectors = width > 1 ? width : state.arrays['start']!.length;
  const nodes = { tree: [], node: [], column: [], value: [], yes: [], no: [], missing: [] } as NodeLists;
  const modes: string[] = [];
  const leaves: Record<string, number[]> = { tree: [], node: [], vector: [], weight: [] };
  const write = (mode: string, own: NodeCells) => {
    modes.push(mode);
    for (const key of Object.keys(nodes) as (keyof NodeCells)[]) nodes[key].push(own[key]);
  };
  for (const [t, root] of roots.entries()) {
    const end = roots[t + 1] ?? column.length;
    // Questions about further codes of a set come after the tree's own nodes.
    const links: NodeCells[] = [];
    let next = end - root;
    for (let node = root; node < end; node++) {
      const isLeaf = column[node]! < 0;
      const common = { tree: t, node: node - root, column: isLeaf ? 0 : column[node]! };
      if (isLeaf) {
        write('LEAF', { ...common, value: 0, yes: 0, no: 0, missing: 0 });
        for (let k = 0; k < width; k++) {
          leaves['tree']!.push(t);
          leaves['node']!.push(node - root);
          leaves['vector']!.push(width > 1 ? k : t % vectors);
          leaves['weight']!.push(values[left[node]! * width + k]! / (mean ? roots.length : 1));
        }
        continue;
      }
      const [yes, no] = [left[node]! - root, left[node]! + 1 - root];
      const codes = codesAgainst(trees, node);
      if (codes === null) {
        const missing = missingRight[node] === 1 ? 0 : 1;
        write('BRANCH_LEQ', { ...common, value: threshold[node]!, yes, no, missing });
        continue;
      }
      // One question a code: each yes leads to the same child, the last no to the other.
      const [found, others] = missingRight[node] === 1 ? [yes, no] : [no, yes];
      const chain = codes.map((code, i): NodeCells => {
        const id = i === 0 ? common.node : next++;
        const isLast = i + 1 === codes.length;
        return { ...common, node: id, value: code, yes: found, no: isLast ? others : next, missing: 0 };
      });
      write('BRANCH_EQ', chain[0]!);
      links.push(...chain.slice(1));
    }
    for (const link of links) write('BRANCH_EQ', link);
  }
  return graph.ml(
    'TreeEnsembleRegressor',
    [x],
    { type: 'float', shape: ['rows', vectors] },
    {
      n_targets: { int: vectors },
      nodes_treeids: { ints: nodes.tree },
      nodes_nodeids: { ints: nodes.node },
      nodes_featureids: { ints: nodes.column },
      nodes_modes: { texts: modes },
      nodes_values: { floats: nodes.value },
      nodes_truenodeids: { ints: nodes.yes },
      nodes_falsenodeids: { ints: nodes.no },
      nodes_missing_value_tracks_true: { ints: nodes.missing },
      target_treeids: { ints: leaves['tree']! },
      target_nodeids: { ints: leaves['node']! },
      target_ids: { ints: leaves['vector']! },
      target_weights: { floats: leaves['weight']! },
    },
  );
}

/** The codes of a node's set that go the other way than missing values do; null where it has no set. */
function codesAgainst({ sets, missingRight }: Trees, node: number): number[] | null {
  const place = sets?.places[node] ?? -1;
  if (!sets || place < 0) return null;
  const isLeft = missingRight[node] === 1;
  return Array.from({ length: mostCodes }, (_, code) => code).filter(
    (code) => hasCode(sets.words, place, code) === isLeft,
  );
}
