import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { makeFolds } from '../../../src/core/study/folds.ts';
import type { Folding } from '../../../src/core/study/folds.ts';
import { tableOf } from './fixture.ts';

// 40 rows: class 1 every fourth, groups of 5 rows, moments in pairs.
const text = ['group,moment', ...Array.from({ length: 40 }, (_, i) => `g${Math.floor(i / 5)},${Math.floor(i / 2)}`)];
const codes = Int32Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 1 : 0));
const rows = Uint32Array.from({ length: 36 }, (_, i) => i);
let table: Table;
beforeAll(async () => {
  table = await tableOf(`${text.join('\n')}\n`);
});
const make = (folding: Folding, folds = 4, repeats = 1, seed = 1) =>
  makeFolds(folding, { table, codes, rows, folds, repeats, rng: createRng(seed) });

describe.each([{ kind: 'random' }, { kind: 'stratified' }, { kind: 'group', column: 'group' }] as Folding[])(
  '$kind',
  (folding) => {
    test('every row is judged once a repeat, and never by a model that saw it', () => {
      const made = make(folding, 4, 3);
      expect(made).toHaveLength(12);
      for (let repeat = 0; repeat < 3; repeat++) {
        const own = made.slice(4 * repeat, 4 * repeat + 4);
        expect(own.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...rows]);
        for (const { train, test } of own) expect([...train, ...test].sort((a, b) => a - b)).toEqual([...rows]);
      }
      expect(made[4]!.test).not.toEqual(made[0]!.test);
    });

    test('the seed alone decides', () => {
      expect(make(folding)).toEqual(make(folding));
      expect(make(folding, 4, 1, 2)).not.toEqual(make(folding));
    });
  },
);

test('stratified parts hold each class to within one row', () => {
  // 36 rows, 9 of class 1, in 4 parts: 2 or 3 each.
  for (const { test: own } of make({ kind: 'stratified' }))
    expect([2, 3]).toContain([...own].filter((row) => codes[row] === 1).length);
});

test('a group is never on both sides', () => {
  for (const { train, test: own } of make({ kind: 'group', column: 'group' })) {
    const groups = new Set([...own].map((row) => Math.floor(row / 5)));
    expect([...train].some((row) => groups.has(Math.floor(row / 5)))).toBe(false);
  }
});

test('in time, what is judged comes after all that was learned from, and equal moments stay together', () => {
  const made = make({ kind: 'time', column: 'moment' }, 3, 5);
  expect(made).toHaveLength(3);
  for (const { train, test: own } of made) {
    const last = Math.max(...[...train].map((row) => Math.floor(row / 2)));
    expect(Math.min(...[...own].map((row) => Math.floor(row / 2)))).toBeGreaterThan(last);
  }
  // 36 rows in 4 parts of 9, the edges moved to whole moments: 10, 18, 28.
  expect(made.map(({ train }) => train.length)).toEqual([10, 18, 28]);
});

test('too few groups, rows or moments are refused', () => {
  expect(() => make({ kind: 'group', column: 'group' }, 9)).toThrow('the number of groups of group, 8: 9');
  expect(() => make({ kind: 'random' }, 37)).toThrow('search.folds: must be at most the number of rows, 36: 37');
  expect(() => make({ kind: 'time', column: 'moment' }, 30)).toThrow('too few different moments');
});
