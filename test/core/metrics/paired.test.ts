import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { aucDifference, disagreement, kappa } from '../../../src/core/metrics/paired.ts';
import { compasRows } from '../compas.ts';

const { actual, decile } = compasRows();
const score = Float64Array.from(decile, (d) => d / 10);

test('the difference of two AUCs and its error, by hand', () => {
  // First: positives .9 .6, negatives .7 .1: positives beat 1 and 1/2 of the negatives, AUC .75; .7 is under 1/2 of them, .1 under all.
  // Second: positives .8 .4, negatives .3 .5: AUC .75; .3 is under all, .5 under 1/2. Differences: 0 0 for positives, +.5 -.5 for
  // negatives: variance .5 over 2 rows = .25, an error of .5.
  const { difference, p } = aucDifference(
    [1, 1, 0, 0],
    Float64Array.of(0.9, 0.6, 0.7, 0.1),
    Float64Array.of(0.8, 0.4, 0.3, 0.5),
  );
  expect(difference.value).toBeCloseTo(0, 15);
  expect(difference.high).toBeCloseTo(1.959963984540054 * 0.5, 12);
  expect(p).toBe(1);
});

test('against scores that say nothing the error is that of the curve alone (OC2)', () => {
  // All equal: every placement is a half and does not vary, so DeLong's .006089 is left; AUC .702166 - .5.
  const { difference, p } = aucDifference(actual, new Float64Array(score.length).fill(0.5), score);
  expect(difference.value).toBeCloseTo(0.202166, 6);
  expect((difference.high! - difference.low!) / (2 * 1.959963984540054)).toBeCloseTo(0.006089, 6);
  expect(p).toBeLessThan(1e-100);
});

test('the same scores twice do not differ; one class alone cannot be told', () => {
  const same = aucDifference(actual, score, score);
  expect(same).toMatchObject({ difference: { value: 0, low: 0, high: 0 }, p: 1 });
  expect(aucDifference([1, 1, 1], Float64Array.of(1, 2, 3), Float64Array.of(3, 2, 1)).difference.reason).toMatch(
    /each class/,
  );
});

test('its 95 % interval covers the truth in 93 to 97 of 100 sets', { timeout: 60_000 }, () => {
  // y, u, v uniform: first score .3 y + u has AUC 1 - .7^2/2 = .755, second .5 y + (u + v) / 2, whose noise is triangular:
  // P(T1 - T0 > -.5) with T the mean of two uniforms; T1 - T0 = (sum of 4 uniforms - 2) / 2, so P(S4 > 1) = 1 - 1/24.
  const truth = 1 - 1 / 24 - 0.755;
  const rng = createRng(7);
  let covered = 0;
  for (let set = 0; set < 1000; set++) {
    const y = Array.from({ length: 300 }, () => (rng.uniform() < 0.4 ? 1 : 0));
    const u = y.map(() => rng.uniform());
    const first = Float64Array.from(y, (yi, i) => 0.3 * yi + u[i]!);
    const second = Float64Array.from(y, (yi, i) => 0.5 * yi + (u[i]! + rng.uniform()) / 2);
    const { difference } = aucDifference(y, first, second);
    if (difference.low! <= truth && truth <= difference.high!) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(930);
  expect(covered).toBeLessThanOrEqual(970);
});

test('who is right where only one is', () => {
  const said = disagreement(
    Int32Array.of(0, 1, 1, 0, 1, 0, 1),
    Int32Array.of(0, 1, 0, 1, 0, 1, 0),
    Int32Array.of(0, 0, 1, 0, 1, 0, 0),
  );
  // 1 for the first, 4 for the second: 2 (C(5,0) + C(5,1)) / 2^5 = 12/32.
  expect(said).toEqual({ bothRight: 1, onlyFirst: 1, onlySecond: 4, bothWrong: 1, p: expect.closeTo(0.375, 12) });
});

test("Cohen's kappa of COMPAS (OC2), and the textbook's two psychiatrists with its error", () => {
  expect(
    kappa([
      [2681, 1282],
      [1216, 2035],
    ]).value,
  ).toBeCloseTo(0.301918, 6);
  // Fleiss, Levin and Paik 2003, table 18.1: kappa .676, standard error .088.
  const { value, low, high } = kappa([
    [75, 1, 4],
    [5, 4, 1],
    [0, 0, 10],
  ]);
  expect(value).toBeCloseTo(0.676, 3);
  expect((high! - low!) / (2 * 1.959963984540054)).toBeCloseTo(0.088, 3);
  expect(
    kappa([
      [5, 0],
      [0, 0],
    ]).reason,
  ).toMatch(/one class/);
});
