import { expect, test } from 'vitest';
import { equalFrequency, informationOf, rankInformation } from '../../../../src/core/data/explore/information.ts';
import { allRows, viewOf } from '../../../../src/core/data/explore/view.ts';
import type { ReadOptions } from '../../../../src/core/data/profile-types.ts';
import { codedOf } from '../../../../src/core/data/select.ts';
import { columnOf, tableOf } from '../csv.ts';

const category = { type: 'category' } as const;

async function rankingOf(text: string, columns: ReadOptions['columns'] = {}) {
  const table = await tableOf(text, { columns });
  const { codes, levels } = codedOf(columnOf(table, 'y'), 'y');
  return { table, ...(await rankInformation(table, { name: 'y', classes: levels, codes }, allRows(table))) };
}

test('information of a category in nats, and its share of the target entropy', async () => {
  // 8 rows, p: 3 u 1 v, q: 1 u 3 v. I = 2 * 3/8 ln(3/8 / (1/4)) + 2 * 1/8 ln(1/8 / (1/4)) = 3/4 ln 1.5 - 1/4 ln 2; H = ln 2.
  const text = 'c,y\np,u\np,u\np,u\np,v\nq,u\nq,v\nq,v\nq,v\n?,u\np,?\n';
  const { columns, rows } = await rankingOf(text, { c: category, y: category });
  const information = 0.75 * Math.log(1.5) - 0.25 * Math.log(2);
  expect(rows).toBe(10);
  expect(columns[0]).toMatchObject({ column: 'c', n: 8, bins: 2, reason: null });
  expect(columns[0]!.information).toBeCloseTo(information, 12);
  expect(columns[0]!.share).toBeCloseTo(information / Math.log(2), 12);
  // (2 - 1)(2 - 1) / (2 * 8).
  expect(columns[0]!.chance).toBeCloseTo(1 / 16, 12);
});

test('numbers are binned into twenty of equal frequency, equal values together', async () => {
  const table = await tableOf(`x,d\n${Array.from({ length: 100 }, (_, i) => `${i < 30 ? 0.5 : i},1\n`).join('')}`);
  const { codes, size } = equalFrequency(viewOf(columnOf(table, 'x'), allRows(table)));
  expect(size).toBe(20);
  // 0.5 thirty times is bin 0; 30 has 30 values under it: bin 6; 34 too, 35: bin 7; 99: bin 19.
  expect([codes[0], codes[29], codes[30], codes[34], codes[35], codes[99]]).toEqual([0, 0, 6, 6, 7, 19]);
});

test('the ranking is by share; a column that decides the target has share 1 and AUC 1, whichever way round', async () => {
  // down falls with the class, so its area is 0 and 1 the other way round; noise is the same in both classes.
  const rows = Array.from({ length: 40 }, (_, i) => {
    const hit = i % 2;
    return `${i % 4 < 2 ? 'a' : 'b'},${hit ? -i : i + 1},${hit ? 'k' : 'm'},${hit ? 'yes' : 'no'}`;
  });
  const text = `noise,down,twin,y\n${rows.join('\n')}\n`;
  const { columns } = await rankingOf(text, { noise: category, twin: category, y: category });
  expect(columns.map(({ column, share, auc }) => [column, share && +share.toFixed(12), auc])).toEqual([
    ['down', 1, 1],
    ['twin', 1, 1],
    ['noise', 0, columns[2]!.auc],
  ]);
  expect(columns[2]!.auc).toBeLessThan(0.6);
});

test('the area of a number is the share of pairs in order, ties half', async () => {
  // Positive 1 2 4, negative 1 3: pairs in order (4,1) (4,3) (2,1), one tie (1,1), out of order (1,3) (2,3): 3.5 of 6.
  const text = 'x,y\n1,yes\n2,yes\n4,yes\n1,no\n3,no\n?,no\n';
  const table = await tableOf(text);
  const { columns } = await rankInformation(
    table,
    { name: 'y', classes: ['no', 'yes'], codes: Int32Array.of(1, 1, 1, 0, 0, 0) },
    allRows(table),
  );
  expect(columns[0]!.auc).toBeCloseTo(3.5 / 6, 12);
});

test('a category of one row a level orders nothing, as its shares are of other rows', async () => {
  // 50 levels, one row each: no other fifth knows the level, so every score is the share of the other four fifths: i % 5
  // decides the fifth, and y follows i % 2, so each fifth holds as many of both and all scores are 1/2. All ties: 0.5.
  const rows = Array.from({ length: 50 }, (_, i) => `l${i},${i % 2 ? 'yes' : 'no'}\n`);
  const { columns } = await rankingOf(`c,y\n${rows.join('')}`, { c: category, y: category });
  expect(columns[0]).toMatchObject({ column: 'c', bins: 50, auc: 0.5 });
  expect(columns[0]!.share).toBeCloseTo(1, 12);
  // Though its information is all of the entropy, chance alone would show (50 - 1)(2 - 1) / 100 nats.
  expect(columns[0]!.chance).toBeCloseTo(0.49, 12);
});

test('more than two classes have no area; what is undefined says why', async () => {
  const text = 'x,gap,y\n1,?,a\n2,?,b\n3,5,c\n4,?,c\n';
  const { table, columns } = await rankingOf(text, { y: category });
  expect(columns.map(({ column, auc, reason }) => [column, auc, reason])).toEqual([
    ['x', null, null],
    ['gap', null, 'one class only on its rows'],
  ]);
  const none = informationOf(viewOf(columnOf(table, 'x'), allRows(table)), new Int32Array(4).fill(-1), 2);
  expect(none).toMatchObject({ n: 0, information: null, share: null, reason: 'no row has both' });
});
