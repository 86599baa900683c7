import { expect, test } from 'vitest';
import { undefinedEstimate } from '../../../src/core/metrics/intervals.ts';
import type { Run } from '../../../src/core/study/run.ts';
import { keptOf, scorecards } from '../../../src/core/study/scorecards.ts';

const estimate = (value: number, low: number | null, high: number | null) => ({ value, low, high, n: 100 });
const run = (recall: [number, number, number], milliseconds: number): Run =>
  ({
    metrics: { test: { recall: estimate(...recall) }, validation: {} },
    rows: { train: 300, validation: 100, test: 100, dropped: 0 },
    timings: { predict: milliseconds },
    groups: {},
  }) as unknown as Run;
const none = undefinedEstimate(0, 'no formula');

test('a limit is surely kept where the whole interval keeps it', () => {
  expect(keptOf(estimate(0.8, 0.75, 0.85), 0.7, false)).toBe('surely kept');
  expect(keptOf(estimate(0.8, 0.65, 0.85), 0.7, false)).toBe('kept');
  expect(keptOf(estimate(0.68, 0.6, 0.75), 0.7, false)).toBe('broken');
  expect(keptOf(estimate(0.5, 0.4, 0.6), 0.7, false)).toBe('surely broken');
  expect(keptOf(estimate(0.5, 0.4, 0.6), 0.7, true)).toBe('surely kept');
  expect(keptOf(estimate(5, null, null), 4, true)).toBe('broken');
  expect(keptOf(none, 1, true)).toBe('unknown');
});

test('stakeholders prefer runs by their own metric, and those content are counted by weight', () => {
  const people = [
    { name: 'sales', metric: 'recall', weight: 3, limit: 0.7 },
    { name: 'platform', metric: 'latency', weight: 1, limit: 0.5 },
    { name: 'manager', metric: 'business', weight: 2, limit: 10 },
    { name: 'prices only', weight: 1 },
  ];
  // 200 rows: 40 ms are 0.2 ms a row, 400 ms are 2.
  const cards = scorecards([run([0.6, 0.5, 0.69], 40), run([0.9, 0.85, 0.95], 400)], { stakeholders: people }, [
    none,
    none,
  ]);
  expect(cards.people.map(({ name }) => name)).toEqual(['sales', 'platform', 'manager']);
  expect(cards.people[1]!.scores.map(({ estimate: { value } }) => value)).toEqual([0.2, 2]);
  expect(cards.people.map(({ scores }) => scores.map(({ kept }) => kept))).toEqual([
    ['surely broken', 'surely kept'],
    ['kept', 'broken'],
    ['unknown', 'unknown'],
  ]);
  expect(cards.preferred).toEqual([1, 0, null]);
  expect(cards.content).toEqual([
    { kept: 1, of: 4 },
    { kept: 3, of: 4 },
  ]);
});
