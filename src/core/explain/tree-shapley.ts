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

interface Walk {
  trees: TreeSet;
  rows: Rows;
  background: Rows;
  /** The player of each column of the matrix, 0 to count - 1. */
  players: Int32Array;
  count: number;
}

/** Where a leaf counts: a + b players, of which those with `own` have the row's cells and the others the background's. */
interface Landing {
  /** The players, in order. */
  bound: Int32Array;
  own: Uint8Array;
}

/**
 * Every leaf that some coalition reaches, for each row, background row and tree: it counts for the coalitions with all of a players
 * and none of b others, one of them at least. leaf: where its values begin.
 */
function eachLeaf(
  { trees, rows, background, players, count }: Walk,
  land: (row: number, leaf: number, a: number, b: number, told: Landing) => void,
): void {
  const { width, column, left } = trees;
  const columns = players.length;
  const [mine, theirs] = [rows.values, background.values];
  /** Whether a player is on the path with the row's cells, and with the background's. */
  const own = new Uint8Array(count);
  const other = new Uint8Array(count);
  const bound = new Int32Array(count);
  const told = { bound, own };
  let row = 0;
  let at = 0;
  let otherAt = 0;
  for (; row < rows.rows; row++) {
    at = row * columns;
    for (let b = 0; b < background.rows; b++) {
      otherAt = b * columns;
      for (const root of trees.roots) descend(root, 0, 0);
    }
  }

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
    if (a + b > 0) land(row, left[node]! * width, a, b, told);
  }
}

/** The mean over background rows of the trees, times scale. */
function baseOf({ trees, background, players }: Walk, scale: number): Float64Array {
  const { width, column, left, values: leaves } = trees;
  const base = new Float64Array(width);
  const share = scale / background.rows;
  for (let b = 0; b < background.rows; b++)
    for (const root of trees.roots) {
      let node = root;
      for (let c = column[node]!; c >= 0; c = column[node]!)
        node = left[node]! + goesRight(trees, node, background.values[b * players.length + c]!);
      for (let k = 0; k < width; k++) base[k]! += share * leaves[left[node]! * width + k]!;
    }
  return base;
}

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
  const { width, values: leaves } = trees;
  const walk = { trees, rows, background, players, count };
  const share = scale / background.rows;
  const values = new Float64Array(rows.rows * count * width);
  eachLeaf(walk, (row, leaf, a, b, { bound, own }) => {
    const gain = a > 0 ? chance(a, b) * share : 0;
    const loss = b > 0 ? chance(b, a) * share : 0;
    for (let i = 0; i < a + b; i++) {
      const player = bound[i]!;
      const weight = own[player]! > 0 ? gain : -loss;
      const into = (row * count + player) * width;
      for (let k = 0; k < width; k++) values[into + k]! += weight * leaves[leaf + k]!;
    }
  });
  return { base: baseOf(walk, scale), values };
}

/**
 * Half of the Shapley interaction index (Grabisch and Roubens 1999; Lundberg and others 2020, eq. 7) of each two players, of the same
 * game: rows x count x count x width, symmetric, 0 on the diagonal. Of a leaf that counts for all of a players and none of b: the two
 * together come after the other a - 2 (or after a, or after a - 1) and before the rest.
 */
export function interventionalPairs(
  trees: TreeSet,
  rows: Rows,
  background: Rows,
  players: Int32Array,
  count: number,
  scale = 1,
): Float64Array {
  const { width, values: leaves } = trees;
  const share = scale / background.rows / 2;
  const values = new Float64Array(rows.rows * count * count * width);
  eachLeaf({ trees, rows, background, players, count }, (row, leaf, a, b, { bound, own }) => {
    const both = a > 1 ? chance(a - 1, b) * share : 0;
    const none = b > 1 ? chance(b - 1, a) * share : 0;
    // (a - 1)! (b - 1)! / (a + b - 1)!
    const one = a > 0 && b > 0 ? -chance(a, b - 1) * share : 0;
    for (let i = 0; i < a + b; i++)
      for (let j = 0; j < i; j++) {
        const [p, q] = [bound[i]!, bound[j]!];
        const weight = own[p] !== own[q] ? one : own[p] === 1 ? both : none;
        const [here, there] = [((row * count + p) * count + q) * width, ((row * count + q) * count + p) * width];
        for (let k = 0; k < width; k++) {
          values[here + k]! += weight * leaves[leaf + k]!;
          values[there + k]! += weight * leaves[leaf + k]!;
        }
      }
  });
  return values;
}
