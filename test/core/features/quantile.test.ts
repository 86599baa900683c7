import { expect, test } from 'vitest';
import { quantile } from '../../../src/core/features/quantile.ts';

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
const made = (train: number[], values: number[]) => {
  const state = quantile.fit(frame(train), { columns: 'number' }, 'p');
  return [...quantile.apply(state, frame(values)).columns[0]!.values!];
};

test('a training value becomes its rank over the last rank, and others lie in between', () => {
  // Marks 0, 10, 20, 40, 100 stand at 0, 1/4, 2/4, 3/4, 1; 30 is half way from 2/4 to 3/4.
  expect(made([40, 0, 100, 20, 10], [0, 10, 20, 30, 40, 100])).toEqual([0, 0.25, 0.5, 0.625, 0.75, 1]);
  expect(made([40, 0, 100, 20, 10], [-5, 500, NaN])).toEqual([0, 1, NaN]);
});

test('values of the same rank share the mean of their ranks', () => {
  // Of 0, 2, 2, 2, 3 the 2s have ranks 1, 2, 3 of 4.
  expect(made([2, 0, 2, 3, 2], [2, 1])).toEqual([0.5, 0.125]);
});

test('the value of a constant column is 0, as scikit-learn has it', () => {
  expect(made([5, 5], [4, 5, 6])).toEqual([0, 0, 1]);
});
