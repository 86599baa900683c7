/** @file Minimal cost-complexity pruning (Breiman and others 1984, chapter 3): the weakest link is cut until none is weak enough. */
import type { GrownClasses } from './class-growth.ts';

/** Becomes a leaf: each node whose branch takes less than `alpha` off the weighted impurity for each leaf more. */
export function prune(grown: GrownClasses, classes: number, alpha: number): GrownClasses {
  const nodes = grown.column.length;
  const column = grown.column.slice();
  const weight = (node: number) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += grown.totals[node * classes + k]!;
    return sum;
  };
  const all = weight(0);
  const risk = Float64Array.from({ length: nodes }, (_, node) => (grown.impurity[node]! * weight(node)) / all);
  const branchRisk = new Float64Array(nodes);
  const leaves = new Int32Array(nodes);
  const isReached = new Uint8Array(nodes);
  for (;;) {
    isReached.fill(0);
    isReached[0] = 1;
    for (let node = 0; node < nodes; node++)
      if (isReached[node] && column[node]! >= 0) isReached[grown.left[node]!] = isReached[grown.left[node]! + 1] = 1;
    let [weakest, least] = [-1, Infinity];
    // Children have higher numbers than their parent.
    for (let node = nodes - 1; node >= 0; node--) {
      if (!isReached[node]) continue;
      if (column[node]! < 0) {
        branchRisk[node] = risk[node]!;
        leaves[node] = 1;
        continue;
      }
      const left = grown.left[node]!;
      branchRisk[node] = branchRisk[left]! + branchRisk[left + 1]!;
      leaves[node] = leaves[left]! + leaves[left + 1]!;
      const own = (risk[node]! - branchRisk[node]!) / (leaves[node]! - 1);
      if (own <= least) [weakest, least] = [node, own];
    }
    if (weakest < 0 || least > alpha) return kept(grown, column, isReached, classes);
    column[weakest] = -1;
  }
}

/** The nodes still reached, numbered anew in their old order: two children stay side by side. */
function kept(grown: GrownClasses, column: Int32Array, isReached: Uint8Array, classes: number): GrownClasses {
  const nodes = Int32Array.from(column.keys()).filter((node) => isReached[node] === 1);
  const places = new Int32Array(column.length);
  for (const [place, node] of nodes.entries()) places[node] = place;
  const totals = new Float64Array(nodes.length * classes);
  for (const [place, node] of nodes.entries())
    totals.set(grown.totals.subarray(node * classes, (node + 1) * classes), place * classes);
  return {
    column: nodes.map((node) => column[node]!),
    threshold: Float32Array.from(nodes, (node) => grown.threshold[node]!),
    left: nodes.map((node) => places[grown.left[node]!]!),
    missingRight: Uint8Array.from(nodes, (node) => grown.missingRight[node]!),
    totals,
    rows: nodes.map((node) => grown.rows[node]!),
    impurity: Float64Array.from(nodes, (node) => grown.impurity[node]!),
    begin: nodes.map((node) => grown.begin[node]!),
  };
}
