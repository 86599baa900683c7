/** @file Boosted trees that cut columns of codes into sets of levels. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Compute } from '../../../src/core/compute/types.ts';
import { goesRight } from '../../../src/core/explain/tree-set.ts';
import type { FitInput, ModelState } from '../../../src/core/models/contract.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { treesOf } from '../../../src/core/models/trees/nodes.ts';
import { createRng } from '../../../src/core/base/random.ts';
import { computeOf, context, input, matrix } from './fixtures.ts';

let compute: Compute;
beforeAll(async () => void (compute = await computeOf('cpu')));

const model = classifiers['gradient-boosting']!;
const one = { maxIterations: 1, maxLeafNodes: 2, minSamplesLeaf: 1 };
const fit = async (data: FitInput, told: object = {}) =>
  (await model.fit(data, model.options.parse({ categories: 'sets', ...told }), context(compute))).state;
/** Of the second class. */
const chances = async (state: ModelState, rows: number[][]) =>
  [...(await model.predict(state, matrix(rows), compute))].filter((_, i) => i % 2 === 1);
const coded = (rows: number[][], y: number[], codes = [true], more: Partial<FitInput> = {}): FitInput => {
  const data = input(rows, y, more);
  return { ...data, x: { ...data.x, codes } };
};
/** [level, class, how many rows] */
const repeated = (...told: [number, number, number][]): FitInput => {
  const cells = told.flatMap(([level, label, n]) => Array.from({ length: n }, () => [level, label]));
  return coded(
    cells.map(([level]) => [level!]),
    cells.map(([, label]) => label!),
  );
};
const [low, high] = [1 / (1 + Math.exp(0.2)), 1 / (1 + Math.exp(-0.2))];
const near = (found: number[], expected: number[]) => {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 12);
};

test('levels that are not beside each other go one way', async () => {
  // Log odds 0: each row pulls by -+1/2 with hessian 1/4; 0 and 2 together 40 rows: -(-20) / 10 = 2, of which a tenth.
  const state = await fit(repeated([0, 1, 20], [1, 0, 20], [2, 1, 20], [3, 0, 20]), one);
  near(await chances(state, [[0], [1], [2], [3]]), [high, low, high, low]);
  // Nothing was missing: what is no level goes with the most rows, and with the left side where both have as many.
  near(await chances(state, [[NaN], [-1], [4], [255], [256], [1e9]]), Array(6).fill(high));
  // As numbers one cut parts at most 0 from the rest.
  const numbers = await fit(repeated([0, 1, 20], [1, 0, 20], [2, 1, 20], [3, 0, 20]), { ...one, categories: 'numbers' }); // prettier-ignore
  const [, , two, three] = await chances(numbers, [[0], [1], [2], [3]]);
  expect(two).toBeCloseTo(three!, 12);
});

test('what is missing is a level of its own', async () => {
  const state = await fit(repeated([0, 1, 20], [1, 0, 30], [NaN, 1, 20], [2, 0, 10]), one);
  near(await chances(state, [[0], [1], [2], [NaN], [-1], [77]]), [high, low, low, high, high, high]);
  const other = await fit(repeated([0, 1, 30], [1, 0, 20], [NaN, 0, 20], [2, 1, 10]), one);
  near(await chances(other, [[0], [1], [2], [NaN], [-1]]), [high, low, high, low, low]);
});

test('a level of fewer than ten rows goes right untried', async () => {
  // Levels 2 and 3 have 9 rows each, one of class 1 and one of class 0; whichever of 0 and 1 is cut off, both stay with the other.
  const state = await fit(repeated([0, 1, 20], [1, 0, 20], [2, 1, 9], [3, 0, 9]), one);
  // Log odds 0; right of level 0 are 38 rows: (20 + 9 - 9) / 2 = 10 over 38 / 4.
  const right = 1 / (1 + Math.exp((0.1 * 10) / (38 / 4)));
  near(await chances(state, [[0], [1], [2], [3]]), [high, right, right, right]);
});

test('a lone level at either end is found, and gains are those by hand', async () => {
  // Rates of class 1 by level: 1/4, 1/4, 1. Best: {0, 1} against {2}; log odds of 30 to 30 are 0.
  const state = await fit(repeated([0, 1, 5], [0, 0, 15], [1, 1, 5], [1, 0, 15], [2, 1, 20]), one);
  // Left are the low gradients: level 2, 20 rows of -1/2 over 5: 2. Right: 40 rows, (30 - 10) / 2 over 10: -1.
  near(await chances(state, [[0], [1], [2]]), [1 / (1 + Math.exp(0.1)), 1 / (1 + Math.exp(0.1)), high]);
});

/** Two columns of codes with missing ones, and a number. */
function mixed(n: number, seed = 1): FitInput {
  const rng = createRng(seed);
  const rows = Array.from({ length: n }, () => [
    rng.uniform() < 0.1 ? NaN : rng.integer(7),
    rng.integer(40),
    rng.uniform() < 0.1 ? NaN : rng.normal(),
  ]);
  const y = rows.map(([a, b, c]) => {
    const score = [2, -2, 1, 0, -1, 2, -1][a!] ?? -2;
    return score + (b! % 3) - 1 + (c || 0) + rng.normal() > 0 ? 1 : 0;
  });
  return coded(rows, y, [true, true, false]);
}

test('all ways to a leaf are one', async () => {
  const state = await fit(mixed(1500), { maxIterations: 20 });
  const trees = { ...treesOf(state), width: 1, inclusive: true };
  expect(trees.sets!.places.some((place) => place > 0)).toBe(true);
  const cell = fc.oneof(
    fc.integer({ min: -2, max: 300 }),
    fc.constant(NaN),
    fc.float({ min: -3, max: 3, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 9 }), async (cells) => {
      const rows = cells.map(([a, b, c]) => [Math.fround(a), Math.fround(b), Math.fround(c)]);
      const found = await chances(state, rows);
      for (const [i, row] of rows.entries()) {
        let sum = state.arrays['start']![0]!;
        for (const root of trees.roots) {
          let node = root;
          while (trees.column[node]! >= 0) node = trees.left[node]! + goesRight(trees, node, row[trees.column[node]!]!);
          sum += trees.values[trees.left[node]!]!;
        }
        expect(found[i]).toBeCloseTo(1 / (1 + Math.exp(-sum)), 12);
      }
    }),
  );
});

test('rows that were learned from reach the leaf that they were in', async () => {
  const data = mixed(1500);
  const options = model.options.parse({ categories: 'sets', maxIterations: 20 });
  const { state, curves } = await model.fit(data, options, context(compute));
  const scores = await model.predict(state, data.x, compute);
  const loss = data.y.reduce((sum, label, row) => sum - Math.log(scores[2 * row + label]!), 0) / data.y.length;
  expect(curves.loss.at(-1)).toBeCloseTo(loss, 12);
  // Sets say more than the order of codes that have none.
  const numbers = model.options.parse({ maxIterations: 20 });
  expect(loss).toBeLessThan((await model.fit(data, numbers, context(compute))).curves.loss.at(-1)!);
});

test('a row of weight 2 is two rows', async () => {
  const data = mixed(600);
  const twice = data.y.map((_, row) => (row % 3 === 0 ? 2 : 1));
  const order = [...data.y.keys()].flatMap((row) => Array<number>(twice[row]!).fill(row));
  const all = Array.from(data.y, (_, row) => [...data.x.values.subarray(3 * row, 3 * row + 3)]);
  // Whether a level has rows enough is counted by rows: one cut a tree, and only the column of levels with many.
  const two = (rows: number[][]) => rows.map(([a, , c]) => [a!, c!]);
  const told = { maxIterations: 5, minSamplesLeaf: 1, maxLeafNodes: 2 };
  const weighted = await fit(coded(two(all), [...data.y], [true, false], { weights: Float64Array.from(twice) }), told);
  const repeated = await fit(coded(order.map((row) => two(all)[row]!), order.map((row) => data.y[row]!), [true, false]), told); // prettier-ignore
  const some = two(all).slice(0, 100);
  const [a, b] = [await chances(weighted, some), await chances(repeated, some)];
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, 9);
});

test('a monotone column stays so beside sets', async () => {
  const data = mixed(1500, 3);
  const state = await fit(data, { monotone: { x2: -1 }, maxIterations: 40, minSamplesLeaf: 5 });
  expect(treesOf(state).sets).toBeDefined();
  const rng = createRng(8);
  for (let i = 0; i < 50; i++) {
    const [a, b] = [rng.integer(8) - 1, rng.integer(41)];
    const found = await chances(
      state,
      Array.from({ length: 41 }, (_, k) => [a, b, k / 10 - 2]),
    );
    for (let k = 1; k < 41; k++) expect(found[k]!).toBeLessThanOrEqual(found[k - 1]!);
  }
});

test('what cannot be cut into sets is refused', async () => {
  const plain = input([[0], [1]], [0, 1]);
  await expect(fit(plain)).rejects.toThrow(/^model\.options\.categories: sets need columns .* there are: 0$/);
  const many = coded(Array.from({ length: 256 }, (_, i) => [i]), Array.from({ length: 256 }, (_, i) => i % 2)); // prettier-ignore
  await expect(fit(many)).rejects.toThrow(/^model\.options\.categories: .* at most 255 levels.*: x0$/);
  await expect(fit(repeated([0, 0, 9], [1, 1, 9]), { monotone: { x0: 1 } })).rejects.toThrow(/no order to rise with: x0$/); // prettier-ignore
});
