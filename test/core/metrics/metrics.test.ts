import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { reliability, roc } from '../../../src/core/metrics/curves.ts';
import { evaluate, perClass } from '../../../src/core/metrics/index.ts';
import { areas, rank } from '../../../src/core/metrics/rank.ts';
import { bayesThreshold, bestThreshold, decide } from '../../../src/core/metrics/threshold.ts';

const rng = createRng(0);
const two = (score: number[]) => Float64Array.from(score.flatMap((p) => [1 - p, p]));
const codes = (...values: number[]) => Int32Array.from(values);

test('AUC and average precision of the scikit-learn documentation', () => {
  // labels 0 0 1 1, scores .1 .4 .35 .8: of the four pairs three are in order; AP = .5 * 1 + .5 * 2/3 = .833333.
  const y = codes(0, 0, 1, 1);
  const metrics = evaluate(y, decide(two([0.1, 0.4, 0.35, 0.8]), 2, 0.5), two([0.1, 0.4, 0.35, 0.8]), 2, rng);
  expect(metrics.rocAuc!.value).toBe(0.75);
  expect(metrics.averagePrecision!.value).toBeCloseTo(5 / 6, 12);
});

test('the Brier score of the scikit-learn documentation', () => {
  // ((.1)^2 + (.1)^2 + (.2)^2 + (.3)^2) / 4 = .15 / 4.
  const metrics = evaluate(codes(0, 1, 1, 0), codes(0, 1, 1, 0), two([0.1, 0.9, 0.8, 0.3]), 2, rng);
  expect(metrics.brier!.value).toBeCloseTo(0.0375, 12);
});

test('macro F1 counts a class never predicted as 0', () => {
  // Classes 0 1 2, actual 0 0 1 2, predicted 0 1 1 1. F1: 2*1/(2+0+1) = 2/3; 2*1/(2+2+0) = 1/2; 0. Mean 7/18.
  const scores = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]);
  const metrics = evaluate(codes(0, 0, 1, 2), codes(0, 1, 1, 1), scores, 3, rng);
  expect(metrics.macroF1!.value).toBeCloseTo(7 / 18, 12);
  expect('precision' in metrics).toBe(false);
});

test('macro F1 leaves out a class that is neither true nor predicted', () => {
  const scores = Float64Array.from([1, 0, 0, 0, 1, 0]);
  expect(evaluate(codes(0, 1), codes(0, 1), scores, 3, rng).macroF1!.value).toBe(1);
});

test('many classes: Brier is the sum over classes, AUC the mean of one against the rest', () => {
  // Row 1 (class 0): (.5-1)^2 + .3^2 + .2^2 = .38; row 2 (class 1): .2^2 + (.6-1)^2 + .2^2 = .24; row 3 (class 2): .1^2 + .1^2 + (.8-1)^2 = .06.
  const scores = Float64Array.from([0.5, 0.3, 0.2, 0.2, 0.6, 0.2, 0.1, 0.1, 0.8]);
  const metrics = evaluate(codes(0, 1, 2), codes(0, 1, 2), scores, 3, rng);
  expect(metrics.brier!.value).toBeCloseTo((0.38 + 0.24 + 0.06) / 3, 12);
  expect(metrics.rocAuc!.value).toBe(1);
  expect(metrics.logLoss!.value).toBeCloseTo(-(Math.log(0.5) + Math.log(0.6) + Math.log(0.8)) / 3, 12);
});

test('log loss clips at 1e-15 so that a sure error is finite', () => {
  const metrics = evaluate(codes(1, 0), codes(0, 0), two([0, 0]), 2, rng);
  // (-ln 1e-15 + -ln(1 - 1e-15)) / 2 = 17.2694.
  expect(metrics.logLoss!.value).toBeCloseTo(34.538776394910684 / 2, 6);
});

test('what is undefined is null with a reason, never 0', () => {
  const metrics = evaluate(codes(0, 0, 0), codes(0, 0, 0), two([0.1, 0.2, 0.3]), 2, rng);
  for (const name of ['rocAuc', 'averagePrecision', 'precision', 'recall', 'f1', 'mcc']) {
    expect(metrics[name]!.value, name).toBeNull();
    expect(metrics[name]!.reason, name).toMatch(/\w/);
  }
  expect(metrics.accuracy!.value).toBe(1);
});

test('no rows: every metric is null', () => {
  const metrics = evaluate(codes(), codes(), new Float64Array(0), 2, rng);
  expect(Object.values(metrics).every((m) => m.value === null && m.n === 0 && m.reason)).toBe(true);
});

test('ties count half, whatever their order', () => {
  // One positive tied with one negative at .5, one negative below: pairs 1/2 and 1, of 2.
  expect(areas(rank(Float64Array.of(0.5, 0.5, 0.1)), [1, 0, 0], null).rocAuc).toBe(0.75);
  expect(areas(rank(Float64Array.of(0.5, 0.5, 0.1)), [0, 1, 0], null).rocAuc).toBe(0.75);
});

test('weights stand for repeated rows', () => {
  const score = Float64Array.of(0.9, 0.6, 0.6, 0.3, 0.2);
  const y = [1, 0, 1, 1, 0];
  const weights = [2, 1, 0, 3, 1];
  const repeat = weights.flatMap((w, i) => new Array<number>(w).fill(i));
  const repeated = areas(
    rank(Float64Array.from(repeat, (i) => score[i]!)),
    repeat.map((i) => y[i]!),
    null,
  );
  const weighted = areas(rank(score), y, weights);
  expect(weighted.rocAuc).toBeCloseTo(repeated.rocAuc, 12);
  expect(weighted.averagePrecision).toBeCloseTo(repeated.averagePrecision, 12);
});

test('the reliability example of scikit-learn, three bins', () => {
  const y = [0, 0, 0, 0, 1, 1, 1, 1, 1];
  const p = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1];
  const bins = reliability(y, p, 3);
  expect(bins.map((b) => b.observed.value)).toEqual([0, 0.5, 1]);
  [0.2, 0.525, 0.85].forEach((mean, b) => expect(bins[b]!.mean).toBeCloseTo(mean, 12));
});

test('a ROC curve starts at nothing and ends at everything', () => {
  const curve = roc([0, 1], Float64Array.of(0.2, 0.7));
  expect(curve).toEqual({
    falsePositiveRate: [0, 0, 1],
    truePositiveRate: [0, 1, 1],
    thresholds: [Infinity, 0.7, 0.2],
  });
  expect(roc([1, 1], Float64Array.of(0.2, 0.7)).thresholds).toEqual([]);
});

test('the cheapest threshold is that of a search by brute force, on 200 sets with ties', () => {
  const draw = createRng(5).split('sets');
  for (let set = 0; set < 200; set++) {
    const n = 1 + draw.integer(30);
    const score = Float64Array.from({ length: n }, () => draw.integer(8) / 10);
    const y = Array.from({ length: n }, () => draw.integer(2));
    const costs = { falsePositive: 1 + draw.integer(4), falseNegative: 1 + draw.integer(4) };
    const cost = (t: number) =>
      y.reduce(
        (sum, yi, i) => sum + (score[i]! >= t ? (yi ? 0 : costs.falsePositive) : yi ? costs.falseNegative : 0),
        0,
      ) / n;
    const tried = [...new Set(score), 1].map((t) => [t, cost(t)] as const);
    const least = Math.min(...tried.map(([, c]) => c));
    const largest = Math.max(...tried.filter(([, c]) => Math.abs(c - least) < 1e-12).map(([t]) => t));
    const best = bestThreshold(y, score, costs);
    expect(best.cost).toBeCloseTo(least, 12);
    expect(best.value).toBe(largest);
  }
});

test('the Bayes cutoff of equal costs is one half', () => {
  expect(bayesThreshold({ falsePositive: 1, falseNegative: 1 })).toBe(0.5);
  expect(bayesThreshold({ falsePositive: 0, falseNegative: 0 })).toBeNull();
});

test('a score at the threshold is positive; among many classes ties go to the earlier', () => {
  expect([...decide(two([0.5, 0.4999]), 2, 0.5)]).toEqual([1, 0]);
  expect([...decide([0.4, 0.4, 0.2], 3, 0.5)]).toEqual([0]);
});

test('the same seed gives the same bytes, another seed other intervals', () => {
  const draw = createRng(9);
  const y = Int32Array.from({ length: 200 }, () => draw.integer(2));
  const scores = two(Array.from(y, (yi) => (yi + draw.uniform() * 2) / 3));
  const run = (seed: number) => JSON.stringify(evaluate(y, decide(scores, 2, 0.5), scores, 2, createRng(seed)));
  expect(run(0)).toBe(run(0));
  expect(run(0)).not.toBe(run(1));
});

test('one class against the rest is the binary metric of that class', () => {
  const scores = Float64Array.from([0.5, 0.3, 0.2, 0.2, 0.6, 0.2, 0.1, 0.1, 0.8]);
  const each = perClass(codes(0, 1, 2), codes(0, 1, 1), scores, 3, rng, { bootstrap: 50 });
  // Class 1: predicted for rows 2 and 3, right for row 2.
  expect(each[1]!.precision!.value).toBe(0.5);
  expect(each[1]!.recall!.value).toBe(1);
  expect(each[2]!.recall!.value).toBe(0);
});
