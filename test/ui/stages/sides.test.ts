import { expect, test } from 'vitest';
import { sidesAt, stepsOf } from '../../../src/ui/stages/frame/sides.ts';

test('rows on either side of a threshold, which is above itself', () => {
  const sorted = Float64Array.of(1, 2, 2, 3);
  expect([0, 2, 2.5, 4].map((from) => sidesAt(sorted, from))).toEqual([
    { under: 0, above: 4 },
    { under: 1, above: 3 },
    { under: 3, above: 1 },
    { under: 4, above: 0 },
  ]);
});

test('a slider stops at round numbers, and at neither end is a class empty', () => {
  // The prices of diamonds: (18823 - 326) / 100 is 185, so steps of 100.
  expect(stepsOf({ min: 326, max: 18823 })).toEqual({ low: 400, high: 18800, step: 100 });
  expect(stepsOf({ min: 0, max: 1 })).toEqual({ low: 0.01, high: 1, step: 0.01 });
  expect(stepsOf({ min: -3, max: 4 })).toEqual({ low: -2.95, high: 4, step: 0.05 });
});
