/**
 * @file Rows on their way through trees on a graphics device, a row and up to four trees an invocation. Only leaves are found there:
 * their values are added up by the host in float64, in the order of the trees, so that a device changes no result.
 *
 * Values and thresholds are compared as whole numbers that rise as they do, since WGSL lets a device take the smallest float32 for 0
 * and suppose that there is no NaN. Thresholds are float32 that part float32 values exactly (see bins.ts): nothing is rounded.
 */
import type * as tfcore from '@tensorflow/tfjs-core';
import { mostCodes, wordsOfSet } from '../../base/code-sets.ts';
import type { CodeSets } from '../../base/code-sets.ts';
import { byteLimit } from '../guard.ts';
import type { Compute } from '../types.ts';
import { groupSize, i32, read, start } from './run.ts';
import type { Kernel } from './run.ts';

/** Trees in flat arrays, as models/trees/nodes.ts has them. */
export interface FlatTrees {
  readonly roots: Int32Array;
  readonly column: Int32Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly missingRight: Uint8Array;
  /** Sets of codes that go left, by node; see base/code-sets.ts. */
  readonly sets?: CodeSets;
}

/** Missing: above what any number is. */
const missing = 0x7fffffff;
const words = 4;

const kernels = {
  /** Numbers in place of float32 bits, column after column. */
  columns: {
    name: 'columns',
    variables: ['x'],
    output: 'int32',
    uniforms: 'rows : i32, columns : i32,',
    code: `
fn main(index : i32) {
  if (index >= uniforms.size) { return; }
  let bits = x[index % uniforms.rows * uniforms.columns + index / uniforms.rows];
  let size = bits & 0x7fffffff;
  var key = select(bits, -size, bits < 0);
  if (size > 0x7f800000) { key = ${missing}; }
  result[index] = key;
}`,
  },
  /**
   * A node: number of its threshold; its column, -1 for a leaf; its left child, or of a leaf its place in its tree; in the last bit whether
   * missing values go right, above it the number of its set, from 1, or 0.
   */
  leaves: {
    name: 'leaves',
    variables: ['x', 'nodes', 'roots', 'sets'],
    output: 'int32',
    uniforms: 'rows : i32, trees : i32, together : i32,',
    code: `
fn goes_right(key : i32, at : i32) -> bool {
  let last = nodes[at + 3];
  let value = bitcast<f32>(select(key, -key | i32(0x80000000u), key < 0));
  if (last > 1 && key != ${missing} && value > -1.0 && value < ${mostCodes}.0) {
    let code = i32(value);
    return ((sets[${wordsOfSet} * ((last >> 1u) - 1) + (code >> 5u)] >> u32(code & 31)) & 1) == 0;
  }
  return select(key > nodes[at], (last & 1) == 1, key == ${missing});
}
fn main(index : i32) {
  if (index >= uniforms.size) { return; }
  let row = index % uniforms.rows;
  let first = index / uniforms.rows * uniforms.together;
  var packed = 0;
  for (var t = 0; t < uniforms.together && first + t < uniforms.trees; t++) {
    var at = ${words} * roots[first + t];
    var column = nodes[at + 1];
    while (column >= 0) {
      at = ${words} * (nodes[at + 2] + select(0, 1, goes_right(x[column * uniforms.rows + row], at)));
      column = nodes[at + 1];
    }
    packed |= nodes[at + 2] << u32(t * (32 / uniforms.together));
  }
  result[index] = packed;
}`,
  },
} satisfies Record<string, Kernel>;

/** Leaves of some rows: that of tree t and row r is `places[floor((t - first) / together) * rows + r]`, as many bits as there is room. */
export interface Reached {
  readonly from: number;
  readonly rows: number;
  readonly parts: readonly { first: number; trees: number; together: number; places: Int32Array }[];
}

export interface LeavesDevice {
  /** Tells the leaves of rows 0..rows, some at a time and in order. values: rows x columns. */
  find(values: Float32Array, rows: number, tell: (reached: Reached) => void): Promise<void>;
  /** Number of the first leaf of each tree; leaves are told from there. */
  readonly firstLeaves: Int32Array;
  dispose(): void;
}

interface Part {
  readonly first: number;
  readonly trees: number;
  /** Trees whose leaves share a word: 4, 2 or 1. */
  readonly together: number;
  readonly nodes: Int32Array;
  readonly roots: Int32Array;
}

/** Bytes of leaves read at once. */
const leafBytes = 2 ** 24;

/** Throws where a single tree or row is more than a buffer of the device holds. */
export function openLeaves(compute: Compute, trees: FlatTrees, columns: number): LeavesDevice {
  const { tf } = compute;
  const limit = Math.min(byteLimit(compute.report), 2 ** 30);
  const width = Math.max(1, columns);
  const firstLeaves = firstLeavesOf(trees);
  const laid = partsOf(trees, Math.floor(limit / (4 * words))).map(([first, end]) =>
    layOut(trees, first, end, firstLeaves),
  );
  const wordsARow = Math.max(...laid.map(({ trees: count, together }) => Math.ceil(count / together)));
  if (limit < 4 * Math.max(wordsARow, width, ...laid.map(({ nodes }) => nodes.length)))
    throw new Error(`too large for one buffer of ${compute.report.adapter}, in bytes: ${limit}`);
  const parts = laid.map((part) => ({
    ...part,
    nodes: tf.tensor1d(part.nodes, 'int32'),
    roots: tf.tensor1d(part.roots, 'int32'),
  }));
  // Of two words at least: an input of one would make another program.
  const setWords = new Int32Array(Math.max(2, trees.sets?.words.length ?? 0));
  setWords.set(trees.sets?.words ?? []);
  const sets = tf.tensor1d(setWords, 'int32');
  const atOnce = Math.max(1, Math.floor(Math.min(Math.min(leafBytes, limit) / (4 * wordsARow), limit / (4 * width))));

  function startRows(values: Float32Array, from: number, rows: number): tfcore.Tensor[] {
    const bits = new Int32Array(rows * width);
    bits.set(new Int32Array(values.buffer, values.byteOffset + 4 * from * columns, rows * columns));
    const size = rows * width;
    const x = tf.tidy(() =>
      start(
        tf,
        kernels.columns,
        { x: tf.tensor1d(bits, 'int32') },
        { size, groups: Math.ceil(size / groupSize), uniforms: [rows, width].map(i32) },
      ),
    );
    const made = parts.map(({ trees: count, together, nodes, roots }) => {
      const places = rows * Math.ceil(count / together);
      const uniforms = [rows, count, together].map(i32);
      return start(
        tf,
        kernels.leaves,
        { x, nodes, roots, sets },
        { size: places, groups: Math.ceil(places / groupSize), uniforms },
      );
    });
    x.dispose();
    return made;
  }

  return {
    firstLeaves,
    async find(values, rows, tell) {
      let next: tfcore.Tensor[] = [];
      try {
        next = startRows(values, 0, Math.min(atOnce, rows));
        for (let from = 0; from < rows; from += atOnce) {
          const count = Math.min(atOnce, rows - from);
          const now = next;
          next = [];
          // The device goes on while the host adds up.
          if (from + atOnce < rows) next = startRows(values, from + atOnce, Math.min(atOnce, rows - from - atOnce));
          const places = await Promise.all(now.map((tensor) => read<Int32Array>(compute, tensor)));
          tell({ from, rows: count, parts: parts.map((part, p) => ({ ...part, places: places[p]! })) });
        }
      } finally {
        tf.dispose(next);
      }
    },
    dispose: () => tf.dispose([sets, ...parts.flatMap(({ nodes, roots }) => [nodes, roots])]),
  };
}

/** Consecutive trees with at most so many nodes together, one tree at least. */
function partsOf({ roots, column }: FlatTrees, most: number): [number, number][] {
  const parts: [number, number][] = [];
  let first = 0;
  for (let t = 1; t <= roots.length; t++) {
    const end = roots[t] ?? column.length;
    if (t - 1 > first && end - roots[first]! > most) {
      parts.push([first, t - 1]);
      first = t - 1;
    }
  }
  return [...parts, [first, roots.length]];
}

function firstLeavesOf({ roots, column, left }: FlatTrees): Int32Array {
  return roots.map((root, t) => {
    let least = Infinity;
    for (let node = root, end = roots[t + 1] ?? column.length; node < end; node++)
      if (column[node]! < 0) least = Math.min(least, left[node]!);
    return least;
  });
}

function layOut(trees: FlatTrees, first: number, end: number, firstLeaves: Int32Array): Part {
  const { roots, column, threshold, left, missingRight, sets } = trees;
  const begin = roots[first]!;
  const stop = roots[end] ?? column.length;
  const nodes = new Int32Array(words * (stop - begin));
  const bits = new Int32Array(threshold.buffer, threshold.byteOffset, threshold.length);
  let mostLeaves = 1;
  for (let t = first; t < end; t++)
    for (let node = roots[t]!, last = roots[t + 1] ?? column.length; node < last; node++) {
      const at = words * (node - begin);
      const isLeaf = column[node]! < 0;
      const place = left[node]! - (isLeaf ? firstLeaves[t]! : begin);
      if (isLeaf) mostLeaves = Math.max(mostLeaves, place + 1);
      nodes[at] = bits[node]! < 0 ? -(bits[node]! & 0x7fffffff) : bits[node]!;
      nodes[at + 1] = column[node]!;
      nodes[at + 2] = place;
      nodes[at + 3] = missingRight[node]! | (sets ? 2 * (sets.places[node]! + 1) : 0);
    }
  const together = mostLeaves <= 256 ? 4 : mostLeaves <= 65536 ? 2 : 1;
  const starts = roots.slice(first, end).map((root) => root - begin);
  return { first, trees: end - first, together, nodes, roots: starts };
}
