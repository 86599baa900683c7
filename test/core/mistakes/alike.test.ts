import { expect, test } from 'vitest';
import { alikeRows } from '../../../src/core/mistakes/alike.ts';
import { tableOf } from '../study/fixture.ts';

const table = await tableOf(
  [
    'size,color',
    // Rows 0, 3 and 5 are the same; 1 and 4 too; 2 is alone.
    ...['1,red', '2,blue', '3,red', '1,red', '2,blue', '1,red'],
  ].join('\n'),
);
const all = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

test('the same cells with other labels, and what no rule can get right of them', async () => {
  // 0 and 3 say yes, 5 says no: one is wrong whatever is said of them. 1 and 4 agree.
  const found = await alikeRows(table.columns, Int32Array.of(1, 0, 0, 1, 0, 0), all(6));
  expect(found.conflicts).toEqual([{ rows: [0, 3, 5], labels: [1, 1, 0] }]);
  expect(found).toMatchObject({ unavoidable: 1, rows: 6 });
});

test('only the rows asked about', async () => {
  expect((await alikeRows(table.columns, Int32Array.of(1, 0, 0, 1, 0, 0), Uint32Array.of(0, 1, 3))).conflicts).toEqual(
    [],
  );
});

test('missing is like missing, and not like a value', async () => {
  const gaps = await tableOf(['size,color', ',red', ',red', '4,red', '5,', '5,'].join('\n'));
  const { conflicts } = await alikeRows(gaps.columns, Int32Array.of(0, 1, 1, 0, 1), all(5));
  expect(conflicts.map(({ rows }) => rows)).toEqual([
    [0, 1],
    [3, 4],
  ]);
});

test('rows alike but for a number that hardly differs', async () => {
  // size has the values 0 and 100 ten times each: a standard deviation near 50, so that 1 apart is 0.02 of it and 20 apart 0.4.
  const lines = [
    ...Array.from({ length: 10 }, (_, i) => `0,a${i},1`),
    ...Array.from({ length: 10 }, (_, i) => `100,b${i},1`),
    ...['50,near,1', '51,near,1', '10,far,1', '30,far,1', '60,two,1', '61,two,2', '70,same,1', '71,same,1'],
  ];
  const near = await tableOf(['size,name,other', ...lines].join('\n'));
  const columns = near.columns.map((column) =>
    column.type === 'id' ? { ...column, type: 'category' as const } : column,
  );
  const labels = Int32Array.from({ length: 28 }, (_, i) => i % 2);
  labels[26] = labels[27]!;
  const found = await alikeRows(columns, labels, all(28));
  expect(found.near).toEqual([{ column: 'size', rows: [20, 21], values: [50, 51], labels: [0, 1] }]);
  expect(found.conflicts).toEqual([]);
});
