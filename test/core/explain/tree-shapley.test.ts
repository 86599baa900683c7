import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { byPath } from '../../../src/core/explain/tree-path.ts';
import { coversOf, goesRight, type Rows, type TreeSet } from '../../../src/core/explain/tree-set.ts';
import { interventional, interventionalPairs } from '../../../src/core/explain/tree-shapley.ts';

/** A random tree of this depth over columns 0 to `columns` - 1, thresholds in thirds so that columns come again on a path. */
function grow(depth: number, columns: number, width: number, seed: number, trees = 1): TreeSet {
  const rng = createRng(seed);
  const column: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const missing: number[] = [];
  const values: number[] = [];
  const node = () => {
    threshold.push(0);
    left.push(0);
    missing.push(rng.integer(2));
    return column.push(-1) - 1;
  };
  const split = (at: number, deep: number) => {
    if (deep === 0 || rng.uniform() < 0.15) {
      left[at] = values.length / width;
      for (let k = 0; k < width; k++) values.push(Math.round(rng.uniform() * 20) - 10);
      return;
    }
    column[at] = rng.integer(columns);
    threshold[at] = rng.integer(3) / 4;
    left[at] = node();
    node();
    const from = left[at]!;
    split(from, deep - 1);
    split(from + 1, deep - 1);
  };
  const roots = Array.from({ length: trees }, () => {
    const root = node();
    split(root, depth);
    return root;
  });
  return {
    roots: Int32Array.from(roots),
    column: Int32Array.from(column),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    missingRight: Uint8Array.from(missing),
    values: Float64Array.from(values),
    width,
    inclusive: true,
  };
}

const draw = (rows: number, columns: number, seed: number): Rows => {
  const rng = createRng(seed);
  const cell = () => (rng.uniform() < 0.1 ? NaN : rng.uniform());
  return { rows, values: Float32Array.from({ length: rows * columns }, cell) };
};

function predict(trees: TreeSet, cells: ArrayLike<number>): number[] {
  const sum = new Array<number>(trees.width).fill(0);
  for (const root of trees.roots) {
    let node = root;
    while (trees.column[node]! >= 0) node = trees.left[node]! + goesRight(trees, node, cells[trees.column[node]!]!);
    for (let k = 0; k < trees.width; k++) sum[k]! += trees.values[trees.left[node]! * trees.width + k]!;
  }
  return sum;
}

/** phi_i = sum over S without i of |S|! (m - |S| - 1)! / m! (v(S with i) - v(S)), written out. */
function brute(m: number, worth: (has: (player: number) => boolean) => number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: m }, (_, i) => {
    let value = 0;
    for (let mask = 0; mask < 1 << m; mask++) {
      if ((mask >> i) & 1) continue;
      const size = [...mask.toString(2)].filter((bit) => bit === '1').length;
      const weight = (factorial(size) * factorial(m - size - 1)) / factorial(m);
      const has = (of: number) => (player: number) => ((of >> player) & 1) === 1;
      value += weight * (worth(has(mask | (1 << i))) - worth(has(mask)));
    }
    return value;
  });
}

describe('interventional', () => {
  test.for([1, 2, 3, 4, 5, 6])(
    'is brute force over every coalition, columns that are one player together (%i)',
    (seed) => {
      const [columns, count, width] = [6, 4, 2];
      // Columns 1 and 4, and 2 and 5, move together, as those of one category do.
      const players = Int32Array.of(0, 1, 2, 3, 1, 2);
      const trees = grow(5, columns, width, seed, 3);
      const [rows, background] = [draw(2, columns, seed + 10), draw(5, columns, seed + 20)];
      const { base, values } = interventional(trees, rows, background, players, count, 0.5);
      const mixed = (r: number, b: number, has: (player: number) => boolean) =>
        Array.from(players, (player, c) =>
          has(player) ? rows.values[r * columns + c]! : background.values[b * columns + c]!,
        );
      for (let r = 0; r < 2; r++)
        for (let k = 0; k < width; k++) {
          const worth = (has: (player: number) => boolean) =>
            0.5 * [0, 1, 2, 3, 4].reduce((sum, b) => sum + predict(trees, mixed(r, b, has))[k]! / 5, 0);
          expect(base[k]).toBeCloseTo(
            worth(() => false),
            10,
          );
          brute(count, worth).forEach((value, p) => expect(values[(r * count + p) * width + k]).toBeCloseTo(value, 10));
        }
    },
  );
});

/** Phi_ij = sum over S without both of |S|! (m - |S| - 2)! / (2 (m - 1)!) (v(ij) - v(i) - v(j) + v(none)), written out. */
function brutePairs(m: number, worth: (has: (player: number) => boolean) => number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const values = new Array<number>(m * m).fill(0);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++)
      for (let mask = 0; mask < 1 << m && i !== j; mask++) {
        if ((mask >> i) & 1 || (mask >> j) & 1) continue;
        const size = [...mask.toString(2)].filter((bit) => bit === '1').length;
        const weight = (factorial(size) * factorial(m - size - 2)) / (2 * factorial(m - 1));
        const at = (of: number) => worth((player) => ((of >> player) & 1) === 1);
        const [a, b] = [1 << i, 1 << j];
        values[i * m + j]! += weight * (at(mask | a | b) - at(mask | a) - at(mask | b) + at(mask));
      }
  return values;
}

test.for([1, 2, 3, 4])('pairs of players are brute force over every coalition, and symmetric (%i)', (seed) => {
  const [columns, count] = [6, 4];
  const players = Int32Array.of(0, 1, 2, 3, 1, 2);
  const trees = grow(5, columns, 2, seed, 3);
  const [rows, background] = [draw(2, columns, seed + 10), draw(5, columns, seed + 20)];
  const found = interventionalPairs(trees, rows, background, players, count, 0.5);
  let most = 0;
  for (let r = 0; r < 2; r++)
    for (let k = 0; k < 2; k++) {
      const mixed = (b: number, has: (player: number) => boolean) =>
        Array.from(players, (player, c) =>
          has(player) ? rows.values[r * columns + c]! : background.values[b * columns + c]!,
        );
      const worth = (has: (player: number) => boolean) =>
        0.5 * [0, 1, 2, 3, 4].reduce((sum, b) => sum + predict(trees, mixed(b, has))[k]! / 5, 0);
      brutePairs(count, worth).forEach((value, at) => {
        const [i, j] = [Math.floor(at / count), at % count];
        expect(found[((r * count + i) * count + j) * 2 + k]).toBeCloseTo(value, 10);
        expect(found[((r * count + j) * count + i) * 2 + k]).toBeCloseTo(value, 10);
        most = Math.max(most, Math.abs(value));
      });
    }
  expect(most).toBeGreaterThan(0.01);
});

describe('published games (uniform background on {0, 1} squared)', () => {
  const background = { rows: 4, values: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1) };
  /** x0 > .5 first, then x1 > .5; leaves 00, 01, 10, 11. */
  const square = (leaves: number[]): TreeSet => ({
    roots: Int32Array.of(0),
    column: Int32Array.of(0, 1, 1, -1, -1, -1, -1),
    threshold: Float32Array.of(0.5, 0.5, 0.5, 0, 0, 0, 0),
    left: Int32Array.of(1, 3, 5, 0, 1, 2, 3),
    missingRight: new Uint8Array(7),
    values: Float64Array.from(leaves),
    width: 1,
    inclusive: true,
  });
  // OC6: AND base .25, (1,1) .375 each, (0,0) -.125 each; OR base .75, (1,1) .125, (0,0) -.375. Independent columns, so that by
  // path (covers of the same four rows) they are the same.
  test.for([
    ['and', [0, 0, 0, 1], 0.25, 0.375, -0.125],
    ['or', [0, 1, 1, 1], 0.75, 0.125, -0.375],
  ] as const)('%s', ([, leaves, base, high, low]) => {
    const trees = square([...leaves]);
    const rows = { rows: 2, values: Float32Array.of(1, 1, 0, 0) };
    const found = interventional(trees, rows, background, Int32Array.of(0, 1), 2);
    const path = byPath(trees, rows, 2, coversOf(trees, background, 2));
    for (const of of [found, path]) {
      expect(of.base[0]).toBeCloseTo(base, 12);
      [high, high, low, low].forEach((value, i) => expect(of.values[i]).toBeCloseTo(value, 12));
    }
  });
});

describe('by path', () => {
  test.for([1, 2, 3, 4, 5, 6])('is brute force of the expectation by covers (%i)', (seed) => {
    const [columns, width] = [4, 2];
    const trees = grow(5, columns, width, seed, 2);
    const train = draw(60, columns, seed + 30);
    const covers = coversOf(trees, train, columns);
    const rows = draw(3, columns, seed + 40);
    const { base, values } = byPath(trees, rows, columns, covers);
    for (let r = 0; r < 3; r++)
      for (let k = 0; k < width; k++) {
        // Algorithm 1: a node of a known column goes the row's way, of another both ways by cover.
        const expected = (node: number, has: (column: number) => boolean): number => {
          const column = trees.column[node]!;
          const left = trees.left[node]!;
          if (column < 0) return trees.values[left * width + k]!;
          if (has(column)) return expected(left + goesRight(trees, node, rows.values[r * columns + column]!), has);
          if (covers[node] === 0) return 0;
          return [left, left + 1].reduce((sum, child) => sum + (covers[child]! / covers[node]!) * (covers[child]! > 0 ? expected(child, has) : 0), 0); // prettier-ignore
        };
        const worth = (has: (column: number) => boolean) =>
          [...trees.roots].reduce((sum, root) => sum + expected(root, has), 0);
        expect(base[k]).toBeCloseTo(
          worth(() => false),
          10,
        );
        brute(columns, worth).forEach((value, c) =>
          expect(values[(r * columns + c) * width + k]).toBeCloseTo(value, 9),
        );
      }
  });
});
