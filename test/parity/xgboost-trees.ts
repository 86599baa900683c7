/** @file Trees as xgboost dumps them, as our explanations read them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TreeSet } from '../../src/core/explain/tree-set.ts';

const python = '/usr/bin/python3';
export const hasXgboost = spawnSync(python, ['-c', 'import xgboost']).status === 0;

interface Node {
  nodeid: number;
  split?: string;
  split_condition?: number;
  yes?: number;
  missing?: number;
  leaf?: number;
  cover: number;
  children?: Node[];
}

export interface Peer {
  version: string;
  /** Of processor time, of pred_contribs over all rows on one thread. */
  seconds: number;
  trees: TreeSet;
  covers: Float64Array;
  rows: { rows: number; values: Float32Array };
  /** rows x 11; the bias last. */
  contribs: number[][];
}

export function xgboost(rows: number, trees: number, depth: number): Peer {
  const script = join(import.meta.dirname, 'tree-shapley.py');
  const { stdout, stderr, status } = spawnSync(python, [script, `${rows}`, `${trees}`, `${depth}`, '1'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  const told = JSON.parse(stdout) as Omit<Peer, 'trees' | 'rows'> & { trees: Node[]; x: (number | null)[][] };
  const values = Float32Array.from(told.x.flat(), (value) => value ?? NaN);
  return { ...told, ...treeSetOf(told.trees), rows: { rows: told.x.length, values } };
}

/** Right is the node after left, as ours are; a value under the threshold goes left. */
function treeSetOf(dumped: readonly Node[]): { trees: TreeSet; covers: Float64Array } {
  const column: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const missing: number[] = [];
  const covers: number[] = [];
  const leaves: number[] = [];
  const place = () => {
    for (const list of [threshold, left, missing, covers]) list.push(0);
    return column.push(-1) - 1;
  };
  const fill = (at: number, node: Node) => {
    covers[at] = node.cover;
    if (node.children === undefined) {
      left[at] = leaves.push(node.leaf!) - 1;
      return;
    }
    column[at] = Number(node.split!.slice(1));
    threshold[at] = node.split_condition!;
    missing[at] = node.missing === node.yes ? 0 : 1;
    left[at] = place();
    place();
    const first = left[at]!;
    const yes = node.children.find(({ nodeid }) => nodeid === node.yes)!;
    fill(first, yes);
    fill(
      first + 1,
      node.children.find((child) => child !== yes)!,
    );
  };
  const roots = dumped.map((tree) => {
    const root = place();
    fill(root, tree);
    return root;
  });
  const trees = {
    roots: Int32Array.from(roots),
    column: Int32Array.from(column),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    missingRight: Uint8Array.from(missing),
    values: Float64Array.from(leaves),
    width: 1,
    inclusive: false,
  };
  return { trees, covers: Float64Array.from(covers) };
}
