import { expect, test } from 'vitest';
import { power } from '../../../src/core/features/power.ts';

const frame = (values: number[]) => ({
  rows: values.length,
  columns: [
    {
      name: 'x',
      source: 'x',
      type: 'number' as const,
      values: Float64Array.from(values),
      codes: null,
      levels: null,
      indicator: false,
    },
  ],
});
const made = (train: number[], standardize: boolean, values = train) => {
  const state = power.fit(frame(train), { columns: 'number', standardize }, 'p');
  return [...power.apply(state, frame(values)).columns[0]!.values!];
};

test('values that lie evenly about 0 stay as they are', () => {
  // psi(-x, lambda) = -psi(x, 2 - lambda), so the likelihood of a symmetric sample is symmetric about lambda 1.
  const values = [-4, -1, -0.5, 0, 0.5, 1, 4];
  for (const [i, value] of made(values, false).entries()) expect(value).toBeCloseTo(values[i]!, 6);
});

test('standardized, the training values have mean 0 and deviation 1, and a missing value stays so', () => {
  const train = [0, 1, 3, 7, 20, 55, 148];
  const after = made(train, true);
  expect(after.reduce((sum, x) => sum + x, 0) / 7).toBeCloseTo(0, 9);
  expect(after.reduce((sum, x) => sum + x * x, 0) / 7).toBeCloseTo(1, 9);
  // e^k - 1 for k = 0..5: near a logarithm, so the steps between are near even.
  const steps = after.slice(1).map((x, i) => x - after[i]!);
  expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(2);
  expect(made(train, true, [NaN])).toEqual([NaN]);
});

test('a constant column becomes 0, and does not fail', () => {
  expect(made([5, 5, 5], true)).toEqual([0, 0, 0]);
  expect(made([5, 5, 5], false)[0]).toBeCloseTo(5, 12);
});
