import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { cutoffsOf } from '../../../src/core/metrics/cutoffs.ts';
import { atCapacity } from '../../../src/ui/stages/evaluate/capacity.ts';
import {
  costAt,
  gainedAt,
  limitFinding,
  profitFinding,
  rateAt,
  rowsToBeSure,
  stakesFinding,
  surest,
} from '../../../src/ui/stages/evaluate/stakes.ts';

const costs = { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 };
const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');
const person = (id: number, name: string) => ({ id, name, costs });

test('who would decide lowest and highest is said', () => {
  expect(text(stakesFinding([person(0, 'bank'), person(1, 'client')], [0.6, 0.25]))).toBe(
    'On the same scores client would decide at .25 and bank at .60: who pays decides where to cut.',
  );
  expect(text(stakesFinding([person(0, 'bank')], [null]))).toMatch(/no cutoff can be chosen/);
});

test('cutoffs that the data decide have a narrow interval, the same from the same seed', async () => {
  // Scores of 100 negatives below .4, of 100 positives above .6: every resample parts them at its lowest positive.
  const score = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? i / 250 : 0.6 + (i - 100) / 250));
  const cutoffs = cutoffsOf(
    Uint8Array.from(score, (s) => (s > 0.5 ? 1 : 0)),
    score,
  );
  const once = () => surest(cutoffs, [costs], createRng(1), new AbortController().signal, 200);
  const [first] = await once();
  expect(first!.value).toBe(0.6);
  expect(first!.low).toBe(0.6);
  expect(first!.high!).toBeLessThan(0.65);
  expect(await once()).toEqual([first]);
});

test('a limit that no cutoff keeps, one kept for free, and one with a price', () => {
  // By falling score: negative .9, positive .5, negative .2.
  const set = cutoffsOf([0, 1, 0], Float64Array.of(0.9, 0.5, 0.2));
  expect(text(limitFinding(set, set, costs, { of: 'precision', value: 1 }).segments)).toMatch(/No cutoff/);
  expect(text(limitFinding(set, set, costs, { of: 'missRate', value: 1 }).segments)).toMatch(/already keeps it/);
  // At double price of a false alarm naming nobody costs 1/3 a row; no miss needs .5 at 2/3: 333.3 more per 1,000.
  const dear = { ...costs, falsePositive: 2 };
  const found = limitFinding(set, set, dear, { of: 'missRate', value: 0 });
  expect(found.cutoff).toBe(0.5);
  expect(text(found.segments)).toMatch(/333\.3 more per 1,000 rows.*too few rows to be sure/);
});

test('the cost and the rate at a cutoff between two scores are those of the score above', () => {
  const set = cutoffsOf([0, 1, 0, 1], Float64Array.of(0.1, 0.4, 0.6, 0.8));
  expect(costAt(set, costs, 0.5)).toMatchObject({ value: 0.5, n: 4 });
  expect(rateAt(set, 'missRate', 0.5)).toMatchObject({ value: 0.5, n: 2 });
  expect(costAt(cutoffsOf([], new Float64Array()), costs, 0.5).value).toBeNull();
});

test('a limit on what is let through is out of reach where every cutoff lets a positive by', () => {
  // By falling score: negative .9, positive .2. Naming .9 lets one of one by, nobody one of two; naming both lets nothing by: 0/0.
  const set = cutoffsOf([0, 1], Float64Array.of(0.9, 0.2));
  const found = limitFinding(set, set, costs, { of: 'letThrough', value: 0.001 });
  expect(found.cutoff).toBeNull();
  expect(text(found.segments)).toMatch(/No cutoff.*at most 0\.1 % is asked, and the nearest is 50 %/);
  // Wilson's upper bound with none of n is 3.8415 / (n + 3.8415): .001 from 3.8415 * 999 = 3837.6 on.
  expect(rowsToBeSure(0.001)).toBe(3838);
});

test('what is gained is held against the better of acting on nobody and on everybody', () => {
  // By falling score: positive, positive, negative, negative. At .6 nothing is wrong; nobody costs 2 of 4, everybody 2 of 4.
  const set = cutoffsOf([1, 1, 0, 0], Float64Array.of(0.8, 0.6, 0.4, 0.2));
  expect(gainedAt(set, costs, 0.6)).toEqual({ nobody: 0.5, everybody: 0.5 });
  expect(text(profitFinding(set, [person(0, 'bank')], [0.6], 'euro'))).toMatch(/bank gains 500\.0 euro per 1,000 rows/);
  expect(gainedAt(cutoffsOf([], new Float64Array()), costs, 0.5)).toBeNull();
});

test('room for half finds what the highest half holds, ties by their mean', () => {
  // .9 positive; .5 twice, one positive; .2 negative. Room for 2 of 4: 1 + 1/2 of the 2 positives, 1.5 times chance.
  const set = cutoffsOf([1, 1, 0, 0], Float64Array.of(0.9, 0.5, 0.5, 0.2));
  expect(atCapacity(set, 0.5)).toEqual({ rows: 2, found: 0.75, lift: 1.5 });
  expect(atCapacity(set, 1)).toEqual({ rows: 4, found: 1, lift: 1 });
  expect(atCapacity(cutoffsOf([0], Float64Array.of(0.5)), 0.5)).toBeNull();
});
