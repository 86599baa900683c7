/** @file One tree of a forest: all that it takes and gives can go to another core and back. */
import { rngAt } from '../../base/random.ts';
import type { Rng } from '../../base/random.ts';
import type { Job } from '../../compute/types.ts';
import type { Matrix } from '../contract.ts';
import { createPace } from '../pace.ts';
import { shareTree } from './class-trees.ts';
import { classRows, growClasses } from './classes.ts';
import type { GrownClasses } from './class-growth.ts';
import type { ClassOptions, Splitter } from './classes.ts';
import type { Tree } from './nodes.ts';
import { leavesOf } from './walk.ts';

/** What all trees of a forest share. */
export interface Grounds<Layout> {
  /** The matrix, as its splitter reads it. */
  readonly layout: Layout;
  readonly x: Matrix;
  /** Validation rows; null: none. */
  readonly held: Matrix | null;
  readonly y: Int32Array;
  readonly classes: number;
  readonly weights: Float64Array;
  readonly limits: ClassOptions;
  readonly bootstrap: boolean;
  /** Of the forest's randomness. */
  readonly path: string;
}

/** leaves: by row of the training matrix; held: by validation row. */
export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: Int32Array;
  readonly held: Int32Array | null;
}

export type TreeJob<Layout> = Job<Grounds<Layout>, number, GrownTree>;

/** A task is the number of a tree, from 1. splitterOf: how the trees of one layout are cut. */
export function treeJob<Layout>(
  name: string,
  splitterOf: (layout: Layout, classes: number) => (rng: Rng) => Splitter,
): TreeJob<Layout> {
  return {
    name,
    start({ layout, x, held, y, classes, weights: own, limits, bootstrap, path }, here) {
      const make = splitterOf(layout, classes);
      const forest = rngAt(path);
      const pace = createPace(here);
      return async (t) => {
        const rng = forest.split(`tree ${t}`);
        const weights = bootstrap ? bootstrapped(own, rng.split('rows')) : own;
        const data = classRows(y, classes, weights);
        const splitter = make(rng.split('cuts'));
        const grown = await growClasses(splitter, x.names.length, data, limits, rng.split('columns'), pace);
        const tree = shareTree(grown, classes);
        const leaves = leavesOf(tree, x, rowsWithout(weights));
        tellOwn(tree, grown, data.rows, leaves);
        return { tree, leaves, held: held && leavesOf(tree, held, null) };
      };
    },
  };
}

/** Each row's weight as often as it was drawn; rows of weight 0 are drawn too, and stay without. */
function bootstrapped(weights: Float64Array, rng: Rng): Float64Array {
  const drawn = new Float64Array(weights.length);
  let total = 0;
  while (total === 0)
    for (let i = 0; i < weights.length; i++) {
      const row = rng.integer(weights.length);
      drawn[row]! += weights[row]!;
      total += weights[row]!;
    }
  return drawn;
}

/** The rows that it was grown on lie together by leaf. */
function tellOwn(tree: Tree, { begin, rows: counts }: GrownClasses, rows: Int32Array, leaves: Int32Array): void {
  for (let node = 0; node < begin.length; node++) {
    if (tree.column[node]! >= 0) continue;
    const leaf = tree.left[node]!;
    for (let i = begin[node]!, end = i + counts[node]!; i < end; i++) leaves[rows[i]!] = leaf;
  }
}

function rowsWithout(weights: Float64Array): Int32Array {
  const rows = new Int32Array(weights.length);
  let count = 0;
  for (let row = 0; row < weights.length; row++) if (!(weights[row]! > 0)) rows[count++] = row;
  return rows.subarray(0, count);
}
