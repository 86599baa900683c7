import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { binomial } from '../../../src/core/metrics/bootstrap.ts';
import { evaluate } from '../../../src/core/metrics/index.ts';
import { newcombe, percentile, wilson } from '../../../src/core/metrics/intervals.ts';
import { decide } from '../../../src/core/metrics/threshold.ts';

test("Wilson's interval of 805 in 1,795 (OC1)", () => {
  const { low, high, n } = wilson(805, 1795);
  expect(low).toBeCloseTo(0.425595, 6);
  expect(high).toBeCloseTo(0.471561, 6);
  expect(n).toBe(1795);
});

test('Wilson at the ends stays within [0, 1] and reaches it', () => {
  expect(wilson(0, 10).low).toBe(0);
  expect(wilson(10, 10).high).toBe(1);
  expect(wilson(0, 0)).toEqual({ value: null, low: null, high: null, n: 0, reason: 'no rows to divide by' });
});

test("Newcombe's interval of the false positive gap (OC1)", () => {
  // African-American 805 of 1,795 against Caucasian 349 of 1,488.
  const gap = newcombe(805, 1795, 349, 1488);
  expect(gap.value).toBeCloseTo(0.213925, 6);
  expect(gap.low).toBeCloseTo(0.182053, 6);
  expect(gap.high).toBeCloseTo(0.245023, 6);
});

test('percentiles are linear between order statistics', () => {
  expect(percentile(Float64Array.of(4, 1, 3, 2), 0.5)).toBe(2.5);
  expect(percentile(Float64Array.of(4, 1, 3, 2), 1)).toBe(4);
});

test('a binomial draw has its mean and variance', () => {
  // n = 50, p = .3 and .8: mean np, variance np(1-p); 20,000 draws, four standard errors.
  const rng = createRng(2);
  for (const p of [0.3, 0.8]) {
    const draws = Array.from({ length: 20_000 }, () => binomial(50, p, rng.uniform));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    const expected = 50 * p * (1 - p);
    expect(Math.abs(mean - 50 * p)).toBeLessThan(4 * Math.sqrt(expected / 20_000));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  }
});

test('95 % intervals of rate and AUC cover the truth in 93 to 97 of 100 sets (RQ3)', { timeout: 60_000 }, () => {
  // 1,000 sets of 500 rows: y with probability .4; score uniform, plus .3 for positives. P(score+ > score-) for U+.3 > U'
  // is 1 - .7^2/2 = .755. Accuracy at .5: positives P(U >= .2) = .8, negatives .5, together .4*.8 + .6*.5 = .62.
  const rng = createRng(11);
  let [rate, auc] = [0, 0];
  for (let set = 0; set < 1000; set++) {
    const y = Int32Array.from({ length: 500 }, () => (rng.uniform() < 0.4 ? 1 : 0));
    const scores = Float64Array.from(
      Array.from(y).flatMap((yi) => {
        const s = rng.uniform() + 0.3 * yi;
        return [1 - s, s];
      }),
    );
    const metrics = evaluate(y, decide(scores, 2, 0.5), scores, 2, rng, { bootstrap: 0 });
    if (metrics.accuracy!.low! <= 0.62 && 0.62 <= metrics.accuracy!.high!) rate++;
    if (metrics.rocAuc!.low! <= 0.755 && 0.755 <= metrics.rocAuc!.high!) auc++;
  }
  for (const covered of [rate, auc]) {
    expect(covered).toBeGreaterThanOrEqual(930);
    expect(covered).toBeLessThanOrEqual(970);
  }
});

test('bootstrap intervals of F1 and the Brier score cover too', { timeout: 60_000 }, () => {
  // As above. F1 at .5: 2*.4*.8 / (2*.4*.8 + .6*.5 + .4*.2) = .64/1.02. Brier: E(s-y)^2; negatives U: 1/3;
  // positives (U+.3-1)^2 over U in [0,1]: integral of (u-.7)^2 = (.3^3 + .7^3)/3 = .123333. Together .6/3 + .4*.123333 = .249333.
  const rng = createRng(12);
  let [f1, brier] = [0, 0];
  for (let set = 0; set < 300; set++) {
    const y = Int32Array.from({ length: 500 }, () => (rng.uniform() < 0.4 ? 1 : 0));
    const scores = Float64Array.from(
      Array.from(y).flatMap((yi) => {
        const s = rng.uniform() + 0.3 * yi;
        return [1 - s, s];
      }),
    );
    const metrics = evaluate(y, decide(scores, 2, 0.5), scores, 2, rng.split(`${set}`), { bootstrap: 300 });
    const truth = 0.64 / 1.02;
    if (metrics.f1!.low! <= truth && truth <= metrics.f1!.high!) f1++;
    if (metrics.brier!.low! <= 0.249333 && 0.249333 <= metrics.brier!.high!) brier++;
  }
  // 300 sets: standard error of a coverage of .95 is .0126; three of them below, and 300 resamples cost about .005.
  for (const covered of [f1, brier]) expect(covered / 300).toBeGreaterThan(0.905);
});
