import { expect, test } from 'vitest';
import { normalQuantile } from '../../../src/core/base/normal.ts';
import { atNow, detFigure, equalError } from '../../../src/ui/plots/det.ts';
import { learningCurveFigure } from '../../../src/ui/plots/learning-curve.ts';

test('the normal quantile', () => {
  // Tables: 1.959964 at .975, 1.644854 at .95, 0 at a half.
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
  expect(normalQuantile(0.05)).toBeCloseTo(-1.6448536269514722, 10);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 10);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
});

test('the detection error trade-off: rates of 0 and 1 are in the table only', () => {
  const figure = detFigure({
    falsePositiveRate: [0, 0.05, 0.5, 1],
    truePositiveRate: [0, 0.5, 0.95, 1],
    thresholds: [Infinity, 0.8, 0.4, 0.1],
    positive: 'yes',
    rows: 40,
  });
  const here = atNow(figure, { falsePositiveRate: 0.05, truePositiveRate: 0.5, threshold: 0.8 });
  expect(atNow(figure, { falsePositiveRate: 0, truePositiveRate: 0, threshold: 1 })).toBe(figure);
  const [curve, now] = here.data as { x: number[]; y: number[] }[];
  // False alarms .05 and .5, missed .5 and .05.
  [-1.6448536, 0].forEach((x, i) => expect(curve!.x[i]).toBeCloseTo(x, 6));
  [0, -1.6448536].forEach((y, i) => expect(curve!.y[i]).toBeCloseTo(y, 6));
  expect(now!.x[0]).toBeCloseTo(-1.6448536, 6);
  expect(figure.table.rows.map((row) => row[0])).toEqual(['above all', 0.8, 0.4, 0.1]);
  // Nearest where .05 and .5 meet: their mean.
  expect(equalError([0, 0.05, 0.5, 1], [0, 0.5, 0.95, 1])).toBeCloseTo(0.275, 12);
});

test('a learning curve has its band, both lines, and its numbers as a table', () => {
  const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.1, n: 5 });
  const points = [50, 100].map((rows) => ({
    ...{ rows, share: rows / 100, logLoss: estimate(1 / rows), rocAuc: estimate(0.8), learned: estimate(0) },
  }));
  const figure = learningCurveFigure({
    points,
    folds: 5,
    rows: 125,
    doubling: { difference: estimate(0), p: 1, chances: null },
  });
  expect(figure.data.length).toBe(3);
  expect((figure.data[0] as { x: number[] }).x).toEqual([50, 100, 100, 50]);
  expect(figure.table.rows[0]).toEqual([50, 0.02, 0.02 - 0.1, 0.02 + 0.1, 0.8, 0.8 - 0.1, 0.8 + 0.1, 0]);
  expect(figure.rows).toBe('5 folds of 125 training and validation rows');
});
