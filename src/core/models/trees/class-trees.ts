/** @file What decision trees and forests share: weights of the rows, leaves of class shares, and the mean of many trees. */
import type { Compute } from '../../compute/types.ts';
import type { FitInput, Matrix, ModelState } from '../contract.ts';
import type { GrownClasses } from './class-growth.ts';
import { sumLeaves } from './device-walk.ts';
import { treesOf } from './nodes.ts';
import { addLeaves } from './walk.ts';
import type { Tree, Trees } from './nodes.ts';

export const rowWeights = ({ y, weights }: FitInput) => weights ?? new Float64Array(y.length).fill(1);

/** A tree whose leaves hold class shares. */
export function shareTree({ column, threshold, left, missingRight, totals }: GrownClasses, classes: number): Tree {
  const values = new Float64Array(((column.length + 1) / 2) * classes);
  const next = left.slice();
  for (let node = 0, leaf = 0; node < column.length; node++) {
    if (column[node]! >= 0) continue;
    let all = 0;
    for (let k = 0; k < classes; k++) all += totals[node * classes + k]!;
    for (let k = 0; k < classes; k++) values[leaf * classes + k] = totals[node * classes + k]! / all;
    next[node] = leaf++;
  }
  return { column, threshold, left: next, missingRight, values };
}

/** The mean of the trees' shares, rows x classes. */
export function meanShares(state: ModelState, x: Matrix): Float64Array {
  const classes = state.json['classes'] as number;
  const sums = new Float64Array(x.rows * classes);
  addLeaves(treesOf(state), x, sums, classes, classes);
  return divided(sums, treesOf(state));
}

/** As meanShares, on the device where that is sooner. */
export async function predictShares(state: ModelState, x: Matrix, compute: Compute): Promise<Float64Array> {
  const classes = state.json['classes'] as number;
  const sums = new Float64Array(x.rows * classes);
  await sumLeaves(compute, treesOf(state), x, sums, classes, classes);
  return divided(sums, treesOf(state));
}

function divided(sums: Float64Array, { roots }: Trees): Float64Array {
  for (let at = 0; at < sums.length; at++) sums[at]! /= roots.length;
  return sums;
}
