import { expect, test } from 'vitest';
import type { ColumnProfile } from '../../../src/core/data/profile-types.ts';
import { suggestCoarser } from '../../../src/ui/stages/data/coarser.ts';

const between = (min: number, max: number) =>
  ({ type: 'number', numbers: { min, max, mean: 0, median: 0, deviation: 1 } }) as ColumnProfile;

test.each([
  // A tenth of the span, rounded up to 1, 2 or 5 times a power of ten.
  [18, 80, 10],
  [0, 100, 10],
  [0, 1, 0.1],
  [0, 20, 2],
  [8000, 250000, 50000],
  [0, 0.013, 0.002],
  // No span at all: one band of 1.
  [7, 7, 1],
])('numbers from %d to %d: bands of %d', (min, max, width) =>
  expect(suggestCoarser(between(min, max))).toEqual({ generalise: { width } }),
);

test('dates to the month, all else to three characters', () => {
  expect(suggestCoarser({ ...between(0, 1), type: 'date' })).toEqual({ generalise: { to: 'month' } });
  for (const type of ['category', 'text', 'id'] as const)
    expect(suggestCoarser({ ...between(0, 1), type, numbers: null })).toEqual({ generalise: { characters: 3 } });
});
