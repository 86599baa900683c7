/**
 * @file Interventional Shapley values of trees, exact, leaf by leaf (Lundberg and others 2020, algorithm 3). Several columns of the
 * matrix may be one player.
 */
import { goesRight } from './tree-set.ts';
import type { Rows, TreeSet, TreeValues } from './tree-set.ts';

/** Players on a path up to which the weights are looked up. */
const most = 64;
const known = Array.from({ length: most + 1 }, (_, a) =>
  Float64Array.from({ length: most + 1 }, (_, b) => (a === 0 ? 0 : weightOf(a, b))),
);

/** (a - 1)! b! / (a + b)!, as a product that does not overflow; a is 1 or more. */
function weightOf(a: number, b: number): number {
  let weight = 1 / a;
  for (let i = 1; i <= b; i++) weight *= i / (a + i);
  return weight;
}

const chance = (a: number, b: number) => (a <= most && b <= most ? known[a]![b]! : weightOf(a, b));

/**
 * v(S) = mean over background rows of the sum of the trees, the players of S with the row's cells and the others with the
 * background's. players: the player of each column of the matrix, 0 to count - 1. All is times `scale`.
 */
export function interventional(
  trees: TreeSet,
  rows: Rows,
  background: Rows,
  players: Int32Array,
  count: number,
  scale = 1,
): TreeValues {
  const { width, column, left, values: leaves } = trees;
  const columns = players.length;
  const [mine, theirs] = [rows.values, background.values];
  const share = scale / background.rows;
  const base = new Float64Array(width);
  const values = new Float64Array(rows.rows * count * width);
  /** How often a player is on the path with the row's cells, and with the background's. */
  const own = new Uint16Array(count);
  const other = new Uint16Array(count);
  /** The players that are, in order. */
  const bound = new Int32Array(count);
  let [at, otherAt, into] = [0, 0, 0];

  for (let b = 0; b < background.rows; b++)
    for (const root of trees.roots) {
      let node = root;
      for (let c = column[node]!; c >= 0; c = column[node]!)
        node = left[node]! + goesRight(trees, node, theirs[b * columns + c]!);
      for (let k = 0; k < width; k++) base[k]! += share * leaves[left[node]! * width + k]!;
    }
  for (let r = 0; r < rows.rows; r++) {
    at = r * columns;
    into = r * count * width;
    for (let b = 0; b < background.rows; b++) {
      otherAt = b * columns;
      for (const root of trees.roots) descend(root, 0, 0);
    }
  }
  return { base, values };

  /** a, b: players that must have the row's cells for this node to be reached, and the background's. */
  function descend(from: number, a: number, b: number): void {
    let node = from;
    for (let c = column[node]!; c >= 0; c = column[node]!) {
      const child = left[node]!;
      const rowGoes = child + goesRight(trees, node, mine[at + c]!);
      const otherGoes = child + goesRight(trees, node, theirs[otherAt + c]!);
      if (rowGoes === otherGoes) {
        node = rowGoes;
        continue;
      }
      const player = players[c]!;
      // A player that is bound already goes its way only.
      if (own[player]! > 0) node = rowGoes;
      else if (other[player]! > 0) node = otherGoes;
      else {
        bound[a + b] = player;
        own[player] = 1;
        descend(rowGoes, a + 1, b);
        own[player] = 0;
        other[player] = 1;
        bound[a + b] = player;
        descend(otherGoes, a, b + 1);
        other[player] = 0;
        return;
      }
    }
    if (a + b > 0) land(left[node]! * width, a, b);
  }

  /** The leaf counts for coalitions with all of a and none of b. */
  function land(leaf: number, a: number, b: number): void {
    const gain = a > 0 ? chance(a, b) * share : 0;
    const loss = b > 0 ? chance(b, a) * share : 0;
    for (let i = 0; i < a + b; i++) {
      const player = bound[i]!;
      const weight = own[player]! > 0 ? gain : -loss;
      for (let k = 0; k < width; k++) values[into + player * width + k]! += weight * leaves[leaf + k]!;
    }
  }
}
