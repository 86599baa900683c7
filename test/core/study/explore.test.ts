/** @file A look in the light of a study: what tells of the target is measured on training rows only. */
import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/data/reader.ts';
import { bySplit, distributionOf, exploreTable, qualityOf } from '../../../src/core/study/explore.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';

/** In the 80 training rows a says nothing of y; in the 40 test rows it is y. */
const lines = Array.from({ length: 120 }, (_, i) => {
  const isTest = i >= 80;
  const y = i % 2;
  const a = isTest ? y : (i >> 1) % 2;
  return `${'uv'[a]},${i % 7},${'ny'[y]},${isTest ? 'test' : 'train'}`;
});
const { table } = await readTable(new TextEncoder().encode(['a,b,y,part', ...lines].join('\n')), 't.csv', {});
const study: StudyInput = {
  version: 1,
  data: { source: 't.csv' },
  framing: { kind: 'binary', target: 'y', positive: 'y' },
  split: { kind: 'column', column: 'part' },
};

test('a column that gives the answer away in test rows only tells nothing', async () => {
  const { rows, information, associations } = await exploreTable(table, study);
  expect([rows, information!.rows, associations.rows]).toEqual([120, 80, 120]);
  // 20 training rows in each of the four cells of a and y: no information at all.
  expect(information!.columns.find(({ column }) => column === 'a')!.information).toBeCloseTo(0, 12);
});

test('without a split all rows count; without a target nothing is ranked', async () => {
  const { split: _, ...open } = { ...study, model: { kind: 'none such' } };
  expect((await exploreTable(table, open)).information!.rows).toBe(120);
  expect((await exploreTable(table, null)).information).toBeNull();
  const gone = { ...study, framing: { kind: 'binary' as const, target: 'z', positive: 'y' } };
  expect((await exploreTable(table, gone)).information).toBeNull();
});

test('a distribution is overlaid by the target, the split, or a column, and refuses what is not there', async () => {
  const labels = (by: string | null) => distributionOf(table, 'b', by, study).groups.map(({ label, n }) => [label, n]);
  expect(labels('y')).toEqual([
    ['n', 60],
    ['y', 60],
  ]);
  expect(labels(bySplit)).toEqual([
    ['train', 80],
    ['test', 40],
  ]);
  expect(labels('a').map(([label]) => label)).toEqual(['u', 'v']);
  expect(labels(null)).toEqual([]);
  expect(() => distributionOf(table, 'c', null, study)).toThrow(/not a column of t\.csv.*: c$/);
});

test('quality is tested as far as the study goes', async () => {
  const kinds = async (given: Partial<StudyInput> | null) =>
    new Set((await qualityOf(table, given, [])).map(({ test }) => test));
  expect((await kinds(null)).has('missing')).toBe(true);
  expect((await kinds(study)).size).toBeGreaterThan((await kinds(null)).size);
});

test('a part of the rows is looked at by itself, and what tells of the target still at training rows only', async () => {
  const where = [{ column: 'b', low: 0, high: 2 }];
  // b is i mod 7 and 120 = 17 x 7 + 1: 18 rows of 0, 17 of 1 and of 2.
  const part = await exploreTable(table, study, where);
  expect(part.total).toBe(52);
  expect(part.information!.rows).toBeLessThan(part.total);
  expect(distributionOf(table, 'a', null, study, where).n).toBe(part.total);
});

test('a look that is cancelled stops', async () => {
  const controller = new AbortController();
  controller.abort();
  const control = { signal: controller.signal };
  await expect(exploreTable(table, study, [], control)).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
  await expect(qualityOf(table, study, [], control)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
