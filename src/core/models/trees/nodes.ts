/** @file Trees in flat arrays: how they are kept. */
import type { ModelState } from '../contract.ts';

/** The root is node 0. Values up to the threshold go left, and right is the node after left. */
export interface Tree {
  /** -1 for a leaf. */
  readonly column: Int32Array;
  readonly threshold: Float32Array;
  /** Of a leaf: its place among the leaves. */
  readonly left: Int32Array;
  /** 1 where missing values go right. */
  readonly missingRight: Uint8Array;
  /** Leaves x width. */
  readonly values: Float64Array;
}

/** Trees one after the other; nodes and leaves are numbered through. */
export interface Trees extends Tree {
  readonly roots: Int32Array;
}

/** One tree while it grows. */
export interface Growth {
  readonly column: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly missingRight: number[];
  readonly values: number[];
}

export const emptyGrowth = (): Growth => ({ column: [], threshold: [], left: [], missingRight: [], values: [] });

/** A new leaf without values. Returns its number. */
export function addNode({ column, threshold, left, missingRight }: Growth): number {
  threshold.push(0);
  left.push(0);
  missingRight.push(0);
  return column.push(-1) - 1;
}

export const treeOf = ({ column, threshold, left, missingRight, values }: Growth): Tree => ({
  column: Int32Array.from(column),
  threshold: Float32Array.from(threshold),
  left: Int32Array.from(left),
  missingRight: Uint8Array.from(missingRight),
  values: Float64Array.from(values),
});

/** width: values a leaf. */
export function joinTrees(trees: readonly Tree[], width: number): ModelState['arrays'] {
  const nodes = trees.reduce((sum, tree) => sum + tree.column.length, 0);
  const leaves = trees.reduce((sum, tree) => sum + tree.values.length, 0);
  const roots = new Float64Array(trees.length);
  const column = new Float32Array(nodes);
  const threshold = new Float32Array(nodes);
  const left = new Float64Array(nodes);
  const missingRight = new Float32Array(nodes);
  const values = new Float64Array(leaves);
  let [node, leaf] = [0, 0];
  for (const [t, tree] of trees.entries()) {
    roots[t] = node;
    column.set(tree.column, node);
    threshold.set(tree.threshold, node);
    missingRight.set(tree.missingRight, node);
    values.set(tree.values, leaf);
    for (let i = 0; i < tree.left.length; i++)
      left[node + i] = tree.left[i]! + (tree.column[i]! < 0 ? leaf / width : node);
    node += tree.column.length;
    leaf += tree.values.length;
  }
  return { roots, column, threshold, left, missingRight, values };
}

const read = new WeakMap<ModelState['arrays'], Trees>();

/** The trees of a state; read once. */
export function treesOf({ arrays }: ModelState): Trees {
  const known = read.get(arrays);
  if (known) return known;
  const trees = {
    roots: Int32Array.from(arrays['roots']!),
    column: Int32Array.from(arrays['column']!),
    threshold: Float32Array.from(arrays['threshold']!),
    left: Int32Array.from(arrays['left']!),
    missingRight: Uint8Array.from(arrays['missingRight']!),
    values: Float64Array.from(arrays['values']!),
  };
  read.set(arrays, trees);
  return trees;
}
