import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Compute } from '../../../src/core/compute/types.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { binMatrix, floorFloat, quantileCuts } from '../../../src/core/models/trees/bins.ts';
import { createGrower } from '../../../src/core/models/trees/grow.ts';
import { leafValue } from '../../../src/core/models/trees/leaf.ts';
import { impurity, purity } from '../../../src/core/models/trees/impurity.ts';
import { computeOf, context, input, matrix, noisy } from './fixtures.ts';

let compute: Compute;
beforeAll(async () => void (compute = await computeOf('cpu')));

const fit = (kind: string, data: FitInput, options: object = {}, seed = 0) => {
  const model = classifiers[kind]!;
  return model.fit(data, model.options.parse(options), context(compute, { seed }));
};
const scored = async (kind: string, data: FitInput, options: object = {}, x = data.x) =>
  classifiers[kind]!.predict((await fit(kind, data, options)).state, x, compute);

test('impurities by hand', () => {
  // Shares 1/4 and 3/4: 1 - 1/16 - 9/16, and 1/4 * 2 + 3/4 * log2(4/3).
  expect(impurity(Float64Array.of(1, 3), 'gini')).toBe(0.375);
  expect(impurity(Float64Array.of(1, 3), 'entropy')).toBeCloseTo(0.5 + 0.75 * Math.log2(4 / 3), 14);
  expect(impurity(Float64Array.of(0, 3), 'entropy')).toBeCloseTo(0, 14);
});

test('the purer the sides, the lower their weighted impurity', () => {
  const totals = Float64Array.of(5, 4, 3);
  for (const left of [Float64Array.of(1, 2, 3), Float64Array.of(5, 0, 0)])
    for (const criterion of ['gini', 'entropy'] as const) {
      const right = totals.map((total, k) => total - left[k]!);
      const weight = (side: Float64Array) => side.reduce((a, b) => a + b, 0);
      const mixed = weight(left) * impurity(left, criterion) + weight(right) * impurity(right, criterion);
      // gini: 12 less the mixed; entropy: less the mixed.
      expect(purity(left, totals, criterion)).toBeCloseTo((criterion === 'gini' ? 12 : 0) - mixed, 12);
    }
});

test('bins: between distinct values, or middles of quantiles', () => {
  expect([...quantileCuts(Float32Array.of(1, 1, 2, 5))]).toEqual([1.5, 3.5]);
  // Of 0..510 place 510 b / 255 is 2 b: every second value is a cut.
  expect([...quantileCuts(Float32Array.from({ length: 511 }, (_, i) => i))]).toEqual(
    Array.from({ length: 254 }, (_, b) => 2 * (b + 1)),
  );
  const coded = binMatrix(matrix([[1], [Number.NaN], [5], [2]]));
  expect([...coded.codes]).toEqual([0, 3, 2, 1]);
});

test('a cut is the largest float32 not above the middle', () =>
  fc.assert(
    fc.property(fc.float({ noNaN: true }), fc.double({ min: -1e30, max: 1e30, noNaN: true }), (value, middle) => {
      expect(value <= floorFloat(middle)).toBe(value <= middle);
    }),
  ));

test('the value of a leaf by hand', () => {
  const none = { low: -Infinity, high: Infinity };
  // -G / (H + l2) = -6 / (2 + 1).
  expect(leafValue(6, 2, 1, none)).toBe(-2);
  expect(leafValue(6, 2, 1, { low: -1, high: 1 })).toBe(-1);
});

test('a tree of two leaves is the best stump by brute force', async () => {
  const whole = fc.integer({ min: -4, max: 4 });
  const row = fc.record({ a: whole, b: whole, g: whole, h: fc.integer({ min: 1, max: 3 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 4, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (rows, smallest) => {
        const gradients = Float64Array.from(rows.flatMap(({ g, h }) => [g, h]));
        const coded = binMatrix(matrix(rows.map(({ a, b }) => [a, b])));
        const limits = {
          l2: 1,
          minHessian: 0,
          minSamplesLeaf: smallest,
          monotone: null,
          maxLeafNodes: 2,
          maxDepth: null,
        };
        const grow = createGrower(coded, { ...limits, learningRate: 1 });
        const { tree } = await grow(gradients, 3, Uint32Array.from(rows.keys()), Int32Array.of(0, 1));
        // Of a cut: G^2 / (H + 1) of both sides, less that of all.
        const term = (side: typeof rows) =>
          side.reduce((sum, { g }) => sum + g, 0) ** 2 / (side.reduce((sum, { h }) => sum + h, 0) + 1);
        const gainOf = (isLeft: (one: (typeof rows)[0]) => boolean) => {
          const sides = [rows.filter(isLeft), rows.filter((one) => !isLeft(one))];
          const isLarge = sides.every((side) => side.length >= smallest);
          return isLarge ? term(sides[0]!) + term(sides[1]!) - term(rows) : 0;
        };
        let best = 0;
        for (const key of ['a', 'b'] as const)
          for (let cut = -4; cut < 4; cut++)
            best = Math.max(
              best,
              gainOf((one) => one[key] <= cut),
            );
        const key = tree.column[0] === 0 ? 'a' : 'b';
        const found = tree.column[0]! < 0 ? 0 : gainOf((one) => one[key] <= tree.threshold[0]!);
        expect(found).toBeCloseTo(best, 9);
      },
    ),
  );
});

test('one tree of boosting by hand', async () => {
  // Log odds 0: gradients -+1/2, hessians 1/4; each side of the cut takes -(+-1) / (1/2) = -+2, of which a tenth.
  const data = input([[0], [1], [2], [3]], [0, 0, 1, 1]);
  const scores = await scored('gradient-boosting', data, { maxIterations: 1, minSamplesLeaf: 1 });
  expect(scores[1]).toBeCloseTo(1 / (1 + Math.exp(0.2)), 12);
  expect(scores[7]).toBeCloseTo(1 / (1 + Math.exp(-0.2)), 12);
});

test('monotone columns push one way everywhere', () => {
  const value = fc.float({ noNaN: true, min: -3, max: 3 });
  const data = noisy(300, 3);
  // The class falls with x0 where x1 is low: what it must not learn.
  const told = { monotone: { x0: 1, x1: -1 }, minSamplesLeaf: 5, maxIterations: 30 };
  return fc.assert(
    fc.asyncProperty(value, value, value, async (a, b, c) => {
      const state = await (fitted ??= fit('gradient-boosting', data, told).then((found) => found.state));
      const rows = Array.from({ length: 41 }, (_, i) => i / 8 - 2.5);
      const read = async (made: number[][]) =>
        (await classifiers['gradient-boosting']!.predict(state, matrix(made), compute)).filter((_, i) => i % 2 === 1);
      const up = await read(rows.map((x) => [x, b, c]));
      const down = await read(rows.map((x) => [a, x, c]));
      for (let i = 1; i < rows.length; i++) {
        expect(up[i]!).toBeGreaterThanOrEqual(up[i - 1]!);
        expect(down[i]!).toBeLessThanOrEqual(down[i - 1]!);
      }
    }),
  );
});
let fitted: Promise<Awaited<ReturnType<typeof fit>>['state']> | null = null;

test('a monotone column that the recipe does not leave is refused', () =>
  expect(fit('gradient-boosting', noisy(50, 2), { monotone: { age: 1 } })).rejects.toThrow(/and is: age/));

describe.each(['gradient-boosting', 'decision-tree', 'random-forest', 'extra-trees'])('%s', (kind) => {
  const few = { 'gradient-boosting': { maxIterations: 20, minSamplesLeaf: 2 }, 'decision-tree': {} }[kind] ?? {
    nEstimators: 20,
  };

  test('learns that missing is a sign of its own', async () => {
    const rng = createRng(2);
    const rows = Array.from({ length: 200 }, (_, i) => [i % 4 === 0 ? Number.NaN : rng.normal()]);
    const data = input(
      rows,
      rows.map(([value]) => (Number.isNaN(value) ? 1 : 0)),
    );
    const scores = await scored(kind, data, few);
    for (const [row, label] of data.y.entries()) expect(scores[2 * row + 1]! > 0.5).toBe(label === 1);
    // Missing among the high: it goes with them.
    const known = rows.map((_, i) => [i % 5 === 0 ? Number.NaN : i % 2]);
    const high = known.map(([value]) => (value === 0 ? 0 : 1));
    const read = await scored(kind, input(known, high), few, matrix([[Number.NaN], [0], [1]]));
    expect([read[1]! > 0.5, read[3]! > 0.5, read[5]! > 0.5]).toEqual([true, false, true]);
  });

  test('refuses infinite values', () =>
    expect(fit(kind, input([[0], [Infinity]], [0, 1]))).rejects.toThrow(/column x0, row 1/));
});

test.each([
  ['gradient-boosting', { subsample: 0.5, columnSample: 0.5, maxIterations: 10 }],
  ['random-forest', { nEstimators: 5 }],
  ['extra-trees', { nEstimators: 5 }],
])('%s: seeds 0 and 1 differ, and a seed gives the same again', async (kind, options) => {
  const data = noisy(200, 5);
  const [zero, again, one] = [
    await fit(kind, data, options),
    await fit(kind, data, options),
    await fit(kind, data, options, 1),
  ];
  expect(again.state).toEqual(zero.state);
  expect(one.state).not.toEqual(zero.state);
});

test('boosting stops early and keeps the best iteration', async () => {
  const data = noisy(300, 4);
  const held = noisy(300, 4, 2, 9);
  const validation = { x: held.x, y: held.y };
  const { state, curves, ended } = await fit('gradient-boosting', { ...data, validation }, { maxIterations: 500 });
  expect(ended).toBe('early stop');
  const best = curves.validationLoss.indexOf(Math.min(...curves.validationLoss)) + 1;
  expect(curves.step.length - best).toBeGreaterThanOrEqual(10);
  const scores = await classifiers['gradient-boosting']!.predict(state, held.x, compute);
  const loss = held.y.reduce((sum, label, row) => sum - Math.log(scores[2 * row + label]!), 0) / 300;
  expect(loss).toBeCloseTo(curves.validationLoss[best - 1]!, 6);
});

test('curves are those of the scores', async () => {
  const data = noisy(200, 4, 3);
  for (const kind of ['gradient-boosting', 'random-forest']) {
    const { state, curves } = await fit(kind, data, {});
    const scores = await classifiers[kind]!.predict(state, data.x, compute);
    const loss = data.y.reduce((sum, label, row) => sum - Math.log(Math.max(scores[3 * row + label]!, 1e-15)), 0) / 200;
    expect(curves.loss.at(-1)!).toBeCloseTo(loss, 9);
  }
});

test('boosting cuts off neither leaves nor depth beyond what it was told', async () => {
  const data = noisy(500, 4);
  const { state } = await fit('gradient-boosting', data, { maxIterations: 1, maxLeafNodes: 7, minSamplesLeaf: 1 });
  expect(state.arrays['values']!.length).toBe(7);
  const flat = await fit('gradient-boosting', data, { maxIterations: 1, maxDepth: 2, minSamplesLeaf: 1 });
  expect(flat.state.arrays['values']!.length).toBeLessThanOrEqual(4);
});
