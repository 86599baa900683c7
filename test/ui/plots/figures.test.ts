import { expect, test } from 'vitest';
import type { Estimate } from '../../../src/core/base/estimate.ts';
import { evaluated, oneAgainstRest } from '../../../src/ui/plots/evaluated.ts';
import { meaning } from '../../../src/ui/plots/figure.ts';
import { groupIntervalsFigure } from '../../../src/ui/plots/group-intervals.ts';
import { lossCurves } from '../../../src/ui/plots/loss-curves.ts';
import { partialDependenceFigure } from '../../../src/ui/plots/partial-dependence.ts';
import { precisionRecallFigure } from '../../../src/ui/plots/precision-recall.ts';
import { reliabilityFigure } from '../../../src/ui/plots/reliability.ts';
import { rocFigure } from '../../../src/ui/plots/roc.ts';
import { scoreHistogramFigure } from '../../../src/ui/plots/score-histogram.ts';
import { thresholdCostFigure } from '../../../src/ui/plots/threshold-cost.ts';

const estimate = (value: number | null, n: number): Estimate => ({ value, low: value, high: value, n });
type Trace = { x: number[]; y: number[]; name?: string; marker?: { color: unknown }; line?: { color: string } };
const traces = (figure: { data: unknown[] }) => figure.data as Trace[];

test('loss curves: a diverged step is a gap, not a nought, and no validation means no second line', () => {
  const figure = lossCurves({ step: [1, 2], loss: [0.7, NaN], validationLoss: [] });
  expect(traces(figure)).toHaveLength(1);
  expect(traces(figure)[0]!.y).toEqual([0.7, null]);
  expect(figure.table.rows).toEqual([
    [1, 0.7],
    [2, null],
  ]);
  expect(lossCurves({ step: [1], loss: [0.5], validationLoss: [0.6] }).label).toContain('validation loss .600');
});

test('ROC: draws at most 2,000 of many points and says how many scores there were', () => {
  const n = 10_001;
  const rate = Float64Array.from({ length: n }, (_, i) => i / (n - 1));
  const figure = rocFigure({
    falsePositiveRate: rate,
    truePositiveRate: rate,
    thresholds: rate.map((r) => 1 - r),
    area: { value: 0.5, low: 0.49, high: 0.51, n: 12_000 },
    positive: 'yes',
    now: { falsePositiveRate: 0.2, truePositiveRate: 0.3, threshold: 0.8 },
  });
  const [, curve, now] = traces(figure);
  expect(curve!.x).toHaveLength(2000);
  expect(curve!.x.at(-1)).toBe(1);
  expect([now!.x, now!.y]).toEqual([[0.2], [0.3]]);
  expect(figure.rows).toBe('12,000 test rows, 10,000 distinct scores');
});

test('ROC and precision-recall: no mark where a rate is undefined', () => {
  const common = { thresholds: [1, 0], positive: 'yes' };
  const roc = rocFigure({
    ...common,
    falsePositiveRate: [0, 1],
    truePositiveRate: [0, 1],
    area: estimate(null, 0),
    now: { falsePositiveRate: null, truePositiveRate: 0.5, threshold: 0.5 },
  });
  const pr = precisionRecallFigure({
    ...common,
    recall: [0, 1],
    precision: [1, 0.25],
    averagePrecision: estimate(0.25, 8),
    prevalence: 0.25,
    now: { recall: 0, precision: null, threshold: 2 },
  });
  expect(traces(roc)).toHaveLength(2);
  expect(traces(pr)).toHaveLength(2);
  expect(traces(pr)[0]!.y).toEqual([0.25, 0.25]);
});

test('reliability: bins under 30 rows are grey; empty ones are in the table only', () => {
  const figure = reliabilityFigure({
    bins: [
      { mean: 0.2, observed: estimate(0.525, 29) },
      { mean: 0.5, observed: estimate(null, 0) },
      { mean: 0.8, observed: estimate(0.85, 30) },
    ],
    error: estimate(0.1, 59),
    positive: 'yes',
    rows: 59,
  });
  expect(traces(figure).at(-1)!.marker!.color).toEqual([meaning.tooFew, meaning.model]);
  expect(figure.table.rows).toHaveLength(3);
  expect(figure.table.rows[1]).toEqual([0.5, null, null, null, 0]);
});

test('score histogram: shares within each class, counts in the table', () => {
  const figure = scoreHistogramFigure({
    edges: [0, 0.5, 1],
    counts: [
      [3, 1],
      [1, 1],
    ],
    classes: ['no', 'yes'],
    positive: 'yes',
    threshold: 0.5,
  });
  // 3/4 and 1/4 of the four that are no; 1/2 and 1/2 of the two that are yes
  expect(traces(figure).map((t) => t.y)).toEqual([
    [0.75, 0.25],
    [0.5, 0.5],
  ]);
  expect(figure.table.rows).toEqual([
    [0, 0.5, 3, 1],
    [0.5, 1, 1, 1],
  ]);
  expect(figure.rows).toBe('6 test rows');
});

test('threshold cost: per 1,000 rows, without the threshold at infinity', () => {
  const figure = thresholdCostFigure({
    thresholds: [0.2, 0.6, Infinity],
    cost: [0.4, 0.1, 0.3],
    now: { threshold: 0.6, cost: 0.1 },
    best: { low: 0.5, high: 0.6 },
    rows: 10,
  });
  expect(traces(figure)[0]!.x).toEqual([0.2, 0.6]);
  expect(traces(figure)[0]!.y).toEqual([400, 100]);
  expect(figure.label).toContain('100 at .60');
  expect(figure.label).toContain('from .50 to .60');
});

test('group intervals: cells under 30 are grey and said to be left out; undefined has no dot', () => {
  const figure = groupIntervalsFigure({
    rate: 'true positive rate',
    column: 'race',
    groups: [
      { group: 'A', estimate: estimate(0.6, 200) },
      { group: 'B', estimate: estimate(0.4, 29) },
      { group: 'C', estimate: { ...estimate(null, 0), reason: 'no positive rows' } },
    ],
    overall: 0.5,
  });
  const dots = traces(figure).at(-1)!;
  expect(dots.x).toEqual([0.6, 0.4]);
  expect(dots.y).toEqual(['A · 200', 'B · 29']);
  expect(dots.marker!.color).toEqual(['var(--g1)', meaning.tooFew]);
  expect(figure.table.rows[1]!.at(-1)).toBe('under 30: left out of the gaps');
  expect(figure.table.rows[2]![1]).toBeNull();
});

test('partial dependence: single rows are one trace with gaps, the rug stands at the quantiles', () => {
  const curve = {
    column: 'age',
    class: 'yes',
    grid: [20, 30],
    mean: [0.1, 0.4],
    rows: 50,
    ice: [
      [0, 0.2],
      [0.2, 0.6],
    ],
    density: [20, 25, 30],
  };
  const figure = partialDependenceFigure([curve], 100, ['no', 'yes']);
  const [single, mean, rug] = traces(figure);
  expect(single!.x).toEqual([20, 30, null, 20, 30, null]);
  expect(single!.y).toEqual([0, 0.2, null, 0.2, 0.6, null]);
  expect(mean!.y).toEqual([0.1, 0.4]);
  expect(rug!.x).toEqual([20, 25, 30]);
  expect(figure.rows).toBe('50 of 100 test rows; 2 single rows in grey');
  expect(figure.label).toBe('Mean score for yes by age: lowest .100 at 20, highest .400 at 30.');
});

test('partial dependence of a category: dots, rare levels grey, rows in the table', () => {
  const curve = { column: 'sex', class: 'yes', grid: ['f', 'm'], mean: [0.1, 0.3], rows: 100, density: [12, 88] };
  const figure = partialDependenceFigure([curve], 100, ['no', 'yes']);
  expect(traces(figure)).toHaveLength(1);
  expect(traces(figure)[0]!.marker!.color).toEqual([meaning.tooFew, `${meaning.model} 1`]);
  expect(figure.table.rows).toEqual([
    ['f', 0.1, 12],
    ['m', 0.3, 88],
  ]);
});

test('the evaluated rows of a split keep their own scores', () => {
  const predictions = {
    rows: Uint32Array.of(4, 7, 9),
    split: Uint8Array.of(1, 2, 2),
    actual: Int32Array.of(0, 2, 1),
    predicted: Int32Array.of(0, 1, 1),
    scores: Float64Array.of(0.7, 0.2, 0.1, 0.1, 0.5, 0.4, 0.2, 0.5, 0.3),
  };
  const test = evaluated(predictions, 3, 'test');
  expect([...test.rows]).toEqual([7, 9]);
  const { actual, score } = oneAgainstRest(test, 2);
  expect([...actual]).toEqual([1, 0]);
  expect([...score]).toEqual([0.4, 0.3]);
});
