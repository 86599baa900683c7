import { expect, test } from 'vitest';
import { findMissing } from '../../../../src/core/data/explore/missingness.ts';
import { allRows } from '../../../../src/core/data/explore/view.ts';
import { tableOf } from '../csv.ts';

const text = 'a,b,c\n1,x,2020-01-01\n?,?,2020-01-02\n?,?,2020-01-03\n4,y,?\n?,x,2020-01-05\n6,x,2020-01-06\n';

test('columns missing together are one pattern, the most frequent first', async () => {
  const table = await tableOf(text);
  const found = findMissing(table, null, allRows(table));
  // Rows: none, ab, ab, c, a, none. Of equal counts, fewer columns first; then as they stand in the table.
  expect(found.patterns.map(({ columns, n }) => [columns.join(), n])).toEqual([
    ['', 2],
    ['a,b', 2],
    ['c', 1],
    ['a', 1],
  ]);
  expect(found.patterns[1]!.share).toBeCloseTo(2 / 6, 12);
  expect([found.rows, found.complete, found.others]).toEqual([6, 2, { patterns: 0, n: 0 }]);
  expect(found.columns.map(({ column, missing, share }) => [column, missing, share])).toEqual([
    ['a', 3, 0.5],
    ['b', 2, 2 / 6],
    ['c', 1, 1 / 6],
  ]);
  expect([found.classes, found.columns[0]!.byClass]).toEqual([[], []]);
});

test('the missing share by class leaves out rows without a class', async () => {
  const table = await tableOf(text);
  const target = { name: 'y', classes: ['no', 'yes', 'never'], codes: Int32Array.of(0, 0, 1, 1, -1, 1) };
  const { columns, classes } = findMissing(table, target, allRows(table));
  expect(classes).toEqual(['no', 'yes', 'never']);
  // a is missing in rows 1 (no), 2 (yes) and 4 (no class): 1 of 2 and 1 of 3.
  expect(columns[0]!.byClass).toEqual([
    { n: 2, missing: 1, share: 0.5 },
    { n: 3, missing: 1, share: 1 / 3 },
    { n: 0, missing: 0, share: null },
  ]);
});

test('twenty patterns are shown, the rest counted', async () => {
  // Row i of 32 has the bits of i missing in five columns: 32 patterns of one row each, and two more complete rows.
  const rows = Array.from({ length: 32 }, (_, i) => [0, 1, 2, 3, 4].map((j) => ((i >> j) & 1 ? '?' : '7')).join());
  const table = await tableOf(`a,b,c,d,e\n${rows.join('\n')}\n1,1,1,1,1\n2,2,2,2,2\n`);
  const found = findMissing(table, null, allRows(table));
  expect([found.patterns.length, found.complete]).toEqual([20, 3]);
  expect(found.others).toEqual({ patterns: 12, n: 12 });
  const some = findMissing(table, null, Uint32Array.of(1, 32));
  expect([some.rows, some.complete, some.patterns[1]!.columns]).toEqual([2, 1, ['a']]);
});
