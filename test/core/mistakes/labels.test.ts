import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { hardestRows } from '../../../src/core/mistakes/hardest.ts';
import { checkLabels } from '../../../src/core/mistakes/labels.ts';

/** Probabilities of two classes from that of the second. */
const pairs = (second: number[]) => Float64Array.from(second.flatMap((p) => [1 - p, p]));

test('class thresholds, confident counts, the joint and the suspects of eight rows', () => {
  // Labelled 0: .1 .2 .9 .3 for class 1, so .9 .8 .1 .7 for class 0: mean .625. Labelled 1: .9 .8 .7 .2: mean .65.
  const check = checkLabels(Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), pairs([0.1, 0.2, 0.9, 0.3, 0.9, 0.8, 0.7, 0.2]), 2);
  check.thresholds.forEach((t, k) => expect(t).toBeCloseTo([0.625, 0.65][k]!, 12));
  // Labelled 0: rows 0, 1, 3 confidently 0 (.9 .8 .7), row 2 confidently 1. Labelled 1: 4, 5, 6 are, row 7 confidently 0 (.8).
  expect(check.joint).toEqual([
    [3, 1],
    [1, 3],
  ]);
  expect(check.suspects.map(({ place, given, likely }) => [place, given, likely])).toEqual([
    [2, 0, 1],
    [7, 1, 0],
  ]);
  [0.8, 0.6].forEach((margin, i) => expect(check.suspects[i]!.margin).toBeCloseTo(margin, 12));
});

test('rows confident of nothing are shared out as the confident ones of their label are', () => {
  // Labelled 0: p0 = .9 .6 .3, mean .6; labelled 1: p1 = .9 .8, mean .85. Row 2 has .7 for class 1, under .85: confident of nothing.
  // So the three rows labelled 0 all count as 0; of the two labelled 1 the first only is confident.
  const check = checkLabels(Int32Array.of(0, 0, 0, 1, 1), pairs([0.1, 0.4, 0.7, 0.9, 0.8]), 2);
  expect(check.joint).toEqual([
    [3, 0],
    [0, 2],
  ]);
  expect(check.suspects).toEqual([]);
});

test('a row that the model names as labelled is no suspect, however low the bar of another class', () => {
  // Class 2 is rare and never likely: its mean is .25, which row 0 reaches while .5 is for its own class (mean .7).
  const scores = Float64Array.of(0.5, 0.2, 0.3, 0.9, 0.05, 0.05, 0.2, 0.7, 0.1, 0.4, 0.35, 0.25);
  const check = checkLabels(Int32Array.of(0, 0, 1, 2), scores, 3);
  expect(check.suspects.map(({ place }) => place)).not.toContain(0);
});

test('labels planted wrong are found, and few others', () => {
  // 4,000 rows of three classes told apart well: x around 0, 4, 8 with spread 1, true posteriors as scores; one label in twelve is
  // moved to the next class. A normal number is more than 2 from its middle in 4.6 % (2.3 % at the ends): 3 % look wrong by nature.
  const rng = createRng(5);
  const n = 4000;
  const scores = new Float64Array(3 * n);
  const labels = new Int32Array(n);
  const isWrong = new Uint8Array(n);
  for (let r = 0; r < n; r++) {
    const y = rng.integer(3);
    const x = 4 * y + rng.normal();
    const density = [0, 4, 8].map((middle) => Math.exp(-((x - middle) ** 2) / 2));
    const sum = density.reduce((a, b) => a + b, 0);
    density.forEach((d, k) => (scores[3 * r + k] = d / sum));
    isWrong[r] = r % 12 === 0 ? 1 : 0;
    labels[r] = isWrong[r] ? (y + 1) % 3 : y;
  }
  const { suspects, joint } = checkLabels(labels, scores, 3);
  const planted = isWrong.reduce((a, b) => a + b, 0);
  const found = suspects.filter(({ place }) => isWrong[place]).length;
  expect(found / planted).toBeGreaterThan(0.9);
  expect(found / suspects.length).toBeGreaterThan(0.7);
  // The surest hundred are nearly all planted.
  expect(suspects.slice(0, 100).filter(({ place }) => isWrong[place]).length).toBeGreaterThanOrEqual(97);
  // The estimated share of wrong labels is near 1 in 12.
  const wrong = joint.reduce((sum, row, i) => sum + row.reduce((a, m, j) => a + (i === j ? 0 : m), 0), 0);
  expect(Math.abs(wrong / n - 1 / 12)).toBeLessThan(0.04);
});

test('the hardest rows are those whose own class got the least', () => {
  const hard = hardestRows(Int32Array.of(1, 0, 1, 0), pairs([0.9, 0.75, 0, 0.75]), 2, 3);
  expect(hard.map(({ place, score }) => [place, score])).toEqual([
    [2, 0],
    [1, 0.25],
    [3, 0.25],
  ]);
  // A probability of 0 counts as 1e-15, as in the log loss.
  expect(hard[0]!.loss).toBeCloseTo(15 * Math.LN10, 10);
  expect(hard[1]!.loss).toBeCloseTo(Math.log(4), 12);
});
