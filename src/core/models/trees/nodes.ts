/** @file Trees in flat arrays: how they are kept, and how rows find their leaves. */
import type { Matrix, ModelState } from '../contract.ts';

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

/** Rows walked through all trees before the next ones: they stay in the cache. */
const block = 256;

/**
 * Adds to sums (rows x stride) the values of the leaf that each row reaches in each tree. With one value a leaf, tree t belongs to
 * place t modulo stride.
 */
export function addLeaves(trees: Trees, x: Matrix, sums: Float64Array, stride: number, width: number): void {
  const walk = hasMissing(x) ? walkMissing : walkKnown;
  const leaves = new Int32Array(block);
  for (let from = 0; from < x.rows; from += block) {
    const to = Math.min(from + block, x.rows);
    for (let t = 0; t < trees.roots.length; t++) {
      walk(trees, trees.roots[t]!, x.values, x.names.length, from, to, leaves);
      addValues(trees.values, leaves, sums, from, to, stride, width, t % (stride / width));
    }
  }
}

/** As addLeaves, of one tree. rows: those that walk; null for all. */
export function addTo(tree: Tree, x: Matrix, rows: Int32Array | null, sums: Float64Array, width: number): void {
  if (!rows) return addLeaves({ ...tree, roots: Int32Array.of(0) }, x, sums, width, width);
  const { column, threshold, left, missingRight, values } = tree;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const at = row * x.names.length;
    let node = 0;
    for (let own = column[node]!; own >= 0; own = column[node]!) {
      const value = x.values[at + own]!;
      const isRight = Number.isNaN(value) ? missingRight[node] === 1 : value > threshold[node]!;
      node = left[node]! + (isRight ? 1 : 0);
    }
    for (let k = 0; k < width; k++) sums[row * width + k]! += values[left[node]! * width + k]!;
  }
}

function hasMissing({ values }: Matrix): boolean {
  for (let at = 0; at < values.length; at++) if (values[at] !== values[at]) return true;
  return false;
}

function addValues(
  values: Float64Array,
  leaves: Int32Array,
  sums: Float64Array,
  from: number,
  to: number,
  stride: number,
  width: number,
  place: number,
): void {
  for (let row = from; row < to; row++) {
    const leaf = leaves[row - from]! * width;
    const at = row * stride + place;
    for (let k = 0; k < width; k++) sums[at + k]! += values[leaf + k]!;
  }
}

function walkKnown(
  { column, threshold, left }: Tree,
  root: number,
  values: Float32Array,
  width: number,
  from: number,
  to: number,
  leaves: Int32Array,
): void {
  for (let row = from, at = from * width; row < to; row++, at += width) {
    let node = root;
    let own = column[node]!;
    while (own >= 0) {
      node = left[node]! + (values[at + own]! > threshold[node]! ? 1 : 0);
      own = column[node]!;
    }
    leaves[row - from] = left[node]!;
  }
}

function walkMissing(
  { column, threshold, left, missingRight }: Tree,
  root: number,
  values: Float32Array,
  width: number,
  from: number,
  to: number,
  leaves: Int32Array,
): void {
  for (let row = from, at = from * width; row < to; row++, at += width) {
    let node = root;
    for (let own = column[node]!; own >= 0; own = column[node]!) {
      const value = values[at + own]!;
      const isRight = Number.isNaN(value) ? missingRight[node] === 1 : value > threshold[node]!;
      node = left[node]! + (isRight ? 1 : 0);
    }
    leaves[row - from] = left[node]!;
  }
}
