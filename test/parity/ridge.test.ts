/** @file Ridge regression and the metrics of a number against scikit-learn and scipy. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { numberMetrics } from '../../src/core/metrics/numbers.ts';
import { chances, fitRidge, predictRidge } from '../../src/core/models/ridge.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn, scipy']).status === 0;
const rng = createRng(3);
const draw = (n: number) => {
  const x = Array.from({ length: n }, () => [rng.normal(), 40 + 10 * rng.normal(), rng.integer(2)]);
  // Rounded, so that numbers are equal and ranks are shared.
  return { x, y: x.map(([a, b, c]) => Math.round(5 + 2 * a! - 0.3 * b! + c! + rng.normal())) };
};
const train = draw(200);
const other = draw(80);
const edges = [-12, -6, 0];
const matrix = (x: number[][]) => ({ rows: x.length, names: ['a', 'b', 'c'], values: Float32Array.from(x.flat()) });

describe.skipIf(!hasPython).each([
  ['without weights', null],
  ['with weights', train.y.map((_, i) => (i % 4) / 2)],
] as [string, number[] | null][])('as scikit-learn, %s', (_, weights) => {
  const told = { train, other, weights, edges, l2: [0, 1, 100] };
  const { stdout, stderr } = hasPython
    ? spawnSync(python, [join(import.meta.dirname, 'ridge.py')], { input: JSON.stringify(told), encoding: 'utf8' })
    : { stdout: '{}', stderr: '' };
  if (stdout === '') throw new Error(stderr);
  type Answer = Record<'coefficients' | 'predicted' | 'chances', number[]> & { intercept: number } & {
    metrics: Record<string, number>;
  };
  const theirs = JSON.parse(stdout) as Record<string, Answer>;
  const far = (ours: ArrayLike<number>, expected: number[]) =>
    Math.max(...expected.map((value, i) => Math.abs(value - ours[i]!)));

  test.for(told.l2)('l2 %d', (l2) => {
    const expected = theirs[String(l2)]!;
    const target = Float64Array.from(train.y);
    const own = weights && Float64Array.from(weights);
    const state = fitRidge({ x: matrix(train.x), target, weights: own, l2, edges });
    const predicted = predictRidge(state, matrix(other.x));
    expect(far(state.arrays['coefficients']!, expected.coefficients)).toBeLessThan(1e-9);
    expect(far(state.arrays['intercept']!, [expected.intercept])).toBeLessThan(1e-9);
    expect(far(predicted, expected.predicted)).toBeLessThan(1e-9);
    expect(far(chances(state, predicted), expected.chances)).toBeLessThan(1e-9);
    const metrics = numberMetrics(Float64Array.from(other.y), predicted, createRng(0), 200);
    for (const [name, value] of Object.entries(expected.metrics)) {
      expect(metrics[name]!.value).toBeCloseTo(value, 9);
      expect(metrics[name]!.low!).toBeLessThan(value);
      expect(metrics[name]!.high!).toBeGreaterThan(value);
    }
  });
});
