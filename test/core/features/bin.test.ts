import { expect, test } from 'vitest';
import { bin } from '../../../src/core/features/bin.ts';
import type { Targets } from '../../../src/core/features/contract.ts';
import { frameOf, numbers, targetsOf } from './frames.ts';

const fit = (values: number[], told: object, targets: Targets | null) =>
  bin.fit(frameOf(numbers('x', values)), bin.options.parse({ columns: 'number', minRows: 1, ...told }), 'p', targets);
const cuts = (values: number[], codes: number[], told: object = {}) =>
  fit(values, { strategy: 'tree', ...told }, targetsOf(codes, Math.max(2, ...codes.map((code) => code + 1))))
    .columns[0]!.inner;

test('a tree cuts where the classes part, half way between the values, and stops where a leaf is pure', () => {
  expect(cuts([4, 1, 2, 8, 9, 3], [0, 0, 0, 1, 1, 0])).toEqual([6]);
  // 1 2 | 3 4 | 5 6 of three classes: the first cut is at 2.5 (as good as 4.5), the second at 4.5.
  expect(cuts([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2])).toEqual([2.5, 4.5]);
});

test('with room for one cut the best is made: the cut that leaves the purest leaves', () => {
  // 0 0 0 1 0 1 1 1: after the third, leaves 3/0 and 1/4 (weighted Gini 5 * 8/25 = 1.6); after the fifth likewise, mirrored;
  // after the fourth 3/1 and 1/3: 2 * 4 * 6/16 = 3. The first of the best two stands.
  const codes = [0, 0, 0, 1, 0, 1, 1, 1];
  expect(cuts([1, 2, 3, 4, 5, 6, 7, 8], codes, { bins: 2 })).toEqual([3.5]);
  expect(cuts([1, 2, 3, 4, 5, 6, 7, 8], codes, { bins: 2, minRows: 4 })).toEqual([4.5]);
  expect(cuts([1, 2, 3, 4, 5, 6, 7, 8], codes, { minRows: 5 })).toEqual([]);
});

test('missing values are left out, equal ones are never parted, and the upper bin takes the edge', () => {
  expect(cuts([1, NaN, 2, 2, 3], [0, 1, 0, 1, 1])).toEqual([1.5, 2.5]);
  const next = 1 + Number.EPSILON;
  const state = fit([1, next], { strategy: 'tree' }, targetsOf([0, 1]));
  expect([...bin.apply(state, frameOf(numbers('x', [1, next]))).columns[0]!.values!]).toEqual([0, 1]);
});

test('a tree needs a target', () => {
  expect(() => fit([1, 2], { strategy: 'tree' }, null)).toThrow('p.strategy: needs a target to learn from: tree');
});

test('one column a bin is named by its range, has one 1 a row, and none where the value is missing', () => {
  const state = fit([0, 9], { strategy: 'uniform', bins: 3, output: 'one-hot' }, null);
  const made = bin.apply(state, frameOf(numbers('x', [-1, 3, 99, NaN])));
  expect(made.columns.map(({ name, source, indicator, values }) => [name, source, indicator, [...values!]])).toEqual([
    ['x under 3', 'x', true, [1, 0, 0, 0]],
    ['x from 3 to 6', 'x', true, [0, 1, 0, 0]],
    ['x from 6', 'x', true, [0, 0, 1, 0]],
  ]);
});

test('edges that round to one name keep all their digits', () => {
  const state = { columns: [{ name: 'x', inner: [1.0000001, 1.0000002] }], output: 'one-hot' as const };
  expect(bin.apply(state, frameOf(numbers('x', [1]))).columns.map(({ name }) => name)).toEqual([
    'x under 1.0000001',
    'x from 1.0000001 to 1.0000002',
    'x from 1.0000002',
  ]);
});
