/** @file The mistakes of a small run: numbers of the source, the right parts of the rows, the threshold asked about. */
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { calibrationOf, pricedCutoffs } from '../../../src/core/study/judging.ts';
import { learningCurve } from '../../../src/core/study/learning-curve.ts';
import { allLabels, suspectsOf, weakSpots } from '../../../src/core/study/mistakes.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { control, options, tableOf } from './fixture.ts';

/**
 * 1,500 rows: the answer follows x, but for the town `south`, where it is turned round, and 30 labels that are turned on purpose
 * (rows 0, 50, 100 …) where x is far from the middle. `fee` says what an error costs; every 100th has none.
 */
const rng = createRng(2);
const planted: number[] = [];
const lines = Array.from({ length: 1500 }, (_, row) => {
  const isTurned = row % 50 === 0;
  const x = isTurned ? (rng.uniform() < 0.5 ? -3 : 3) : rng.normal() * 2;
  const town = isTurned ? 'north' : ['north', 'east', 'west', 'south'][rng.integer(4)]!;
  const isYes = rng.uniform() < 1 / (1 + Math.exp(-3 * x));
  const says = (town === 'south') !== isYes;
  if (isTurned) planted.push(row);
  const fee = row % 100 === 7 ? '' : 1 + rng.integer(9);
  return `${x.toFixed(3)},${town},${fee},${(isTurned ? x < 0 : says) ? 'yes' : 'no'}`;
});
const table = await tableOf(['x,town,fee,answer', ...lines].join('\n'));
const study: StudyInput = {
  version: 1,
  data: { source: 'small.csv', columns: { fee: { role: 'meta' }, town: { role: 'meta' } } },
  framing: { kind: 'binary', target: 'answer', positive: 'yes' },
  groups: ['town'],
};
const { run, predictions } = await runStudy(parseStudy(study), table, await options());
const of = { run, predictions };

test('the town where the model is wrong is found and confirmed, though it does not learn from it', async () => {
  const found = await weakSpots(of, table, { threshold: null, conditions: 2 }, control);
  expect(found.columns).toEqual(['x', 'town']);
  expect(found.slices[0]!.conditions).toEqual([{ column: 'town', level: 'south' }]);
  expect(found.slices[0]!.held.difference.low).toBeGreaterThan(0.4);
  expect(found.held).toEqual({ rows: run.rows.test, wrong: run.confusion.test[0]![1]! + run.confusion.test[1]![0]! });
  expect(found.found.rows).toBe(run.rows.validation);
  expect(found.tree.nodes[0]!.question).toEqual({ column: 'town', is: 'south' });
  // From 0 on everything is named yes: all rows that are not are wrong.
  const all = await weakSpots(of, table, { threshold: 0, conditions: 1 }, control);
  expect(all.held.wrong).toBe(run.confusion.test[0]!.reduce((a, b) => a + b, 0));
});

test('planted wrong labels are among the suspects, by their numbers in the source', () => {
  const { labels, hardest } = suspectsOf(of, table);
  const held = new Set(predictions.rows);
  const there = planted.filter((row) => held.has(row));
  expect(there.length).toBeGreaterThan(5);
  const told = new Set(labels.suspects.map(({ row }) => row));
  expect(there.filter((row) => !told.has(row))).toEqual([]);
  expect(labels.rows).toBe(predictions.rows.length);
  const scoreOf = (row: number) => {
    const i = predictions.rows.indexOf(row);
    return predictions.scores[2 * i + predictions.actual[i]!]!;
  };
  for (const { row, score } of hardest) expect(score).toBe(scoreOf(row));
  for (const [i, { score }] of hardest.entries())
    if (i > 0) expect(score).toBeGreaterThanOrEqual(hardest[i - 1]!.score);
});

test('out of fold, planted wrong labels are found among training rows too', async () => {
  const labels = await allLabels(of, table, await options());
  expect(labels.rows).toBe(1500);
  const told = new Map(labels.suspects.map(({ row, part }) => [row, part]));
  expect(planted.filter((row) => !told.has(row))).toEqual([]);
  const held = new Map(
    [...predictions.rows].map((row, i) => [row, ['', 'validation', 'test'][predictions.split[i]!]!]),
  );
  for (const [row, part] of told) expect(part).toBe(held.get(row) ?? 'training');
  expect([...told.values()].filter((part) => part === 'training').length).toBeGreaterThan(10);
});

test('rows alike but for the answer are found on all rows used', async () => {
  const doubled = await tableOf(
    ['x,answer', ...Array.from({ length: 60 }, (_, i) => `${i % 30},${i < 30 === i % 3 > 0 ? 'yes' : 'no'}`)].join(
      '\n',
    ),
  );
  const own: StudyInput = { ...study, data: { source: 'small.csv', columns: {} }, groups: [] };
  const ended = await runStudy(parseStudy(own), doubled, await options());
  const { alike } = suspectsOf(ended, doubled);
  // Each of 30 values twice, once yes and once no.
  expect(alike).toMatchObject({ rows: 60, conflicting: 60, unavoidable: 30 });
  expect(alike.conflicts[0]!.rows).toEqual([0, 30]);
});

test('calibration by groups: all rows first, then each town with as many rows as it has', async () => {
  const lines = await calibrationOf(of, table, 'town', control);
  expect(lines.map(({ name }) => name)).toEqual(['all rows', 'east', 'north', 'south', 'west']);
  expect(lines.slice(1).reduce((sum, { rows }) => sum + rows, 0)).toBe(run.rows.test);
  expect(lines[0]!.expected.value).toBeCloseTo(run.metrics.test['ece']!.value!, 12);
  expect(lines[0]!.brier!.score).toBeCloseTo(run.metrics.test['brier']!.value!, 12);
  expect(lines[0]!.logLoss).toBeCloseTo(run.metrics.test['logLoss']!.value!, 12);
  // In the south the answer is the other way round.
  expect(lines[3]!.expected.value).toBeGreaterThan(2 * lines[3]!.chance!.high);
});

test('prices of rows come from a column; rows without one are left out and counted', () => {
  const priced = pricedCutoffs(of, table, { column: 'fee', threshold: 0.5 });
  const places = [...predictions.split.keys()].filter((i) => predictions.split[i] === 2);
  const fees = places.map((i) => lines[predictions.rows[i]!]!.split(',')[2]!);
  expect(priced.rows).toEqual({ tested: places.length, unpriced: fees.filter((fee) => fee === '').length });
  const wrong = places.map((i, r) => (predictions.predicted[i] === predictions.actual[i] ? 0 : Number(fees[r])));
  const priceable = places.length - priced.rows.unpriced;
  expect(priced.now.value).toBeCloseTo(wrong.reduce((a, b) => a + b, 0) / priceable, 12);
  expect(() => pricedCutoffs(of, table, { column: 'town', threshold: 0.5 })).toThrow(
    'costs.column: must be a column of numbers, not category: town',
  );
  expect(() => pricedCutoffs(of, table, { column: 'x', threshold: 0.5 })).toThrow(
    /x must be 0 or more in every row; row \d+ has: -/,
  );
});

test('a learning curve falls where rows help, and its parts are shares of the folds', async () => {
  const told: number[] = [];
  const given = await options();
  const progress = ({ done }: { done: number }) => void told.push(done);
  const curve = await learningCurve(parseStudy(study), table, { ...given, control: { ...control, progress } });
  expect(curve).toMatchObject({ folds: 5, rows: run.rows.train + run.rows.validation });
  expect(curve.points.map(({ share }) => share)).toEqual([1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]);
  expect(told.at(-1)).toBe(25);
  const whole = (4 / 5) * curve.rows;
  for (const { rows, share } of curve.points) expect(Math.abs(rows - share * whole)).toBeLessThan(3);
  const [first, last] = [curve.points[0]!, curve.points.at(-1)!];
  expect(first.logLoss.value).toBeGreaterThan(last.logLoss.value!);
  // What was learned from is known at least as well as what was not.
  expect(first.learned.value).toBeLessThan(first.logLoss.value!);
  const half = curve.points.at(-2)!;
  expect(curve.doubling.difference.value).toBeCloseTo(half.logLoss.value! - last.logLoss.value!, 12);
}, 60_000);

test('a learning curve can be cancelled, and is refused where a class is too rare', async () => {
  const stop = new AbortController();
  const given = await options();
  const progress = ({ done }: { done: number }) => done === 2 && stop.abort();
  const cancelled = { ...given, control: { ...control, progress, signal: stop.signal } };
  await expect(learningCurve(parseStudy(study), table, cancelled)).rejects.toThrow(/abort/i);
  const few = await tableOf(
    ['x,answer', ...Array.from({ length: 100 }, (_, i) => `${i % 7},${i < 10 ? 'yes' : 'no'}`)].join('\n'),
  );
  const own: StudyInput = { ...study, data: { source: 'small.csv', columns: {} }, groups: [] };
  await expect(learningCurve(parseStudy(own), few, given)).rejects.toThrow(
    /^learning curve: half of each fold must have 5 rows of each class; there are too few of yes: 8/,
  );
});
