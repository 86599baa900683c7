import { describe, expect, test } from 'vitest';
import { aggregate } from '../../../src/core/features/aggregate.ts';
import type { Frame } from '../../../src/core/features/contract.ts';
import { categories, frameOf, numbers } from './frames.ts';

const train = frameOf(categories('c', 'aabbb-'), numbers('x', [1, 3, 2, NaN, 10, 7]));
const other = frameOf(categories('c', 'abz-'), numbers('x', [5, NaN, 1, 0]));

/** The columns made of `other`; the state goes through JSON, as in a run. */
function made(told: object, from: Frame = train): { name: string; source: string; values: number[] }[] {
  const state = aggregate.fit(from, aggregate.options.parse({ columns: 'number', ...told }), 'p');
  const frame = aggregate.apply(JSON.parse(JSON.stringify(state)) as typeof state, other);
  expect(frame.columns.slice(0, 2)).toEqual(other.columns);
  return frame.columns.slice(2).map(({ name, source, values }) => ({ name, source, values: [...values!] }));
}

describe('what the group is like', () => {
  test('mean and median of the values that are there; a group never seen gets those of all; missing is a group', () => {
    // a: 1 3; b: 2 10; missing: 7; all: 1 2 3 7 10.
    expect(made({})).toEqual([{ name: 'mean of x by c', source: 'c', values: [2, 6, 4.6, 7] }]);
    expect(made({ statistic: 'median' })[0]!.values).toEqual([2, 6, 3, 7]);
  });

  test('the deviation divides by n - 1; of one value it is that of all', () => {
    // a: sqrt(2); b: sqrt(32); all, about 4.6: squares 12.96 + 6.76 + 2.56 + 5.76 + 29.16 = 57.2, by 4 is 14.3.
    const { values } = made({ statistic: 'deviation' })[0]!;
    [Math.SQRT2, Math.sqrt(32), Math.sqrt(14.3), Math.sqrt(14.3)].forEach((value, i) =>
      expect(values[i]).toBeCloseTo(value, 12),
    );
  });

  test('count and share are of rows, one column each; a group never seen has none', () => {
    expect(made({ statistic: 'count' })).toEqual([{ name: 'count of c', source: 'c', values: [2, 3, 0, 1] }]);
    expect(made({ statistic: 'share' })[0]!.values).toEqual([2 / 6, 3 / 6, 0, 1 / 6]);
  });

  test('the difference belongs to the number; a missing number has none', () => {
    const [, apart] = made({ difference: true });
    expect(apart).toEqual({ name: 'x - mean of x by c', source: 'x', values: [3, NaN, 1 - 4.6, -7] });
  });

  test('a group whose every number is missing gets that of all', () => {
    const gaps = frameOf(categories('c', 'aab'), numbers('x', [1, 3, NaN]));
    expect(made({}, gaps)[0]!.values).toEqual([2, 2, 2, 2]);
  });
});

describe('refused by name', () => {
  const fit =
    (told: object, frame = train) =>
    () =>
      aggregate.fit(frame, aggregate.options.parse({ columns: 'number', ...told }), 'p');

  test('what is no one column of categories', () => {
    const two = frameOf(categories('c', 'a'), categories('d', 'a'), numbers('x', [1]));
    expect(fit({}, two)).toThrow('p.by: must be the name of one column of categories (c, d): "category"');
    expect(fit({ by: ['x'] })).toThrow('p.by: must be the name of one column of categories (c): ["x"]');
    expect(fit({ by: ['c', 'c'] })).toThrow('p.by: must be the name of one column of categories (c): ["c","c"]');
    expect(fit({ by: 'number' })).toThrow('p.by: must be the name of one column of categories (c): "number"');
    expect(fit({}, frameOf(numbers('x', [1])))).toThrow('none is left; put the step before they are encoded');
  });

  test('too few values, a category among the numbers, and a difference to a count', () => {
    const one = frameOf(categories('c', 'ab'), numbers('x', [1, NaN]));
    expect(fit({ statistic: 'deviation' }, one)).toThrow(
      'p.columns: needs 2 training values at least for a deviation: x',
    );
    expect(fit({ columns: ['c'] })).toThrow('p.columns: a category is no number; leave it out, or encode it before: c');
    expect(fit({ statistic: 'count', difference: true })).toThrow(
      'p.difference: only a mean or a median has one; set difference to false: count',
    );
  });
});
