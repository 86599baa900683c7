/**
 * @file Shapley values of trees by their own paths (Lundberg, Erion and Lee 2018, algorithm 2): where a column is not known, both
 * branches count, by how many rows went each way. No background row is put together with another.
 */
import { goesRight } from './tree-set.ts';
import type { Rows, TreeSet, TreeValues } from './tree-set.ts';

/**
 * Players are the columns of the matrix: values are rows x columns x width. covers: rows, or weight, that reached each node; a
 * branch of none has no share. base: the mean leaf by cover. All is times `scale`.
 */
export function byPath(trees: TreeSet, rows: Rows, columns: number, covers: Float64Array, scale = 1): TreeValues {
  const { width, column, left, values: leaves } = trees;
  const size = ((depthOf(trees) + 2) * (depthOf(trees) + 3)) / 2;
  /** The path of each depth stands behind that of the one before: column, shares of zeros and ones, weight. */
  const path = new Int32Array(size);
  const zero = new Float64Array(size);
  const one = new Float64Array(size);
  const weight = new Float64Array(size);
  const values = new Float64Array(rows.rows * columns * width);
  const base = new Float64Array(width);
  const shareOf = (child: number, node: number) => (covers[node]! > 0 ? covers[child]! / covers[node]! : 0);
  let [at, into] = [0, 0];

  for (const root of trees.roots) mean(root, scale);
  for (let r = 0; r < rows.rows; r++) {
    at = r * columns;
    into = at * width;
    for (const root of trees.roots) recurse(root, 0, 0, 1, 1, -1);
  }
  return { base, values };

  function mean(node: number, share: number): void {
    const child = left[node]!;
    if (column[node]! < 0) for (let k = 0; k < width; k++) base[k]! += share * leaves[child * width + k]!;
    else for (const next of [child, child + 1]) if (covers[next]! > 0) mean(next, share * shareOf(next, node));
  }

  /** before: where the parent's path begins; length: its elements. */
  function recurse(node: number, before: number, length: number, z: number, o: number, c: number): void {
    const from = before + length;
    for (let i = 0; i < length; i++) {
      path[from + i] = path[before + i]!;
      zero[from + i] = zero[before + i]!;
      one[from + i] = one[before + i]!;
      weight[from + i] = weight[before + i]!;
    }
    extend(from, length, z, o, c);
    const own = column[node]!;
    if (own < 0) return settle(left[node]! * width, from, length);
    const child = left[node]!;
    const hot = child + goesRight(trees, node, rows.values[at + own]!);
    const cold = hot === child ? child + 1 : child;
    let [incomingZero, incomingOne, last] = [1, 1, length];
    for (let i = 1; i <= length; i++)
      if (path[from + i] === own) {
        incomingZero = zero[from + i]!;
        incomingOne = one[from + i]!;
        unwind(from, length, i);
        last = length - 1;
        break;
      }
    const hotZero = shareOf(hot, node) * incomingZero;
    // What no coalition reaches has no weight.
    if (hotZero > 0 || incomingOne > 0) recurse(hot, from, last + 1, hotZero, incomingOne, own);
    const coldZero = shareOf(cold, node) * incomingZero;
    if (coldZero > 0) recurse(cold, from, last + 1, coldZero, 0, own);
  }

  function settle(leaf: number, from: number, length: number): void {
    for (let i = 1; i <= length; i++) {
      const z = zero[from + i]!;
      const own = one[from + i]!;
      const worth = sumWithout(from, length, z, own) * (own - z) * scale;
      const place = into + path[from + i]! * width;
      for (let k = 0; k < width; k++) values[place + k]! += worth * leaves[leaf + k]!;
    }
  }

  function extend(from: number, length: number, z: number, o: number, c: number): void {
    path[from + length] = c;
    zero[from + length] = z;
    one[from + length] = o;
    weight[from + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      const held = weight[from + i]! / (length + 1);
      weight[from + i + 1]! += o * held * (i + 1);
      weight[from + i] = z * held * (length - i);
    }
  }

  /** Takes element i out again. */
  function unwind(from: number, length: number, i: number): void {
    const [z, o] = [zero[from + i]!, one[from + i]!];
    let next = weight[from + length]!;
    for (let j = length - 1; j >= 0; j--) {
      if (o !== 0) {
        const held = weight[from + j]!;
        weight[from + j] = (next * (length + 1)) / ((j + 1) * o);
        next = held - (weight[from + j]! * z * (length - j)) / (length + 1);
      } else weight[from + j] = (weight[from + j]! * (length + 1)) / (z * (length - j));
    }
    for (let j = i; j < length; j++) {
      path[from + j] = path[from + j + 1]!;
      zero[from + j] = zero[from + j + 1]!;
      one[from + j] = one[from + j + 1]!;
    }
  }

  /** Sum of the weights as they would be without an element of these shares. */
  function sumWithout(from: number, length: number, z: number, o: number): number {
    let total = 0;
    if (o !== 0) {
      let next = weight[from + length]!;
      for (let j = length - 1; j >= 0; j--) {
        const held = next / ((j + 1) * o);
        total += held;
        next = weight[from + j]! - held * z * (length - j);
      }
    } else for (let j = length - 1; j >= 0; j--) total += weight[from + j]! / (z * (length - j));
    return total * (length + 1);
  }
}

function depthOf({ roots, column, left }: TreeSet): number {
  const below = (node: number): number =>
    column[node]! < 0 ? 0 : 1 + Math.max(below(left[node]!), below(left[node]! + 1));
  return roots.reduce((most, root) => Math.max(most, below(root)), 0);
}
