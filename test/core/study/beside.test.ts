import { beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../src/core/data/table.ts';
import { besideOf, commonAnswers } from '../../../src/core/study/beside.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { Predictions, RunResult } from '../../../src/core/study/run.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options, tableOf } from './fixture.ts';

/** Rows 0 to 5 are judged; of each sort two, pears and apples are fruit, saws are tools. */
const csv =
  'x,town,sort,kind\n1,n,apple,fruit\n2,s,apple,fruit\n3,n,pear,fruit\n4,s,pear,fruit\n5,n,saw,tool\n6,s,saw,tool\n';
let table: Table;
beforeAll(async () => {
  table = await tableOf(csv);
});

function made(framing: StudyInput['framing'], classes: string[], said: number[], scores: number[]): RunResult {
  const study = parseStudy({ version: 1, data: { source: 't.csv' }, framing, groups: ['town'] });
  const target = 'target' in framing && framing.target === 'kind' ? [0, 0, 0, 0, 1, 1] : [0, 0, 1, 1, 2, 2];
  const predictions: Predictions = {
    rows: Uint32Array.from(table.sourceRows),
    split: new Uint8Array(6).fill(2),
    actual: Int32Array.from(target),
    predicted: Int32Array.from(said),
    scores: Float64Array.from(scores),
  };
  return { run: { study, classes }, predictions } as RunResult;
}
const sorts = () =>
  made(
    { kind: 'multiclass', target: 'sort' },
    ['apple', 'pear', 'saw'],
    [1, 0, 1, 2, 2, 2],
    [0.4, 0.6, 0, 0.8, 0.2, 0, 0.1, 0.9, 0, 0.2, 0.1, 0.7, 0, 0, 1, 0, 0.2, 0.8],
  );
const kinds = () =>
  made(
    { kind: 'binary', target: 'kind', positive: 'tool' },
    ['fruit', 'tool'],
    [0, 0, 0, 0, 1, 0],
    [1, 0, 0.9, 0.1, 0.8, 0.2, 0.9, 0.1, 0.1, 0.9, 0.7, 0.3],
  );

describe('common answers', () => {
  test('are the finest division that all framings know', () => {
    const fine = { classes: ['a', 'b', 'c', 'd'], codes: Int32Array.from([0, 1, 2, 3]) };
    const coarse = { classes: ['ab', 'c', 'd'], codes: Int32Array.from([0, 0, 1, 2]) };
    const other = { classes: ['a', 'b', 'cd'], codes: Int32Array.from([0, 1, 2, 2]) };
    expect(commonAnswers([fine, coarse]).of).toEqual([
      [0, 0, 1, 2],
      [0, 1, 2],
    ]);
    // ab | c | d with a | b | cd: only ab and cd are told apart by both.
    const both = commonAnswers([coarse, other]);
    expect(both.of).toEqual([
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect(both.names).toEqual(['ab', 'cd']);
  });

  test('are one where rows mix everything, and a row without an answer joins nothing', () => {
    const left = { classes: ['a', 'b'], codes: Int32Array.from([0, 0, 1, 1]) };
    const crossed = { classes: ['x', 'y'], codes: Int32Array.from([0, 1, 0, 1]) };
    const missing = { classes: ['x', 'y'], codes: Int32Array.from([0, -1, -1, 1]) };
    expect(commonAnswers([left, crossed]).names).toHaveLength(1);
    expect(commonAnswers([left, missing]).names).toHaveLength(2);
  });
});

describe('framings beside each other', () => {
  test('are judged on what all of them answer', () => {
    const { common, positive, rows, framings } = besideOf([sorts(), kinds()], table, '1000 * (right - 2 * missed)');
    expect([rows, positive]).toEqual([6, 'tool']);
    expect(common[1]).toBe('tool');
    // Sorts: apple for pear is fruit all the same, so one row of six is wrong (a pear called saw): 3 fruit, 1 named wrongly.
    expect(framings[0]!.right.value).toBeCloseTo(5 / 6, 12);
    expect(framings[0]!.confusion).toEqual([
      [3, 1],
      [0, 2],
    ]);
    // Kinds: one saw missed. 1000 · (5/6 − 2 · 1/6) = 500; for sorts 1000 · 5/6.
    expect(framings[1]!.confusion).toEqual([
      [4, 0],
      [1, 1],
    ]);
    expect(framings[1]!.business.value).toBeCloseTo(500, 9);
    expect(framings[0]!.business.value).toBeCloseTo(5000 / 6, 9);
    // Three rows a town are fewer than 30.
    expect(framings[0]!.gaps['town']!.value).toBeNull();
  });

  test('name the rows on which they are furthest apart', () => {
    const { apart } = besideOf([sorts(), kinds()], table, null);
    // Chances of tool: sorts 0 0 0 .7 1 .8, kinds 0 .1 .2 .1 .9 .3: differences .6, .5, .2 in rows 4, 6, 3 (from 1).
    const rows = Array.from(table.sourceRows);
    expect(apart.map(({ row }) => row)).toEqual([rows[3], rows[5], rows[2]]);
    expect(apart[0]!.distance).toBeCloseTo(0.6, 12);
    expect(apart[0]!.answers[0]).toMatchObject({ actual: 'pear', said: 'saw', common: 'tool' });
    expect(apart[0]!.answers[0]!.chance).toBeCloseTo(0.7, 12);
    expect(apart[0]!.answers[1]).toMatchObject({ actual: 'fruit', said: 'fruit' });
  });

  test('that answer alike part nowhere', () => {
    expect(besideOf([kinds(), kinds()], table, null).apart).toEqual([]);
  });

  test('say so where they share no answer', () => {
    const town = made(
      { kind: 'binary', target: 'town', positive: 's' },
      ['n', 's'],
      [0, 1, 0, 1, 0, 1],
      new Array(12).fill(0.5),
    );
    const { common, framings, apart } = besideOf(
      [{ ...sorts() }, { ...town, run: { ...town.run, study: { ...town.run.study, groups: [] } } }],
      table,
      'right',
    );
    expect(common).toHaveLength(1);
    expect(framings[0]!.right).toMatchObject({ value: null, reason: 'the framings share no answer' });
    expect(apart).toEqual([]);
  });
});

test('a run remembers how long its rows took to predict', async () => {
  const { study } = await import('./fixture.ts');
  const { run } = await runStudy(parseStudy(study), await tableOf(), await options());
  expect(run.timings['predict']).toBeGreaterThan(0);
});
