import { expect, test } from 'vitest';
import { profileTable } from '../../../src/core/data/profile.ts';
import { cellText, codedOf, findColumn, takeRows } from '../../../src/core/data/select.ts';
import { columnOf, read, tableOf, textsOf } from './csv.ts';

const text = 'x,c,same\n1,b,5\n2,a,5\n3,b,5\n6,NA,5\n?,b,5\n';

test('a profile states what a person would count', async () => {
  const { table, notices } = await read(text);
  const { columns } = profileTable(table, notices, text.length);
  // x: 1 2 3 6: mean 3, median (2 + 3) / 2, deviation sqrt((4 + 1 + 0 + 9) / 3).
  expect(columns[0]).toMatchObject({ missing: 1, distinct: 4, numbers: { min: 1, max: 6, mean: 3, median: 2.5 } });
  expect(columns[0]!.numbers!.deviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
  // 20 bins of width 0.25 from 1 to 6: 1 in the first, 2 in [2, 2.25), 3 in [3, 3.25), 6 in the last, closed one.
  const counts = columns[0]!.histogram.counts;
  expect([counts[0], counts[4], counts[8], counts[19], counts.reduce((a, b) => a + b)]).toEqual([1, 1, 1, 1, 4]);
  expect(columns[0]!.histogram.edges).toHaveLength(21);
  const levels = [
    { text: 'b', count: 3 },
    { text: 'a', count: 1 },
  ];
  expect(columns[1]).toMatchObject({ missing: 1, distinct: 2, numbers: null, levels });
  expect(columns[1]!.histogram).toEqual({ edges: null, labels: ['b', 'a'], counts: [3, 1], other: 0 });
  expect(columns[2]!.histogram).toEqual({ edges: [5, 5], labels: null, counts: [5], other: 0 });
});

test('levels beyond the twenty shown are counted as other', async () => {
  const cells = Array.from({ length: 250 }, (_, i) => `w${i % 25}`);
  const { table } = await read(`c,d\n${cells.map((cell) => `${cell},1\n`).join('')}`);
  const { histogram } = profileTable(table, [], 0).columns[0]!;
  expect([histogram.counts.length, histogram.other]).toEqual([20, 50]);
});

test('statistics of more numbers than a call can take as arguments', async () => {
  const n = 1_100_000;
  const { table } = await read(`x\n${Array.from({ length: n }, (_, i) => i * 0.5).join('\n')}\n`);
  const { numbers, distinct } = profileTable(table, [], 0).columns[0]!;
  expect([distinct, numbers!.min, numbers!.max]).toEqual([n, 0, (n - 1) / 2]);
  expect(numbers!.mean).toBeCloseTo((n - 1) / 4, 6);
});

test('a selection keeps order, texts and source rows', async () => {
  const table = takeRows(await tableOf(text), Uint32Array.of(3, 0));
  expect([table.rows, ...table.sourceRows]).toEqual([2, 3, 0]);
  expect(textsOf(columnOf(table, 'c'))).toEqual([null, 'b']);
  expect([0, 1].map((row) => cellText(columnOf(table, 'x'), row))).toEqual(['6', '1']);
});

test('an unknown column is named with the nearest; too many numbers are no classes', async () => {
  const table = await tableOf(`price,b\n${Array.from({ length: 1500 }, (_, i) => `${i}.5,1\n`).join('')}`);
  expect(() => findColumn(table, 'prise', 'study.framing.target')).toThrow(
    /^study\.framing\.target: not a column of test\.csv \(did you mean price\?\): prise$/,
  );
  expect(() => codedOf(columnOf(table, 'price'), 'study.groups[0]')).toThrow(/^study\.groups\[0\]: more than 1,000/);
  expect(cellText(columnOf(table, 'price'), 2)).toBe('2.5');
});
