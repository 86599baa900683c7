import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { calibrationLine, massError } from '../../../src/core/metrics/calibrated.ts';
import { reliabilityBins } from '../../../src/core/metrics/calibration.ts';
import { compasRows } from '../compas.ts';

test('bins of scikit-learn’s documentation', () => {
  // calibration_curve([0,0,0,0,1,1,1,1,1], [.1,.2,.3,.4,.65,.7,.8,.9,1], n_bins=3) -> (0, .5, 1), (.2, .525, .85).
  const bins = reliabilityBins([0, 0, 0, 0, 1, 1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1], 3);
  [0.2, 0.525, 0.85].forEach((mean, b) => expect(bins[b]!.mean).toBeCloseTo(mean, 12));
  expect(bins.map(({ observed }) => observed.value)).toEqual([0, 0.5, 1]);
});

test('Brier score and its parts of COMPAS (OC2), and four rows by hand', () => {
  const { actual, decile } = compasRows();
  const line = calibrationLine(
    actual,
    Float64Array.from(decile, (d) => d / 10),
    createRng(0),
  );
  expect(line.brier!.score).toBeCloseTo(0.229465, 6);
  expect(line.brier!.reliability).toBeCloseTo(0.012652, 6);
  // Deciles are no chances: far beyond what calibrated scores would show.
  expect(line.chance!.p).toBe(1 / 1001);
  expect(line.expected.value).toBeGreaterThan(3 * line.chance!.high);
  // Brier([0,1,1,0], [.1,.9,.8,.3]) = (.01 + .01 + .04 + .09) / 4; log loss -(2 ln .9 + ln .8 + ln .7) / 4.
  const four = calibrationLine([0, 1, 1, 0], Float64Array.of(0.1, 0.9, 0.8, 0.3), createRng(0));
  expect(four.brier!.score).toBeCloseTo(0.0375, 12);
  expect(four.logLoss).toBeCloseTo(-(2 * Math.log(0.9) + Math.log(0.8) + Math.log(0.7)) / 4, 12);
});

test('scores that all differ are put to the means of their bins before the Brier score is parted', () => {
  // 150 scores in the bins up to 1/15 and up to 2/15, means m0 and m1; 10 and 30 of 75 happen: base 40/150.
  const score = Float64Array.from({ length: 150 }, (_, i) => (i < 75 ? 0.01 + i / 2000 : 0.08 + (i - 75) / 2000));
  const actual = Array.from(score, (_, i) => (i % 75 < (i < 75 ? 10 : 30) ? 1 : 0));
  const [m0, m1] = [0.01 + 37 / 2000, 0.08 + 37 / 2000];
  const { reliability, resolution, uncertainty } = calibrationLine(actual, score, createRng(0)).brier!;
  expect(reliability).toBeCloseTo(((m0 - 10 / 75) ** 2 + (m1 - 30 / 75) ** 2) / 2, 12);
  expect(resolution).toBeCloseTo(((10 / 75 - 40 / 150) ** 2 + (30 / 75 - 40 / 150) ** 2) / 2, 12);
  expect(uncertainty).toBeCloseTo((40 / 150) * (110 / 150), 12);
});

test('bins of equally many rows, equal scores together', () => {
  // 15 rows, one a bin: |y - p| each; of 30 rows of one score all are in the first bin: |10/30 - .5|.
  const score = Float64Array.from({ length: 15 }, (_, i) => (i + 0.5) / 15);
  const actual = Array.from({ length: 15 }, (_, i) => (i < 7 ? 0 : 1));
  const each = score.reduce((sum, s, i) => sum + Math.abs(actual[i]! - s), 0) / 15;
  expect(massError(actual, score)).toBeCloseTo(each, 12);
  const flat = Array.from({ length: 30 }, (_, i) => (i < 10 ? 1 : 0));
  expect(massError(flat, new Float64Array(30).fill(0.5))).toBeCloseTo(1 / 6, 12);
});

test('of calibrated scores the chance is even: one in twenty is under .05', { timeout: 60_000 }, () => {
  const rng = createRng(3);
  let under = 0;
  for (let set = 0; set < 200; set++) {
    const score = Float64Array.from({ length: 200 }, () => rng.uniform());
    const actual = Uint8Array.from(score, (s) => (rng.uniform() < s ? 1 : 0));
    if (calibrationLine(actual, score, rng.split(`${set}`)).chance!.p <= 0.05) under++;
  }
  // 10 expected, standard deviation 3.1; three of them.
  expect(under).toBeGreaterThanOrEqual(1);
  expect(under).toBeLessThanOrEqual(19);
});

test('no rows have no calibration', () => {
  expect(calibrationLine([], new Float64Array(0), createRng(0))).toMatchObject({ rows: 0, chance: null, brier: null });
});
