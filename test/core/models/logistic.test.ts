import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Compute } from '../../../src/core/compute/types.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { baseline } from '../../../src/core/models/baseline.ts';
import { logistic } from '../../../src/core/models/logistic.ts';
import { evaluateObjective } from '../../../src/core/models/logistic-objective.ts';
import { hessian } from '../../../src/core/models/hessian.ts';
import { sparseRows } from '../../../src/core/models/sparse.ts';
import { computeOf, context, input, matrix, noisy } from './fixtures.ts';

const parse = (options: object = {}) => logistic.options.parse(options);

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  let compute: Compute;
  let before: number;
  beforeAll(async () => {
    compute = await computeOf(backend);
    before = compute.tf.memory().numTensors;
  });
  afterEach(() => expect(compute.tf.memory().numTensors).toBe(before));

  const fit = (data: FitInput, options: object = {}, more = {}) =>
    logistic.fit(data, parse(options), context(compute, more));

  test('a column of zeros leaves the logit of the prior as intercept', async () => {
    // 3 of 4 are class 1: log(3/4 / (1/4)) = log 3.
    const { state, ended } = await fit(input([[0], [0], [0], [0]], [1, 1, 1, 0]));
    expect(ended).toBe('converged');
    expect(state.arrays['intercepts']![0]).toBeCloseTo(Math.log(3), 8);
    expect(state.arrays['coefficients']![0]).toBe(0);
  });

  test('two separable rows meet the penalty half way', async () => {
    // x = -1 (class 0), x = 1 (class 1), by symmetry b = 0: the slope is -2 / (1 + e^w) + l2 w = 0.
    // With l2 = 2 / (1 + e) the solution is w = 1.
    const { state } = await fit(input([[-1], [1]], [0, 1]), { l2: 2 / (1 + Math.E) });
    expect(state.arrays['coefficients']![0]).toBeCloseTo(1, 7);
    expect(state.arrays['intercepts']![0]).toBeCloseTo(0, 7);
    const scores = await logistic.predict(state, matrix([[1]]), compute);
    // 1 / (1 + e^-1) = 0.7310585786
    expect(scores[1]).toBeCloseTo(0.7310585786, 7);
    expect(scores[0]! + scores[1]!).toBeCloseTo(1, 15);
  });

  test('without a penalty a 2 x 2 table gives its log odds ratio', async () => {
    // x = 0: 1 of 4 positive, x = 1: 3 of 4 positive: b = log(1/3), w = log 9.
    const rows = [[0], [0], [0], [0], [1], [1], [1], [1]];
    const { state } = await fit(input(rows, [1, 0, 0, 0, 1, 1, 1, 0]), { l2: 0 });
    expect(state.arrays['intercepts']![0]).toBeCloseTo(Math.log(1 / 3), 6);
    expect(state.arrays['coefficients']![0]).toBeCloseTo(Math.log(9), 6);
  });

  test('a weight of two is the row twice', async () => {
    const weighted = await fit(input([[0.5], [1], [-1]], [1, 0, 0], { weights: new Float64Array([2, 1, 1]) }));
    const twice = await fit(input([[0.5], [0.5], [1], [-1]], [1, 1, 0, 0]));
    expect(weighted.state.arrays['coefficients']![0]).toBeCloseTo(twice.state.arrays['coefficients']![0]!, 8);
    expect(weighted.curves.loss.at(-1)).toBeCloseTo(twice.curves.loss.at(-1)!, 10);
  });

  test('three classes without columns that tell anything give the prior', async () => {
    // Shares 1/2, 1/3, 1/6; intercepts are the log shares less their mean.
    const { state } = await fit(input([[0], [0], [0], [0], [0], [0]], [0, 0, 0, 1, 1, 2]));
    const scores = await logistic.predict(state, matrix([[0]]), compute);
    expect([...scores].map((p) => Number(p.toFixed(8)))).toEqual([0.5, 0.33333333, 0.16666667]);
    const sum = [...state.arrays['intercepts']!].reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(0, 8);
  });

  test('Newton and L-BFGS reach the same many-class minimum', async () => {
    // 3 x 11 parameters are within the limit of Newton's method, 3 x 211 are not; the slope must be level in both.
    for (const columns of [10, 210]) {
      const data = noisy(600, columns, 3);
      const { state, ended } = await fit(data, { tolerance: 1e-8, maxIterations: 2000 });
      expect(ended).toBe('converged');
      const { coefficients, intercepts } = state.arrays as { coefficients: Float64Array; intercepts: Float64Array };
      const parameters = new Float64Array(3 * (columns + 1));
      for (let k = 0; k < 3; k++) {
        parameters.set(coefficients.subarray(k * columns, (k + 1) * columns), k * (columns + 1));
        parameters[k * (columns + 1) + columns] = intercepts[k]!;
      }
      const objective = { x: sparseRows(data.x), codes: data.y, weights: null, vectors: 3, l2: 1 };
      expect(Math.max(...evaluateObjective(objective, parameters).gradient.map(Math.abs))).toBeLessThan(1e-5);
    }
  });

  test.each([2, 3])('the Hessian of %i classes is the change of the gradient', async (classes) => {
    const data = noisy(300, 4, classes);
    const vectors = classes === 2 ? 1 : classes;
    const objective = { x: sparseRows(data.x), codes: data.y, weights: null, vectors, l2: 0.7 };
    const parameters = Float64Array.from({ length: vectors * 5 }, (_, i) => 0.1 * (i - 4));
    const h = await hessian(objective, evaluateObjective(objective, parameters), compute, () => Promise.resolve());
    const n = parameters.length;
    for (let p = 0; p < n; p++) {
      const move = (by: number) =>
        evaluateObjective(
          objective,
          parameters.map((v, i) => (i === p ? v + by : v)),
        ).gradient;
      const up = move(1e-5);
      const down = move(-1e-5);
      for (let q = 0; q < n; q++) {
        // Intercepts of several classes carry 1 more, which stands for the direction without curvature.
        const fixed = vectors > 1 && p % 5 === 4 && q % 5 === 4 ? 1 : 0;
        expect(h[p * n + q]! - fixed).toBeCloseTo((up[q]! - down[q]!) / 2e-5, 3);
      }
    }
  });

  test('validation loss is measured each iteration', async () => {
    const data = noisy(200, 3);
    const { curves } = await fit({ ...data, validation: { x: data.x, y: data.y } });
    expect(curves.validationLoss).toEqual(curves.loss);
    expect(curves.step.length).toBe(curves.loss.length);
  });

  test('a class without rows and a NaN are refused', async () => {
    await expect(fit(input([[0], [1]], [0, 2]))).rejects.toThrow(/none of class code: 1/);
    await expect(fit(input([[0], [NaN]], [0, 1]))).rejects.toThrow(
      'training matrix: column x0, row 1: must be a finite',
    );
    await expect(fit(input([[0], [1]], [0, 1], { classes: 1 }))).rejects.toThrow(/class code must be 0 to 0: 1/);
  });

  test('cancels', async () => {
    const controller = new AbortController();
    const progress = () => controller.abort();
    await expect(fit(noisy(200, 3), {}, { progress, signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('the baseline is the prior, by weight', async () => {
    const data = input([[1], [2], [3]], [0, 1, 1], { weights: new Float64Array([2, 1, 1]) });
    const { state, curves } = await baseline.fit(data, {}, context(compute));
    expect([...(await baseline.predict(state, matrix([[9], [8]]), compute))]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(curves.loss[0]).toBeCloseTo(Math.log(2), 12);
  });
});
