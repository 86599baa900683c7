import { expect, test } from 'vitest';
import { mostCodes, wordsOfSet } from '../../../src/core/base/code-sets.ts';
import { createRng } from '../../../src/core/base/random.ts';
import { sumsOverGrid } from '../../../src/core/explain/tree-grid.ts';
import { goesRight, type Rows, type TreeSet } from '../../../src/core/explain/tree-set.ts';

/** Random trees; column 0 and 1 hold codes, which some nodes part by sets; a threshold may be a value that occurs. */
function grow(
  seed: number,
  { width, inclusive, trees }: { width: number; inclusive: boolean; trees: number },
): TreeSet {
  const rng = createRng(seed);
  const [column, threshold, left, missing, values, places, words]: number[][] = [[], [], [], [], [], [], []];
  const node = () => {
    threshold!.push(0);
    left!.push(0);
    missing!.push(rng.integer(2));
    places!.push(-1);
    return column!.push(-1) - 1;
  };
  const split = (at: number, deep: number) => {
    if (deep === 0 || rng.uniform() < 0.15) {
      left![at] = values!.length / width;
      for (let k = 0; k < width; k++) values!.push(rng.normal());
      return;
    }
    const own = rng.integer(4);
    column![at] = own;
    threshold![at] = rng.integer(5);
    if (own < 2 && rng.uniform() < 0.6) {
      places![at] = words!.length / wordsOfSet;
      threshold![at] = rng.integer(2) === 1 ? Infinity : -Infinity;
      for (let w = 0; w < mostCodes / 32; w++) words!.push(rng.integer(2 ** 32));
    }
    left![at] = node();
    node();
    const from = left![at]!;
    split(from, deep - 1);
    split(from + 1, deep - 1);
  };
  const roots = Array.from({ length: trees }, () => {
    const root = node();
    split(root, 6);
    return root;
  });
  return {
    roots: Int32Array.from(roots),
    column: Int32Array.from(column!),
    threshold: Float32Array.from(threshold!),
    left: Int32Array.from(left!),
    missingRight: Uint8Array.from(missing!),
    values: Float64Array.from(values!),
    ...{ width, inclusive, sets: { places: Int32Array.from(places!), words: Uint32Array.from(words!) } },
  };
}

function draw(rows: number, seed: number): Rows {
  const rng = createRng(seed);
  const cell = () => (rng.uniform() < 0.1 ? NaN : rng.integer(6));
  return { rows, values: Float32Array.from({ length: rows * 4 }, cell) };
}

test.for([
  [1, 1, 1, true],
  [2, 1, 1, false],
  [3, 2, 2, true],
  [4, 1, 3, true],
] as const)(
  'is every row walked at every grid value (%i: %i a leaf, %i outputs)',
  ([seed, width, outputs, inclusive]) => {
    const trees = grow(seed, { width, inclusive, trees: 9 });
    const [x, tried] = [draw(40, seed + 10), draw(12, seed + 20)];
    for (const free of [
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [1, 0, 0, 1],
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ]) {
      const found = sumsOverGrid(trees, x, tried, Uint8Array.from(free), outputs);
      for (let r = 0; r < x.rows; r++)
        for (let g = 0; g < tried.rows; g++) {
          const sums = new Array<number>(outputs).fill(0);
          for (const [t, root] of trees.roots.entries()) {
            let node = root;
            for (let own = trees.column[node]!; own >= 0; own = trees.column[node]!)
              node =
                trees.left[node]! +
                goesRight(trees, node, (free[own] ? tried : x).values[(free[own] ? g : r) * 4 + own]!);
            for (let k = 0; k < width; k++)
              sums[width === outputs ? k : t % outputs]! += trees.values[trees.left[node]! * width + k]!;
          }
          sums.forEach((sum, k) => expect(found[(r * tried.rows + g) * outputs + k]).toBeCloseTo(sum, 10));
        }
    }
  },
);
