import { expect, test } from 'vitest';
import type { RunListing } from '../../../src/store/types.ts';
import { metricsOf, sortRuns, valueText } from '../../../src/ui/stages/runs/listing.ts';

function listing(id: string, savedAt: string, metrics: Record<string, number | null>): RunListing {
  const test = Object.fromEntries(
    Object.entries(metrics).map(([k, value]) => [k, { value, low: null, high: null, n: 9 }]),
  );
  const run = { metrics: { test, validation: {} }, study: { model: { kind: 'logistic', options: {} } } };
  return { id, label: id, note: '', savedAt, bytes: 0, run: run as unknown as RunListing['run'] };
}
const runs = [
  listing('old', '2026-01-01', { rocAuc: 0.7, logLoss: 0.5 }),
  listing('new', '2026-01-03', { rocAuc: 0.9 }),
  listing('middle', '2026-01-02', { rocAuc: null, odd: 1 }),
];
const ids = (sorted: RunListing[]) => sorted.map(({ id }) => id);

test('sorts by any metric and puts runs without it last either way', () => {
  expect(ids(sortRuns(runs, { by: 'rocAuc', falling: true }))).toEqual(['new', 'old', 'middle']);
  expect(ids(sortRuns(runs, { by: 'rocAuc', falling: false }))).toEqual(['old', 'new', 'middle']);
  expect(ids(sortRuns(runs, { by: 'logLoss', falling: false }))).toEqual(['old', 'new', 'middle']);
});

test('sorts by time and name and leaves the list itself alone', () => {
  expect(ids(sortRuns(runs, { by: 'savedAt', falling: true }))).toEqual(['new', 'middle', 'old']);
  expect(ids(sortRuns(runs, { by: 'label', falling: false }))).toEqual(['middle', 'new', 'old']);
  expect(ids(runs)).toEqual(['old', 'new', 'middle']);
});

test('offers every metric some run has', () => {
  expect(metricsOf(runs)).toEqual(['rocAuc', 'logLoss', 'odd']);
});

test('says when a value is absent', () => {
  expect(valueText(undefined)).toBe('(absent)');
  expect(valueText({ l2: 1 })).toBe('{"l2":1}');
  expect(valueText('mlp')).toBe('mlp');
});
