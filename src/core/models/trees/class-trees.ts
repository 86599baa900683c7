/** @file What decision trees and forests share: weights of the rows, leaves of class shares, and the mean of many trees. */
import type { FitInput, Matrix, ModelState } from '../contract.ts';
import type { GrownClasses } from './classes.ts';
import { addLeaves, treesOf } from './nodes.ts';
import type { Tree } from './nodes.ts';

export const rowWeights = ({ y, weights }: FitInput) => weights ?? new Float64Array(y.length).fill(1);

/** A tree whose leaves hold class shares. */
export function shareTree({ column, threshold, left, missingRight, totals }: GrownClasses, classes: number): Tree {
  const leaves = column.flatMap((own, node) => (own < 0 ? [node] : []));
  const values = new Float64Array(leaves.length * classes);
  const next = Int32Array.from(left);
  for (const [leaf, node] of leaves.entries()) {
    next[node] = leaf;
    values.set(sharesOf(totals, node, classes), leaf * classes);
  }
  return {
    column: Int32Array.from(column),
    threshold: Float32Array.from(threshold),
    left: next,
    missingRight: Uint8Array.from(missingRight),
    values,
  };
}

export function sharesOf(totals: readonly number[], node: number, classes: number): number[] {
  const own = totals.slice(node * classes, (node + 1) * classes);
  const all = own.reduce((a, b) => a + b, 0);
  return own.map((total) => total / all);
}

/** The mean of the trees' shares, rows x classes. */
export function meanShares(state: ModelState, x: Matrix): Float64Array {
  const classes = state.json['classes'] as number;
  const trees = treesOf(state);
  const scores = new Float64Array(x.rows * classes);
  addLeaves(trees, x, scores, classes, classes);
  for (let at = 0; at < scores.length; at++) scores[at]! /= trees.roots.length;
  return scores;
}
