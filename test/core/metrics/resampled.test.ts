import { expect, test } from 'vitest';
import { meanDifference } from '../../../src/core/metrics/resampled.ts';

test('the mean with the corrected resampled t', () => {
  // 1 to 5: mean 3, variance 2.5; t(4) at 97.5 % is 2.776445; 2.5 (1/5 + 1/4) = 1.125, its root 1.0606602.
  const { value, low, high, n } = meanDifference([1, 2, 3, 4, 5], 100);
  expect([value, n]).toEqual([3, 100]);
  expect(high! - 3).toBeCloseTo(2.776445 * 1.0606602, 5);
  expect(3 - low!).toBeCloseTo(high! - 3, 12);
});

test('differences that are all one have an interval of no width; a loss that is no number has none', () => {
  expect(meanDifference([0, 0, 0, 0, 0], 9)).toEqual({ value: 0, low: 0, high: 0, n: 9 });
  expect(meanDifference([0, 0, Infinity, 0, 0], 9)).toMatchObject({ value: null, low: null });
  expect(() => meanDifference([1, 2], 9)).toThrow('differences: must be one a fold, of 5: 2');
});
