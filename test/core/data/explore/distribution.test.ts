import { expect, test } from 'vitest';
import { distribute, edgesOf } from '../../../../src/core/data/explore/distribution.ts';
import { allRows } from '../../../../src/core/data/explore/view.ts';
import { codedOf } from '../../../../src/core/data/select.ts';
import type { Table } from '../../../../src/core/data/table.ts';
import { columnOf, tableOf } from '../csv.ts';

function by(table: Table, name: string) {
  const { codes, levels } = codedOf(columnOf(table, name), name);
  return { name, classes: levels, codes };
}

test('groups share the bins, and each has its own quantiles', async () => {
  // a: 1 2 3 4 and a gap; b: 11 21; a row of no group: 3.
  const table = await tableOf('x,g\n1,a\n2,a\n3,a\n4,a\n?,a\n11,b\n21,b\n3,?\n', {
    columns: { g: { type: 'category' } },
  });
  const found = distribute(table, 'x', by(table, 'g'), allRows(table));
  // Values 1 2 3 3 4 11 21: quartiles at 1.5 and 4.5 of 0..6: 2.5 and 7.5; width 10 / cbrt 7 = 5.23; 20 / 5.23 -> 4, so 10 bins.
  expect(found.edges).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21]);
  expect(found.all.counts).toEqual([2, 3, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect(found.groups.map(({ label, n, missing }) => [label, n, missing])).toEqual([
    ['a', 4, 1],
    ['b', 2, 0],
    ['(missing)', 1, 0],
  ]);
  expect(found.groups[0]!.counts).toEqual([2, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect([found.n, found.missing, found.by, found.levels, found.trend]).toEqual([7, 1, 'g', null, null]);
  // Of 1 2 3 4 at 3q: 0 .03 .15 .75 1.5 2.25 2.85 2.97 3.
  const quantiles = found.groups[0]!.quantiles!;
  expect(quantiles.map(({ at }) => at)).toEqual([0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]);
  for (const [i, value] of [1, 1.03, 1.15, 1.75, 2.5, 3.25, 3.85, 3.97, 4].entries())
    expect(quantiles[i]!.value).toBeCloseTo(value, 12);
  // Fences 2.5 - 7.5 and 7.5 + 7.5: 21 alone, row 6 of the source.
  expect(found.outliers).toEqual({ low: -5, high: 15, fences: 1.5, n: 1, rows: [6] });
});

test('bins by Freedman and Diaconis, ten to sixty', () => {
  // 0..999: IQR 499.5, width 999 / 10, 999 / 99.9 = 10 bins.
  expect(edgesOf(Float64Array.from({ length: 1000 }, (_, i) => i))).toHaveLength(11);
  // 0..7999: IQR 3999.5, width 7999 / 20: 20 bins.
  expect(edgesOf(Float64Array.from({ length: 8000 }, (_, i) => i))).toHaveLength(21);
  // Most values are one: the width would be 0.
  expect(edgesOf(Float64Array.of(0, 5, 5, 5, 5, 5, 9))).toHaveLength(61);
  expect([...edgesOf(Float64Array.of(2, 2))]).toEqual([2, 2]);
  // The last bound is the largest value itself, though low + (high - low) is 0 in floating point.
  expect(edgesOf(Float64Array.of(-1e16, 1)).at(-1)).toBe(1);
  expect(edgesOf(new Float64Array(0))).toHaveLength(0);
});

test('one value is one bin, no value none; outliers are of the source, farthest first', async () => {
  const table = await tableOf('same,none,x\n5,?,0\n5,?,1\n5,?,2\n5,?,3\n5,?,99\n5,?,-90\n5,?,2\n', {
    columns: { none: { type: 'number' } },
  });
  expect(distribute(table, 'same', null, allRows(table)).all).toMatchObject({ n: 7, counts: [7] });
  const none = distribute(table, 'none', null, allRows(table));
  expect([none.n, none.missing, none.edges, none.all.quantiles, none.outliers]).toEqual([0, 7, [], null, null]);
  // Without the first row, which is still row 0 of the source: -90 1 2 2 3 99: 99 is 97 over the middle, -90 is 92 under.
  const rows = Uint32Array.of(1, 2, 3, 4, 5, 6);
  expect(distribute(table, 'x', null, rows).outliers).toMatchObject({ n: 2, rows: [4, 5] });
});

test('levels by count, twenty shown, groups likewise', async () => {
  // Level l0 .. l24, 25 - k rows each; the five rarest have 5 + 4 + 3 + 2 + 1 rows.
  const cells = Array.from({ length: 25 }, (_, k) => Array<string>(25 - k).fill(`l${k}`))
    .flat()
    .reverse();
  const table = await tableOf(`c\n${cells.join('\n')}\n`, { columns: { c: { type: 'category' } } });
  const found = distribute(table, 'c', by(table, 'c'), allRows(table));
  expect(found.levels).toEqual(Array.from({ length: 20 }, (_, k) => `l${k}`));
  expect([found.all.counts[0], found.all.counts[19], found.all.other]).toEqual([25, 6, 15]);
  expect(found.groups).toHaveLength(21);
  expect(found.groups.at(-1)).toMatchObject({ label: '(other)', n: 15, other: 15, quantiles: null });
  expect([found.edges, found.outliers]).toEqual([null, null]);
});

test('a date column has a trend by the shortest period that fits', async () => {
  const table = await tableOf('d,y\n2020-01-31,1\n2020-01-01,0\n2020-03-02,1\n?,1\n2020-03-09,?\n');
  const followed = { name: 'y', measure: 'share', values: Float64Array.of(1, 0, 1, 1, NaN) } as const;
  const found = distribute(table, 'd', null, allRows(table), followed);
  // 2020-01-01 to 2020-03-09 are 69 days: weeks, from Monday 2019-12-30, 2020-01-27, 2020-03-02 and 2020-03-09.
  expect(found.trend).toEqual({
    period: 'week',
    followed: { name: 'y', measure: 'share' },
    periods: [
      { label: '2019-12-30', start: Date.UTC(2019, 11, 30), n: 1, of: 1, value: 0 },
      { label: '2020-01-27', start: Date.UTC(2020, 0, 27), n: 1, of: 1, value: 1 },
      { label: '2020-03-02', start: Date.UTC(2020, 2, 2), n: 1, of: 1, value: 1 },
      { label: '2020-03-09', start: Date.UTC(2020, 2, 9), n: 1, of: 0, value: null },
    ],
  });
});

test.for([
  ['2020-05-05', '2020-06-30', 'day', '2020-05-05', '2020-06-30'],
  ['2018-05-05', '2021-06-30', 'month', '2018-05', '2021-06'],
  ['2010-05-05', '2021-12-30', 'quarter', '2010-Q2', '2021-Q4'],
  ['1980-05-05', '2021-12-30', 'year', '1980', '2021'],
  ['1900-05-05', '2021-12-30', 'decade', '1900s', '2020s'],
])('from %s to %s by %s', async ([from, to, period, first, last]) => {
  const table = await tableOf(`d,x\n${from},1\n${to},2\n`, { columns: { d: { type: 'date' } } });
  const { trend } = distribute(table, 'd', null, allRows(table));
  expect(trend).toMatchObject({
    period,
    followed: null,
    periods: [
      { label: first, n: 1 },
      { label: last, n: 1 },
    ],
  });
});

test('an unknown column is refused', async () => {
  const table = await tableOf('price,b\n1,2\n');
  expect(() => distribute(table, 'prise', null, allRows(table))).toThrow(/^distribution\.column: not a column/);
});
