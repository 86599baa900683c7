/** @file Trees in flat arrays: how they are kept. */
import { mostCodes, wordsOfSet } from '../../base/code-sets.ts';
import type { CodeSets } from '../../base/code-sets.ts';
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
  /** Of nodes that cut a column of codes: those of the set go left, and its threshold parts what is not a code. */
  readonly sets?: CodeSets;
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
  readonly sets: { readonly places: number[]; readonly words: number[] };
}

export const emptyGrowth = (): Growth => ({
  column: [],
  threshold: [],
  left: [],
  missingRight: [],
  values: [],
  sets: { places: [], words: [] },
});

/** A new leaf without values. Returns its number. */
export function addNode({ column, threshold, left, missingRight, sets }: Growth): number {
  sets.places.push(-1);
  threshold.push(0);
  left.push(0);
  missingRight.push(0);
  return column.push(-1) - 1;
}

/** The node cuts by a set of codes; its threshold sends all else to one side. goesLeft: 1 by code. */
export function addSet({ sets, threshold }: Growth, node: number, goesLeft: Uint8Array, elseRight: boolean): void {
  threshold[node] = elseRight ? -Infinity : Infinity;
  sets.places[node] = sets.words.length / wordsOfSet;
  for (let from = 0; from < mostCodes; from += 32) {
    let word = 0;
    for (let bit = 0; bit < 32; bit++) if (goesLeft[from + bit] === 1) word |= 1 << bit;
    sets.words.push(word >>> 0);
  }
}

export const treeOf = ({ column, threshold, left, missingRight, values, sets }: Growth): Tree => ({
  column: Int32Array.from(column),
  threshold: Float32Array.from(threshold),
  left: Int32Array.from(left),
  missingRight: Uint8Array.from(missingRight),
  values: Float64Array.from(values),
  ...(sets.words.length > 0 && {
    sets: { places: Int32Array.from(sets.places), words: Uint32Array.from(sets.words) },
  }),
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
  const sets = joinSets(trees, nodes);
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
  return { roots, column, threshold, left, missingRight, values, ...sets };
}

/** Arrays of the sets, where there are some. */
function joinSets(trees: readonly Tree[], nodes: number): ModelState['arrays'] | null {
  if (trees.every(({ sets }) => sets === undefined)) return null;
  const setPlaces = new Float64Array(nodes).fill(-1);
  const setWords: number[] = [];
  let node = 0;
  for (const { column, sets } of trees) {
    const before = setWords.length / wordsOfSet;
    for (const [i, place] of sets?.places.entries() ?? []) if (place >= 0) setPlaces[node + i] = before + place;
    for (const word of sets?.words ?? []) setWords.push(word);
    node += column.length;
  }
  return { setPlaces, setWords: Float64Array.from(setWords) };
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
    ...(arrays['setPlaces'] && {
      sets: { places: Int32Array.from(arrays['setPlaces']), words: Uint32Array.from(arrays['setWords']!) },
    }),
  };
  read.set(arrays, trees);
  return trees;
}
