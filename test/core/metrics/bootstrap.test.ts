import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { binomial, fastDraws, multinomial, resample, resamples } from '../../../src/core/metrics/bootstrap.ts';
import { evaluate, perClass } from '../../../src/core/metrics/index.ts';
import { percentile } from '../../../src/core/metrics/intervals.ts';
import { areas, rank } from '../../../src/core/metrics/rank.ts';

const uniforms = (seed: number) => {
  const draw = fastDraws(createRng(seed));
  return () => draw() / 4294967296;
};

describe('binomial draws', () => {
  // By skips where n p < 10, by rejection from there on; over a half they are turned round.
  test.for([
    [30, 0.1],
    [40, 0.3],
    [60, 0.5],
    [50, 0.8],
  ] as const)('of %i at %f are spread as the binomial chances are', ([n, p]) => {
    const draws = 40_000;
    const seen = new Float64Array(n + 1);
    const uniform = uniforms(n);
    for (let i = 0; i < draws; i++) seen[binomial(n, p, uniform)]!++;
    let [chance, squares, cells] = [(1 - p) ** n, 0, 0];
    for (let k = 0; k <= n; k++) {
      const expected = draws * chance;
      if (expected >= 10) {
        squares += (seen[k]! - expected) ** 2 / expected;
        cells++;
      }
      chance *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    // Chi squared of `cells` degrees of freedom: mean cells, variance twice that; four deviations above.
    expect(cells).toBeGreaterThan(6);
    expect(squares).toBeLessThan(cells + 4 * Math.sqrt(2 * cells));
  });

  test('have the mean and the variance of large counts', () => {
    const [n, p, draws] = [50_000, 0.3, 20_000];
    const uniform = uniforms(1);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < draws; i++) {
      const off = binomial(n, p, uniform) - n * p;
      sum += off;
      squares += off * off;
    }
    const variance = n * p * (1 - p);
    // Standard errors: of the mean sqrt(variance / draws), of the variance about variance sqrt(2 / draws).
    expect(Math.abs(sum / draws)).toBeLessThan(4 * Math.sqrt(variance / draws));
    expect(Math.abs(squares / draws / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
  });

  test('of a multinomial keep the number of rows, and leave an empty cell empty', () => {
    const into = new Float64Array(4);
    const uniform = uniforms(2);
    for (let i = 0; i < 50; i++) {
      multinomial([700, 0, 250, 50], uniform, into);
      expect(into.reduce((a, b) => a + b, 0)).toBe(1000);
      expect(into[1]).toBe(0);
    }
  });
});

test('resamples drawn once are those drawn anew, and each has as many rows as there are', () => {
  const seen: number[][] = [];
  resample(50, 20, createRng(3), (weights) => seen.push([...weights]));
  const kept = resamples(50, 20, createRng(3), 2);
  for (let round = 0; round < 2; round++) kept((weights, b) => expect([...weights]).toEqual(seen[b]));
  for (const weights of seen) expect(weights.reduce((a, b) => a + b, 0)).toBe(50);
});

/** Scores with ties, tens apart. */
function set(n: number, classes: number, seed: number) {
  const rng = createRng(seed);
  const actual = Int32Array.from({ length: n }, () => rng.integer(classes));
  const scores = new Float64Array(n * classes);
  for (let i = 0; i < n; i++) {
    const raw = Array.from({ length: classes }, (_, k) => 1 + rng.integer(5) + (k === actual[i] ? 2 : 0));
    const sum = raw.reduce((a, b) => a + b, 0);
    raw.forEach((v, k) => (scores[i * classes + k] = v / sum));
  }
  const predicted = Int32Array.from({ length: n }, (_, i) => {
    const own = [...scores.subarray(i * classes, (i + 1) * classes)];
    return own.indexOf(Math.max(...own));
  });
  return { actual, predicted, scores };
}

describe('a metric of a resample is that of the rows written out', () => {
  test.for([2, 4])('%i classes', (classes) => {
    const n = 120;
    const { actual, predicted, scores } = set(n, classes, classes);
    const drawn: Record<string, number[]> = {};
    resample(n, 40, createRng(5).split('bootstrap'), (weights) => {
      const rows = [...weights].flatMap((w, i) => new Array<number>(w).fill(i));
      const take = (of: Int32Array) => Int32Array.from(rows, (i) => of[i]!);
      const own = Float64Array.from(rows.flatMap((i) => [...scores.subarray(i * classes, (i + 1) * classes)]));
      const told = evaluate(take(actual), take(predicted), own, classes, createRng(0), { bootstrap: 0 });
      for (const [name, { value }] of Object.entries(told)) (drawn[name] ??= []).push(value!);
    });
    const found = evaluate(actual, predicted, scores, classes, createRng(5), { bootstrap: 40 });
    const names = ['logLoss', 'brier', 'ece', 'mcc', 'macroF1', 'balancedAccuracy'];
    for (const name of [...names, ...(classes === 2 ? ['averagePrecision', 'f1'] : ['rocAuc'])]) {
      expect(found[name]!.low, name).toBeCloseTo(percentile(Float64Array.from(drawn[name]!), 0.025), 10);
      expect(found[name]!.high, name).toBeCloseTo(percentile(Float64Array.from(drawn[name]!), 0.975), 10);
    }
  });
});

test('classes against the rest are resampled by the same draws', () => {
  // Two classes are each other's rest: a row costs both the same Brier score, so that the same draws give the same interval.
  const { actual, predicted, scores } = set(150, 2, 9);
  const [no, yes] = perClass(actual, predicted, scores, 2, createRng(1), { bootstrap: 60 });
  expect(yes!.brier!.low).toBeCloseTo(no!.brier!.low!, 12);
  expect(yes!.brier!.high).toBeCloseTo(no!.brier!.high!, 12);
  expect(yes!.f1!.low).not.toBeCloseTo(no!.f1!.low!, 6);
});

test('the area of a resample by placements is near that of ranking it anew', () => {
  const rng = createRng(11);
  const y = Array.from({ length: 400 }, () => rng.integer(2));
  const score = Float64Array.from(y, (v) => rng.normal() + v);
  const ranking = rank(score);
  const values: number[] = [];
  resample(400, 400, createRng(2), (weights) => values.push(areas(ranking, y, weights).rocAuc));
  const width = percentile(Float64Array.from(values), 0.975) - percentile(Float64Array.from(values), 0.025);
  // DeLong: 2 * 1.96 standard errors; 400 draws tell a percentile to about a tenth of a deviation.
  const { low, high } = evaluate(Int32Array.from(y), Int32Array.from(y), Float64Array.from([...score].flatMap((s) => [1 - s, s])), 2, rng, { bootstrap: 0 }).rocAuc!; // prettier-ignore
  expect(width / (high! - low!)).toBeGreaterThan(0.85);
  expect(width / (high! - low!)).toBeLessThan(1.15);
});
