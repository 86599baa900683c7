import { expect, test } from 'vitest';
import type { Part } from '../../../src/core/mistakes/conditions.ts';
import type { Slice } from '../../../src/core/mistakes/slices.ts';
import { newcombe, wilson } from '../../../src/core/metrics/intervals.ts';
import type { Suspects, WeakSpots } from '../../../src/core/study/mistakes.ts';
import type { Comparison } from '../../../src/core/study/verdicts.ts';
import {
  alikeFinding,
  alikeRows,
  conditionOf,
  hardestFinding,
  labelsFinding,
  partWords,
  slicesFinding,
  treeFinding,
} from '../../../src/ui/stages/evaluate/mistakes.ts';
import {
  againstFinding,
  calibrationFinding,
  learningFinding,
  pricesFinding,
} from '../../../src/ui/stages/evaluate/words.ts';

const said = (segments: { text: string }[]) => segments.map(({ text }) => text).join('');

test('conditions in words, and as Explore filters by them', () => {
  const parts: Part[] = [
    { column: 'age', from: 30, below: 45.5 },
    { column: 'age', from: null, below: 30 },
    { column: 'age', from: 45.5, below: null },
    { column: 'job', level: 'nurse' },
    { column: 'job', level: null },
  ];
  expect(parts.map((part) => partWords(part))).toEqual([
    'age 30 to under 45.5',
    'age under 30',
    'age 45.5 or more',
    'job nurse',
    'job missing',
  ]);
  expect(partWords({ column: 'day', from: 0, below: 86_400_000 }, new Set(['day']))).toBe(
    'day 1970-01-01 to under 1970-01-02',
  );
  const { low, high } = conditionOf(parts[0]!) as { low: number; high: number };
  expect(low).toBe(30);
  // Both ends belong to a stretch there: the number just under is the last in it.
  expect(high).toBeLessThan(45.5);
  expect(45.5 - high).toBeLessThan(1e-13);
  expect(conditionOf(parts[3]!)).toEqual({ column: 'job', levels: ['nurse'] });
  expect(conditionOf(parts[4]!)).toEqual({ column: 'job', missing: true });
});

const slice = (wrong: number, rows: number): Slice => ({
  conditions: [{ column: 'town', level: 'south' }],
  found: { rows: 100, wrong: 40, p: 1e-6, adjusted: 1e-4 },
  held: {
    inside: wilson(wrong, rows),
    outside: wilson(100 - wrong, 1000 - rows),
    difference: newcombe(wrong, rows, 100 - wrong, 1000 - rows),
    wrong,
  },
});
const spots = (slices: Slice[]): WeakSpots => ({
  ...{ slices, tried: 1234, least: 30, conditions: 2, columns: ['town'] },
  found: { rows: 1000, wrong: 110 },
  held: { rows: 1000, wrong: 100 },
  tree: { nodes: [], rows: { grown: 0, of: 0, held: 0 } },
});

test('weak spots: told where test rows confirm them, and said to be none where they do not', () => {
  // 40 of 100 in it, 60 of 900 elsewhere.
  expect(said(slicesFinding(spots([slice(40, 100)])))).toBe(
    'Where town south it is wrong in 40 % of test rows, elsewhere in 6.7 %; 40 % of its errors are there.',
  );
  expect(said(slicesFinding(spots([slice(10, 100)])))).toBe(
    '1 of 1,234 parts stood out on validation rows, and test rows confirm none of them.',
  );
  expect(said(slicesFinding(spots([])))).toMatch(/^No part of the rows stands out: of 1,234 tried/);
  expect(said(slicesFinding({ ...spots([]), found: { rows: 0, wrong: 0 } }))).toMatch(/no validation rows/);
});

test('the worst corner of the tree, or that there is none', () => {
  const leaf = (wrong: number, n: number) => ({
    ...{ question: null, yes: -1, no: -1, grown: n, coverage: wrong / 100 },
    wrong: wilson(wrong, n),
  });
  const root = { ...leaf(100, 1000), question: { column: 'age', upTo: 30 }, yes: 1, no: 2 };
  expect(said(treeFinding([root, leaf(60, 200), leaf(40, 800)]))).toBe(
    'Its worst corner is age is at most 30: 30 % wrong of 200 test rows, against 10 % of all.',
  );
  expect(said(treeFinding([root, leaf(20, 200), leaf(80, 800)]))).toMatch(/part nothing on test rows/);
});

const suspects = (more: Partial<Suspects['alike']> = {}): Suspects => ({
  hardest: [{ row: 1732, score: 0.0001, loss: 9.2, actual: 1, likely: 0 }],
  labels: {
    thresholds: [0.8, 0.7],
    joint: [
      [90, 10],
      [2, 98],
    ],
    suspects: [],
    rows: 200,
    of: 8,
  },
  alike: { conflicts: [], near: [], rows: 500, unavoidable: 0, conflicting: 0, pairs: 0, ...more },
});

test('rows to read, in words', () => {
  expect(said(hardestFinding(suspects(), ['no', 'yes']))).toBe(
    'Its hardest test row is 1,732: it is yes, which the model gave less than .001.',
  );
  // 12 of 200 off the diagonal.
  expect(said(labelsFinding(suspects().labels, ['no', 'yes']))).toMatch(
    /^The model is confident against 8 of 200 labels; were it right, 6\.0 % of all would be wrong, most often no for yes\./,
  );
  expect(said(alikeFinding(suspects()))).toBe('No two rows of 500 say the same and are labelled otherwise.');
  const conflicts = [{ rows: [3, 9, 12], labels: [0, 0, 1] }];
  const near = [
    {
      column: 'age',
      rows: [4, 5] as [number, number],
      values: [30, 31] as [number, number],
      labels: [1, 0] as [number, number],
    },
  ];
  const told = suspects({ conflicts, near, conflicting: 3, unavoidable: 1, pairs: 1 });
  expect(said(alikeFinding(told))).toMatch(
    /^3 rows are like others .* at least 1 of 500 \(0\.2 %\) stay wrong\. 1 more pairs/,
  );
  expect(alikeRows(told, ['no', 'yes'])).toEqual([
    { row: 3, words: ['1', 'no', ''] },
    { row: 9, words: ['1', 'no', ''] },
    { row: 12, words: ['1', 'yes', ''] },
    { row: 4, words: ['2', 'yes', 'age'] },
    { row: 5, words: ['2', 'no', 'age'] },
  ]);
});

test('another run: who is right where only one is, sure or not', () => {
  const comparison = (onlyFirst: number, onlySecond: number, p: number): Comparison => ({
    ...{ differences: [], metrics: [], auc: null, rows: { shared: 1000, onlyA: 0, onlyB: 0 } },
    disagreement: { bothRight: 900, onlyFirst, onlySecond, bothWrong: 40, p },
  });
  expect(said(againstFinding(comparison(10, 50, 1e-7), 'the tree'))).toBe(
    'On the same 1,000 test rows this run is right more often: where only one is, in 50 of 60 (McNemar, p under .001).',
  );
  expect(said(againstFinding(comparison(31, 29, 0.897), 'the tree'))).toBe(
    'On the same 1,000 test rows neither is surely right more often: where only one is, the tree is in 31, the other in 29 (McNemar, p .897).',
  );
  expect(said(againstFinding(comparison(0, 0, 1), 'the tree'))).toMatch(/the same 1,000 test rows\.$/);
});

test('whether more rows would help', () => {
  const estimate = (value: number) => ({ value, low: value - 0.01, high: value + 0.01, n: 5 });
  const points = [100, 200].map((rows, i) => ({
    ...{ rows, share: (i + 1) / 2, logLoss: estimate(0.5 - i / 10), rocAuc: estimate(0.8), learned: estimate(0.3) },
  }));
  const curve = (value: number, p: number) => ({
    points,
    folds: 5,
    rows: 250,
    doubling: { difference: estimate(value), p, chances: null },
  });
  expect(said(learningFinding(curve(0.1, 0.003)))).toBe(
    'More rows would likely help: the last doubling, from 100 to 200 rows, still lowered the error (log loss −.100; p .003). The next can be expected to give less.',
  );
  expect(said(learningFinding(curve(0.005, 0.4)))).toMatch(/^More rows of this kind would hardly help/);
  expect(said(learningFinding(curve(-0.1, 0.003)))).toMatch(/^More rows did harm/);
});

test('calibration and prices', () => {
  const line = (name: string, value: number, p: number, rows = 400) => ({
    ...{ name, rows, positives: 10, byMass: 0, maximum: 0, brier: null, logLoss: 0 },
    ...{ expected: { value, low: 0, high: 1, n: rows }, chance: { high: 0.05, p } },
  });
  expect(said(calibrationFinding([line('all rows', 0.03, 0.4)]))).toMatch(
    /off by \.030 on average, no more than chance/,
  );
  expect(
    said(calibrationFinding([line('all', 0.09, 0.001), line('east', 0.2, 0.001), line('tiny', 0.5, 0.001, 9)])),
  ).toBe(
    'The scores are off by .090 on average, more than chance (under .050). Furthest off: east, by .200 (chance: under .050).',
  );
  const of = (value: number) => ({ value, low: 0, high: 9, n: 90 });
  const priced = {
    ...{
      sweep: { thresholds: new Float64Array(0), cost: new Float64Array(0) },
      now: of(4),
      rows: { tested: 100, unpriced: 10 },
    },
    best: { threshold: 0.3, cost: of(3) },
  };
  expect(said(pricesFinding(priced, 'fee', 0.5))).toBe(
    'At .50 its errors cost 4.00 of fee a test row; at .300, the cheapest on validation rows, 3.00. 10 test rows have no fee and are left out.',
  );
});
