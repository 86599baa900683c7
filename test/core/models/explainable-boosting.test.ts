import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Compute } from '../../../src/core/compute/types.ts';
import { binsOf, featuresOf } from '../../../src/core/models/additive/features.ts';
import { bestQuadrants, groupsOf } from '../../../src/core/models/additive/pairs.ts';
import { stepOf } from '../../../src/core/models/additive/step.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { explainableBoosting } from '../../../src/core/models/explainable-boosting.ts';
import { computeOf, context, input, matrix } from './fixtures.ts';

let compute: Compute;
beforeAll(async () => void (compute = await computeOf('cpu')));

const fit = (data: FitInput, options: object = {}) =>
  explainableBoosting.fit(data, explainableBoosting.options.parse(options), context(compute));

const named = (rows: number[][], names: string[]) => ({ ...matrix(rows), names });

test('levels of one category are one feature, numbers are cut between their values', () => {
  const x = named(
    [
      [1, 1, 0, 5],
      [3, 0, 0, 5],
      [3, 0, 1, 5],
    ],
    ['a', 'c=x', 'c=y', 'd=z'],
  );
  const features = featuresOf(x, 256);
  expect(features.map(({ name, columns, cuts, levels }) => ({ name, columns, cuts, levels }))).toEqual([
    { name: 'a', columns: [0], cuts: [2], levels: null },
    { name: 'c', columns: [1, 2], cuts: [], levels: ['x', 'y'] },
    // A constant that is no indicator, whatever its name.
    { name: 'd=z', columns: [3], cuts: [], levels: null },
  ]);
  expect(features.map((feature) => [...binsOf(feature, x)])).toEqual([
    [0, 1, 1],
    [1, 0, 2],
    [0, 0, 0],
  ]);
});

test('two columns of which a row has both are not levels of one category', () => {
  const x = named([[1, 1], [0, 1]], ['c=x', 'c=y']); // prettier-ignore
  expect(featuresOf(x, 256).map(({ columns }) => columns)).toEqual([[0], [1]]);
});

test('one step by hand', () => {
  // Cut after bin 0: (-2)^2 / (1 + 1) + 6^2 / (2 + 1) = 14; after bin 1: (-1)^2 / (2 + 1) + 5^2 / (1 + 1) = 12.8.
  const sums = {
    gradient: Float64Array.of(-2, 1, 5),
    hessian: Float64Array.of(1, 1, 1),
    rows: Float64Array.of(4, 4, 4),
  };
  const two = stepOf(sums, true, { maxLeaves: 2, minSamplesLeaf: 1, l2: 1 });
  expect([...two]).toEqual([1, -2, -2]);
  // Bins 1 and 2 apart: 1 / 2 + 25 / 2 = 13 over 36 / 3 = 12, so each takes -G / (H + 1).
  expect([...stepOf(sums, true, { maxLeaves: 3, minSamplesLeaf: 1, l2: 1 })]).toEqual([1, -0.5, -2.5]);
  // Eight rows in each leaf leave no cut.
  expect([...stepOf(sums, true, { maxLeaves: 2, minSamplesLeaf: 8, l2: 1 })]).toEqual([0, 0, 0]);
});

test('levels are cut in the order of their own steps, and one without rows keeps 0', () => {
  const sums = {
    gradient: Float64Array.of(3, 0, -3, 3),
    hessian: Float64Array.of(1, 0, 1, 1),
    rows: Float64Array.of(5, 0, 5, 5),
  };
  // Levels 0 and 3 together: -6 / 3; level 2: 3 / 2.
  expect([...stepOf(sums, false, { maxLeaves: 2, minSamplesLeaf: 1, l2: 1 })]).toEqual([-2, 0, 1.5, -2]);
});

test('the best quadrants are those of a plain search', () => {
  const cell = fc.record({ g: fc.integer({ min: -9, max: 9 }), h: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 12, maxLength: 12 }), (cells) => {
      const grid = {
        gradient: Float64Array.from(cells, ({ g }) => g),
        hessian: Float64Array.from(cells, ({ h }) => h),
        rows: new Float64Array(12).fill(2),
        first: 3,
        second: 4,
      };
      let best = 0;
      for (let a = 1; a < 3; a++)
        for (let b = 1; b < 4; b++) {
          const parts = [0, 1, 2, 3].map((q) => {
            let [g, h] = [0, 0];
            cells.forEach((own, i) => {
              if ((Math.floor(i / 4) < a ? 0 : 2) + (i % 4 < b ? 0 : 1) === q) [g, h] = [g + own.g, h + own.h];
            });
            return (g * g) / (h + 1);
          });
          const [g, h] = cells.reduce(([sum, other], own) => [sum + own.g, other + own.h], [0, 0]);
          best = Math.max(best, parts.reduce((sum, part) => sum + part, 0) - (g * g) / (h + 1));
        }
      expect(bestQuadrants(grid, 1, 1)?.gain ?? 0).toBeCloseTo(best, 9);
    }),
  );
});

test('bins are put together by their rows', () => {
  expect(groupsOf(Float64Array.of(1, 1, 1, 5), 4)).toEqual({ group: [0, 1, 2, 3], groups: 4 });
  // Of 8 rows the middles stand at 0.5, 1.5, 2.5 and 5.5: the first three in the first half.
  expect(groupsOf(Float64Array.of(1, 1, 1, 5), 2)).toEqual({ group: [0, 0, 0, 1], groups: 2 });
});

function exclusiveOr(n: number): FitInput {
  const rng = createRng(3);
  const rows = Array.from({ length: n }, () => [rng.uniform(), rng.uniform()]);
  return input(
    rows,
    rows.map(([a, b]) => (a! > 0.5 !== b! > 0.5 ? 1 : 0)),
  );
}

async function accuracy(data: FitInput, options: object): Promise<number> {
  const { state } = await fit(data, options);
  const scores = await explainableBoosting.predict(state, data.x, compute);
  return (
    data.y.reduce((sum, label, row) => sum + ((scores[2 * row + 1]! >= 0.5 ? 1 : 0) === label ? 1 : 0), 0) /
    data.y.length
  );
}

test('curves alone cannot tell exclusive or; one surface can', async () => {
  const data = exclusiveOr(600);
  expect(await accuracy(data, { interactions: 0, maxRounds: 50, maxBins: 8 })).toBeLessThan(0.7);
  expect(await accuracy(data, { interactions: 1, maxRounds: 100, maxBins: 64 })).toBeGreaterThan(0.97);
});

test('curves have mean 0 over the training rows, and the sum of a row is the whole of its log odds', async () => {
  const rng = createRng(5);
  const rows = Array.from({ length: 300 }, () => [rng.normal(), rng.normal()]);
  const data = input(
    rows,
    rows.map(([a, b]) => (a! + 0.3 * b! + rng.normal() > 0 ? 1 : 0)),
  );
  const { state } = await fit(data, { interactions: 0, maxRounds: 60 });
  const features = featuresOf(data.x, 256);
  const { values, intercepts } = state.arrays;
  const scores = await explainableBoosting.predict(state, data.x, compute);
  const bins = features.map((feature) => binsOf(feature, data.x));
  const first = bins[0]!.reduce((sum, bin) => sum + values![bin]!, 0);
  expect(first / 300).toBeCloseTo(0, 10);
  for (const row of [0, 7, 299]) {
    const sum = intercepts![0]! + values![bins[0]![row]!]! + values![features[0]!.bins + bins[1]![row]!]!;
    expect(Math.log(scores[2 * row + 1]! / scores[2 * row]!)).toBeCloseTo(sum, 8);
  }
  // What pushes up does so all the way: the mean of the curve over high values is above that over low ones.
  const mean = (from: number, to: number) => {
    const own = rows.flatMap(([a], row) => (a! >= from && a! < to ? [values![bins[0]![row]!]!] : []));
    return own.reduce((total, value) => total + value, 0) / own.length;
  };
  expect(mean(0.5, 9)).toBeGreaterThan(mean(-9, -0.5) + 1);
});

test('a weight of two is the row twice', async () => {
  const rows = [[0], [1], [2], [3], [0], [3]];
  const y = [0, 0, 1, 1, 1, 0];
  const options = { minSamplesLeaf: 1, maxRounds: 20, interactions: 0 };
  const weighted = await fit(input(rows, y, { weights: Float64Array.of(2, 1, 1, 1, 1, 1) }), options);
  const twice = await fit(input([[0], ...rows], [0, ...y]), options);
  expect([...weighted.state.arrays['values']!]).toEqual(
    [...twice.state.arrays['values']!].map((value) => expect.closeTo(value, 10) as number),
  );
});

test('three classes, and the same bytes twice', async () => {
  const rows = Array.from({ length: 90 }, (_, i) => [i % 30]);
  const data = input(
    rows,
    rows.map(([a]) => (a! < 10 ? 0 : a! < 20 ? 1 : 2)),
    { classes: 3 },
  );
  const [a, b] = [await fit(data, { maxRounds: 80 }), await fit(data, { maxRounds: 80 })];
  expect(a.state).toEqual(b.state);
  const scores = await explainableBoosting.predict(a.state, data.x, compute);
  for (let row = 0; row < 90; row++) {
    const own = scores.subarray(row * 3, row * 3 + 3);
    expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(own.indexOf(Math.max(...own))).toBe(data.y[row]);
  }
});

test('the best round on validation rows is kept', async () => {
  const data = exclusiveOr(200);
  const noise = exclusiveOr(201);
  const validation = { x: noise.x, y: noise.y.map((label) => 1 - label) };
  const { state, ended, curves } = await fit({ ...data, validation }, { interactions: 0, patience: 5 });
  expect(ended).toBe('early stop');
  const scores = await explainableBoosting.predict(state, validation.x, compute);
  const loss = validation.y.reduce((sum, label, row) => sum - Math.log(scores[2 * row + label]!), 0) / 201;
  expect(loss).toBeLessThanOrEqual(Math.min(...curves.validationLoss) + 1e-9);
});

test('a class without rows is refused', () =>
  expect(fit(input([[0], [1]], [0, 0], { classes: 2 }))).rejects.toThrow(
    /needs rows of every class; none of class code: 1/,
  ));
