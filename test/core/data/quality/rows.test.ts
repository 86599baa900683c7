import { expect, test } from 'vitest';
import { duplicateRows } from '../../../../src/core/data/quality/duplicate-rows.ts';
import { overlap } from '../../../../src/core/data/quality/overlap.ts';
import { firstSame } from '../../../../src/core/data/quality/same.ts';
import { allRows } from '../../../../src/core/data/explore/view.ts';
import { tableOf } from '../csv.ts';
import { category, contextOf, csv, number } from './context.ts';

test('rows are the same cell by cell, gaps included', async () => {
  const table = await tableOf('x,c\n1,a\n1,b\n1,a\n?,a\n?,a\n1,b\n');
  expect([...firstSame(table.columns, allRows(table))]).toEqual([0, 1, 0, 3, 3, 1]);
  // Places in the rows asked for, not in the table.
  expect([...firstSame(table.columns, Uint32Array.of(2, 5, 0))]).toEqual([0, 1, 0]);
});

test('numbers without texts are the same by value, and 100,000 rows do not collide', async () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => (i % 50_000) / 7);
  const base = { name: 'x', type: 'number', role: 'feature', sensitive: false, reason: '', coded: null } as const;
  const first = firstSame(
    [{ ...base, values }],
    Uint32Array.from(values, (_, i) => i),
  );
  expect([first[49_999], first[50_000], first[99_999]]).toEqual([49_999, 0, 49_999]);
  expect(first.filter((place, i) => place === i).length).toBe(50_000);
});

test('numbers of one hash are told apart, gaps and zeros are not', () => {
  const base = { name: 'x', type: 'number', role: 'feature', sensitive: false, reason: '', coded: null } as const;
  // The hash of a number is its upper word xor the lower times 0x85ebca6b: 1 is 3ff00000 0, the other ba1bca6b 1.
  const words = new DataView(new ArrayBuffer(8));
  words.setUint32(0, (0x3ff00000 ^ 0x85ebca6b) >>> 0);
  words.setUint32(4, 1);
  const values = Float64Array.of(1, words.getFloat64(0), NaN, NaN, 0, -0);
  const first = firstSame([{ ...base, values }], Uint32Array.of(0, 1, 2, 3, 4, 5));
  expect([...first]).toEqual([0, 1, 2, 2, 4, 4]);
});

test('duplicate rows: a few warn, more than 10 % fail, ids left out', async () => {
  // Rows 20 to 21 of 22 repeat rows 0 and 1, but for the id: 2 / 22 = 9.1 %.
  const columns = { id: { type: 'id' }, x: number } as const;
  const text = (n: number, different: number) => csv('id,x', n, (i) => `r${i},${i % different}`);
  expect(duplicateRows.run(await contextOf(text(22, 20), { columns }))).toMatchObject([
    { status: 'warn', value: 2 / 22, threshold: 0, rows: [20, 21] },
  ]);
  expect(duplicateRows.run(await contextOf(text(24, 20), { columns }))).toMatchObject([
    { status: 'fail', value: 4 / 24, threshold: 0.1 },
  ]);
  expect(duplicateRows.run(await contextOf(text(20, 20), { columns }))).toMatchObject([{ status: 'pass', value: 0 }]);
});

test('duplicate rows: fifty are named at most', async () => {
  const [finding] = duplicateRows.run(
    await contextOf(
      csv('x', 100, () => '7'),
      { columns: { x: number } },
    ),
  );
  expect(finding!.rows).toHaveLength(50);
  expect(finding!.text).toBe('99 of 100 rows (99 %) repeat an earlier row, over 10 %');
});

test('overlap: rows with the same features as a row of an earlier part, whatever their class', async () => {
  const text = 'x,c,y\n1,a,yes\n2,a,no\n3,a,no\n1,a,no\n3,b,no\n2,a,no\n3,b,no\n9,a,no\n2,a,yes\n';
  const columns = { x: number, c: category, y: category };
  const found = overlap.run(await contextOf(text, { columns, target: 'y', parts: 'tttvveee-' }));
  // Validation: 1,a is in training, 3,b is not. Test: 2,a is in training, 3,b in validation, 9,a in neither.
  expect(found).toMatchObject([
    { status: 'fail', value: 1 / 2, threshold: 0.05, rows: [3] },
    { status: 'fail', value: 2 / 3, threshold: 0.05, rows: [5, 6] },
  ]);
  const apart = overlap.run(
    await contextOf('x,y\n1,a\n2,b\n3,b\n', { columns: { x: number, y: category }, target: 'y', parts: 'tve' }),
  );
  expect(apart).toMatchObject([
    { status: 'pass', value: 0 },
    { status: 'pass', value: 0 },
  ]);
  expect(overlap.run(await contextOf(text, { columns, target: 'y' }))).toEqual([]);
});
