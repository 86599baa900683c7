/** @file Trees in flat arrays, as an explanation reads them, and how a row goes through one. */
import { hasCode, isCode } from '../base/code-sets.ts';
import type { CodeSets } from '../base/code-sets.ts';

/** The root of tree t is node roots[t]. A node with column -1 is a leaf; right is the node after left. */
export interface TreeSet {
  readonly roots: Int32Array;
  readonly column: Int32Array;
  readonly threshold: Float32Array;
  /** Of a leaf: its place among the leaves. */
  readonly left: Int32Array;
  /** 1 where missing values go right. */
  readonly missingRight: Uint8Array;
  /** Leaves x width. */
  readonly values: Float64Array;
  /** Outputs a leaf. */
  readonly width: number;
  /** Whether a value at the threshold goes left; else right. */
  readonly inclusive: boolean;
  /** Of nodes that cut a column of codes: those of the set go left; the threshold parts what is not a code. */
  readonly sets?: CodeSets;
}

/** rows x columns, row-major. */
export interface Rows {
  readonly rows: number;
  readonly values: Float32Array | Float64Array;
}

/** Values of each player for each output: rows x players x width; base: outputs without any player known. */
export interface TreeValues {
  base: Float64Array;
  values: Float64Array;
}

/** 1 where the value goes to the right child of the node. */
export function goesRight({ threshold, missingRight, inclusive, sets }: TreeSet, node: number, value: number): number {
  const set = sets ? sets.places[node]! : -1;
  if (set >= 0 && isCode(value)) return hasCode(sets!.words, set, value) ? 0 : 1;
  const cut = threshold[node]!;
  if (value < cut || (inclusive && value === cut)) return 0;
  return value === value ? 1 : missingRight[node]!;
}

/** How many of the rows reach each node. */
export function coversOf(trees: TreeSet, { rows, values }: Rows, columns: number): Float64Array {
  const covers = new Float64Array(trees.column.length);
  for (let r = 0; r < rows; r++)
    for (const root of trees.roots) {
      let node = root;
      covers[node]! += 1;
      for (let column = trees.column[node]!; column >= 0; column = trees.column[node]!) {
        node = trees.left[node]! + goesRight(trees, node, values[r * columns + column]!);
        covers[node]! += 1;
      }
    }
  return covers;
}
