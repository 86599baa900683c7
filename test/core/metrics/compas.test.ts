/** Outside check OC2: COMPAS deciles / 10 as probabilities, all 7,214 rows, figures of scikit-learn 1.9.1. */
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { brierParts, calibrationError } from '../../../src/core/metrics/calibration.ts';
import { confusion, evaluate } from '../../../src/core/metrics/index.ts';
import { aucStandardError, rank } from '../../../src/core/metrics/rank.ts';
import { atThreshold, bestThreshold, decide, sweep } from '../../../src/core/metrics/threshold.ts';
import { compasRows, decileScores } from '../compas.ts';

const all = compasRows();
const scores = decileScores(all.decile);
const score = Float64Array.from(all.decile, (d) => d / 10);
const predicted = decide(scores, 2, 0.5);

test('the published confusion matrix of the unfiltered table comes out (OC1)', () => {
  expect(confusion(all.actual, predicted, 2)).toEqual([
    [2681, 1282],
    [1216, 2035],
  ]);
});

test('metrics agree with scikit-learn to the printed digits', () => {
  const metrics = evaluate(all.actual, predicted, scores, 2, createRng(0), { bootstrap: 200 });
  const printed = {
    rocAuc: 0.702166,
    averagePrecision: 0.628374,
    mcc: 0.30197,
    balancedAccuracy: 0.651234,
    f1: 0.619671,
    brier: 0.229465,
  };
  for (const [name, value] of Object.entries(printed)) expect(metrics[name]!.value, name).toBeCloseTo(value, 6);
  for (const [name, { value, low, high, n }] of Object.entries(metrics)) {
    expect(low! <= value! && value! <= high!, name).toBe(true);
    expect(n, name).toBeGreaterThan(3000);
  }
});

test('AUC within a race', () => {
  for (const [race, value] of [
    ['African-American', 0.691834],
    ['Caucasian', 0.693146],
  ] as const) {
    const rows = compasRows([race]);
    const said = evaluate(rows.actual, rows.actual, decileScores(rows.decile), 2, createRng(0), { bootstrap: 0 });
    expect(said.rocAuc!.value).toBeCloseTo(value, 6);
  }
});

test("DeLong's standard error of the AUC is .006089", () => {
  expect(aucStandardError(rank(score), all.actual)).toBeCloseTo(0.006089, 6);
});

test('calibration in ten right-closed bins', () => {
  const { expected, maximum } = calibrationError(all.actual, score, 10);
  expect(expected).toBeCloseTo(0.097921, 6);
  expect(maximum).toBeCloseTo(0.227154, 6);
  for (const [race, value] of [
    ['African-American', 0.106845],
    ['Caucasian', 0.082396],
  ] as const) {
    const rows = compasRows([race]);
    expect(
      calibrationError(
        rows.actual,
        Float64Array.from(rows.decile, (d) => d / 10),
        10,
      ).expected,
    ).toBeCloseTo(value, 6);
  }
});

test('the Brier score falls into reliability, resolution and uncertainty', () => {
  const { reliability, resolution, uncertainty } = brierParts(all.actual, score);
  expect(reliability).toBeCloseTo(0.012652, 6);
  expect(resolution).toBeCloseTo(0.030751, 6);
  expect(uncertainty).toBeCloseTo(0.247565, 6);
  // Murphy's identity, to rounding: the mean of (p - y)^2 over rows.
  const brier = score.reduce((sum, p, i) => sum + (p - all.actual[i]!) ** 2, 0) / score.length;
  expect(reliability - resolution + uncertainty).toBeCloseTo(brier, 12);
});

test('errors at every cutoff, lowest at decile 6', () => {
  const published = [3963, 3139, 2784, 2599, 2498, 2469, 2544, 2652, 2840, 3042, 3251];
  const { thresholds, cost } = sweep(all.actual, score, { falsePositive: 1, falseNegative: 1 });
  expect(Array.from(cost, (c) => Math.round(c * 7214))).toEqual(published);
  expect(thresholds.at(-1)).toBe(Infinity);
  const best = bestThreshold(all.actual, score, { falsePositive: 1, falseNegative: 1 });
  expect([best.value, best.low, Math.round(best.cost * 7214)]).toEqual([0.6, 0.6, 2469]);
});

test('counts at a threshold agree with the sweep at it', () => {
  const at = atThreshold(all.actual, score, 0.5);
  expect([at.trueNegative, at.falsePositive, at.falseNegative, at.truePositive]).toEqual([2681, 1282, 1216, 2035]);
  expect(at.falsePositiveRate.value).toBeCloseTo(0.3235, 4);
});
