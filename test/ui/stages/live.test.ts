import { expect, test } from 'vitest';
import type { Metrics } from '../../../src/core/study/run.ts';
import { cellRows, countsOf, liveMetrics } from '../../../src/ui/stages/evaluate/live.ts';

const estimate = (value: number) => ({ value, low: value, high: value, n: 100 });
const stored: Metrics = Object.fromEntries(
  ['rocAuc', 'accuracy', 'precision', 'recall', 'f1', 'balancedAccuracy', 'mcc', 'macroF1'].map((k) => [
    k,
    estimate(0.5),
  ]),
);

test('reads the four counts of a matrix whose rows are actual', () => {
  expect(
    countsOf([
      [50, 10],
      [15, 25],
    ]),
  ).toEqual({ trueNegative: 50, falsePositive: 10, falseNegative: 15, truePositive: 25 });
});

test('computes what a threshold moves from the counts and leaves the rest', () => {
  const live = liveMetrics(
    stored,
    countsOf([
      [50, 10],
      [15, 25],
    ]),
    false,
  );
  // accuracy 75/100, precision 25/35, recall 25/40, F1 50/75, balanced (25/40 + 50/60)/2,
  // mcc (25*50 - 10*15)/sqrt(35*40*60*65) = 1100/2336.664, macro F1 (50/75 + 100/125)/2
  expect(live['accuracy']!.value).toBeCloseTo(0.75, 12);
  expect(live['precision']).toMatchObject({ n: 35 });
  expect(live['precision']!.value).toBeCloseTo(25 / 35, 12);
  expect(live['recall']!.value).toBeCloseTo(0.625, 12);
  expect(live['f1']!.value).toBeCloseTo(2 / 3, 12);
  expect(live['balancedAccuracy']!.value).toBeCloseTo(0.7291666667, 9);
  expect(live['mcc']!.value).toBeCloseTo(1100 / Math.sqrt(5_460_000), 12);
  expect(live['macroF1']!.value).toBeCloseTo(0.7333333333, 9);
  expect(live['rocAuc']).toBe(stored['rocAuc']);
});

test('gives no interval where none was computed, and says so', () => {
  const live = liveMetrics(
    stored,
    countsOf([
      [50, 10],
      [15, 25],
    ]),
    false,
  );
  expect(live['f1']).toMatchObject({ low: null, high: null });
  expect(live['f1']!.reason).toContain('own threshold');
});

test('names nobody: precision and the correlation are undefined, not nought', () => {
  const live = liveMetrics(
    stored,
    countsOf([
      [60, 0],
      [40, 0],
    ]),
    false,
  );
  expect(live['precision']!.value).toBeNull();
  expect(live['mcc']!.value).toBeNull();
  expect(live['recall']!.value).toBe(0);
});

test('at its own threshold the run’s numbers stand as they are', () => {
  expect(
    liveMetrics(
      stored,
      countsOf([
        [1, 0],
        [0, 1],
      ]),
      true,
    ),
  ).toBe(stored);
});

test('finds the rows of a cell by place', () => {
  const set = {
    rows: Uint32Array.of(7, 8, 9),
    actual: Int32Array.of(0, 1, 0),
    predicted: new Int32Array(3),
    scores: new Float64Array(6),
    classes: 2,
  };
  expect(cellRows(set, Int32Array.of(1, 1, 1), 0, 1)).toEqual([0, 2]);
});
