/** @file Which leaf of one tree each row comes to, and what the leaf says of it. */
import type { Matrix } from '../contract.ts';
import type { Tree } from './nodes.ts';

/** The leaf of each row in one tree that is walked once; 0 for rows that do not walk. rows: those that do; null for all. */
export function leavesOf(
  { column, threshold, left, missingRight }: Tree,
  { rows: height, names, values }: Matrix,
  rows: Int32Array | null,
): Int32Array {
  const leaves = new Int32Array(height);
  for (let i = 0, count = rows ? rows.length : height; i < count; i++) {
    const row = rows ? rows[i]! : i;
    const at = row * names.length;
    let node = 0;
    for (let own = column[node]!; own >= 0; own = column[node]!) {
      const value = values[at + own]!;
      const isRight = value > threshold[node]! || (value !== value && missingRight[node] === 1);
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
