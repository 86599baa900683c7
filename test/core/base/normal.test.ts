import { expect, test } from 'vitest';
import { between, upperTail } from '../../../src/core/base/normal.ts';

/** scipy.stats.norm.sf of these. */
test.for([
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1.959963984540054, 0.025],
  [2.9, 0.0018658133003840375],
  [3, 0.0013498980316300933],
  [3.1, 0.0009676032132183563],
  [6, 9.865876450376946e-10],
  [20, 2.7536241186061556e-89],
  [-2, 0.9772498680518208],
])('the chance above %d', ([z, expected]) => {
  expect(upperTail(z!) / expected!).toBeCloseTo(1, 12);
});

test('the chance between two numbers, far out on either side and over everything', () => {
  expect(between(-Infinity, Infinity)).toBe(1);
  expect(between(6, 7) / (9.865876450376946e-10 - 1.279812543885835e-12)).toBeCloseTo(1, 12);
  expect(between(-7, -6)).toBe(between(6, 7));
  expect(between(-1, 1)).toBeCloseTo(0.68268949213708585, 14);
});
