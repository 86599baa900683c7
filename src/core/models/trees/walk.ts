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

/** As addLeaves, of one tree that is walked once. rows: those that walk; null for all. */
export function addTo(tree: Tree, x: Matrix, rows: Int32Array | null, sums: Float64Array, width: number): void {
  const { column, threshold, left, missingRight, values } = tree;
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
    for (let k = 0, leaf = left[node]! * width; k < width; k++) sums[row * width + k]! += values[leaf + k]!;
  }
}
