import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { dropped, splitRows } from '../../../src/core/data/split.ts';
import type { SplitPlan } from '../../../src/core/data/split.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { tableOf } from './csv.ts';

const n = 1000;
/** 1,000 rows: class 0 x 900, 1 x 97, 2 x 3; 50 groups of 20; a day each, in reverse. */
const codes = Int32Array.from({ length: n }, (_, i) => (i < 900 ? 0 : i < 997 ? 1 : 2));
const all = Uint32Array.from({ length: n }, (_, i) => i);
const text = `g,t,fold\n${Array.from(all, (i) => `g${i % 50},${n - i},${['train', 'validation', 'test'][i % 3]}\n`).join('')}`;
const split = async (plan: SplitPlan, seed = 0, table?: Table, rows = all) =>
  splitRows(table ?? (await tableOf(text)), plan, createRng(seed), codes, rows);
const count = (part: Uint8Array, p: number, keep: (row: number) => boolean = () => true) =>
  part.reduce((sum, value, row) => sum + (value === p && keep(row) ? 1 : 0), 0);
const shares = { test: 0.2, validation: 0.1 };

test.each<SplitPlan>([
  { kind: 'random', ...shares },
  { kind: 'stratified', ...shares },
  { kind: 'group', column: 'g', ...shares },
])('$kind: the same seed gives the same rows, another seed others, 0 is a seed', async (plan) => {
  expect(await split(plan, 0)).toEqual(await split(plan, 0));
  expect(await split(plan, 0)).not.toEqual(await split(plan, 1));
});

test('random: exact sizes; rows that are not usable stay out', async () => {
  const usable = all.filter((row) => row % 10 !== 0);
  const part = await split({ kind: 'random', ...shares }, 0, undefined, usable);
  expect([0, 1, 2, dropped].map((p) => count(part, p))).toEqual([630, 90, 180, 100]);
  expect(count(part, dropped, (row) => row % 10 === 0)).toBe(100);
});

test('stratified: every class by its share, a rare one in each part', async () => {
  const part = await split({ kind: 'stratified', ...shares });
  const of = (code: number) => [0, 1, 2].map((p) => count(part, p, (row) => codes[row] === code));
  // Test: 180, 19.4, 0.6 -> 180, 19, 1. Validation: 90, 9.7, 0.3 -> 90, 10, 0, and the class of three gets its one.
  expect([of(0), of(1), of(2)]).toEqual([
    [630, 90, 180],
    [68, 10, 19],
    [1, 1, 1],
  ]);
});

test('group: no group is in two parts, sizes as near as whole groups allow', async () => {
  const part = await split({ kind: 'group', column: 'g', ...shares });
  for (let g = 0; g < 50; g++)
    expect(
      new Set(
        Array.from(
          all.filter((i) => i % 50 === g),
          (i) => part[i],
        ),
      ).size,
    ).toBe(1);
  expect([0, 1, 2].map((p) => count(part, p))).toEqual([700, 100, 200]);
});

describe('time', () => {
  test('earliest train, latest test', async () => {
    const part = await split({ kind: 'time', column: 't', ...shares });
    // t falls with the row: the latest 200 moments are rows 0 to 199.
    expect([0, 199, 200, 299, 300, 999].map((row) => part[row])).toEqual([2, 2, 1, 1, 0, 0]);
  });
  test('equal moments stay together and rows without one are not used', async () => {
    // 10 rows; shares .2 and .2 would cut after 6 and 8 of the 9 dated rows' order 1 1 1 1 2 2 2 3 4: after 5 -> 4 or 7.
    const table = await tableOf('t,x\n1,a\n1,b\n1,a\n1,b\n2,a\n2,b\n2,a\n3,b\n4,a\n,b\n');
    const part = splitRows(
      table,
      { kind: 'time', column: 't', test: 0.2, validation: 0.2 },
      createRng(0),
      codes,
      all.slice(0, 10),
    );
    // n = 9: test 2, validation 2. The cut after 5 falls inside the 2s and moves to 4; the cut after 7 stands.
    expect(Array.from(part)).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2, dropped]);
  });
  test('a column of texts is refused', async () =>
    expect(split({ kind: 'time', column: 'g', ...shares })).rejects.toThrow(/needs a column of dates or numbers.*: g/));
});

describe('column', () => {
  test('takes the words of the cells', async () => {
    const part = await split({ kind: 'column', column: 'fold' });
    expect(Array.from(part.slice(0, 6))).toEqual([0, 1, 2, 0, 1, 2]);
  });
  test('other words are refused by name', async () => {
    const table = await tableOf('fold,x\ntrain,1\ndev,2\ntest,3\n,4\n');
    const rows = Uint32Array.of(0, 1, 2, 3);
    expect(() => splitRows(table, { kind: 'column', column: 'fold' }, createRng(0), codes, rows)).toThrow(
      /study\.split\.column: fold may hold train, validation and test only: dev, \(missing\)/,
    );
  });
});

test('no part may be empty, and training needs a share', async () => {
  expect(() =>
    splitRows(
      { rows: 2 } as Table,
      { kind: 'random', test: 0.2, validation: 0.2 },
      createRng(0),
      codes,
      all.slice(0, 2),
    ),
  ).toThrow(/study\.split: no row is left for validation/);
  await expect(split({ kind: 'random', test: 0.5, validation: 0.5 })).rejects.toThrow(/must be under 1.*: 1$/);
  await expect(split({ kind: 'group', column: 'nope', ...shares })).rejects.toThrow(
    /study\.split\.column: not a column/,
  );
});
