/** @file How rows find their leaves. */
import { hasCode, isCode } from '../../base/code-sets.ts';
import type { Matrix } from '../contract.ts';
import type { Tree, Trees } from './nodes.ts';
import { createLeafFinder } from './leaf-finder.ts';
import type { LeafFinder } from './leaf-finder.ts';

const finders = new WeakMap<Trees, LeafFinder>();

/**
 * Adds to sums (rows x stride) the values of the leaf that each row reaches in each tree. With one value a leaf, tree t belongs to
 * place t modulo stride.
 */
export function addLeaves(trees: Trees, x: Matrix, sums: Float64Array, stride: number, width: number): void {
  const finder = finders.get(trees) ?? createLeafFinder(trees, x.names.length);
  finders.set(trees, finder);
  const { block } = finder;
  for (let from = 0; from < x.rows; from += block) {
    const to = Math.min(from + block, x.rows);
    finder.load(x, from, to);
    for (let t = 0; t < trees.roots.length; t++)
      addValues(trees.values, finder.find(t), sums, from, to, stride, width, t % (stride / width));
  }
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

/** The leaf of each row in one tree that is walked once; 0 for rows that do not walk. rows: those that do; null for all. */
export function leavesOf(tree: Tree, x: Matrix, rows: Int32Array | null): Int32Array {
  const { column, threshold, left, missingRight } = tree;
  const leaves = new Int32Array(x.rows);
  for (let i = 0, count = rows ? rows.length : x.rows; i < count; i++) {
    const row = rows ? rows[i]! : i;
    const at = row * x.names.length;
    let node = 0;
    for (let own = column[node]!; own >= 0; own = column[node]!) {
      const value = x.values[at + own]!;
      const set = tree.sets ? tree.sets.places[node]! : -1;
      const isRight =
        set >= 0 && isCode(value)
          ? !hasCode(tree.sets!.words, set, value)
          : value > threshold[node]! || (value !== value && missingRight[node] === 1);
      node = left[node]! + (isRight ? 1 : 0);
    }
    leaves[row] = left[node]!;
  }
  return leaves;
}

/** Adds the values of each row's leaf to sums, rows x width. */
export function addOf({ values }: Pick<Tree, 'values'>, leaves: Int32Array, sums: Float64Array, width: number): void {
  for (let row = 0, at = 0; row < leaves.length; row++)
    for (let k = 0, leaf = leaves[row]! * width; k < width; k++, at++) sums[at]! += values[leaf + k]!;
}

/** As addLeaves, of one tree that is walked once by all rows. */
export function addTo(tree: Tree, x: Matrix, _all: null, sums: Float64Array, width: number): void {
  addOf(tree, leavesOf(tree, x, null), sums, width);
}
