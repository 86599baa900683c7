import { expect, test } from 'vitest';
import { bandsOf, evenEdges } from '../../../src/core/fairness/bands.ts';

test('edges leave as many rows in each band as can be', () => {
  // 1..9 in three: 3 and 6 are the last of the first and second band.
  expect(evenEdges([9, 8, 7, 6, 5, 4, 3, 2, 1, NaN], 3)).toEqual([3, 6]);
  // Of ties fewer bands are left, and nothing lies over the highest.
  expect(evenEdges([1, 1, 1, 1, 2], 4)).toEqual([1]);
  expect(evenEdges([5, 5], 2)).toEqual([]);
  expect(evenEdges([NaN], 2)).toEqual([]);
});

test('a band holds its upper edge, and a missing value is a group of its own', () => {
  const { codes, names } = bandsOf([25, 26, 45, 46, NaN], [25, 45]);
  expect([...codes]).toEqual([0, 1, 1, 2, 3]);
  expect(names).toEqual(['to 25', 'over 25 to 45', 'over 45', '(missing)']);
  expect(bandsOf([1, 2], []).names).toEqual(['every value']);
});
