import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { groupTable } from '../../../src/core/fairness/index.ts';
import { compasRows, races } from '../compas.ts';

const predict = (decile: Int32Array, cutoff: number) => decile.map((d) => (d >= cutoff ? 1 : 0));

function compas(only: string[], cutoff = 5) {
  const { race, decile, actual } = compasRows(only);
  return groupTable({ codes: race, names: races }, actual, predict(decile, cutoff), 1, createRng(0));
}

test("ProPublica's published rates by race (OC1)", () => {
  const { rows } = compas(['African-American', 'Caucasian']);
  expect(rows.map((r) => r.group)).toEqual(['African-American', 'Caucasian']);
  const [black, white] = rows;
  expect(black!.falsePositiveRate.value).toBeCloseTo(0.4485, 4);
  expect(1 - black!.truePositiveRate.value!).toBeCloseTo(0.2799, 4);
  expect(white!.falsePositiveRate.value).toBeCloseTo(0.2345, 4);
  expect(1 - white!.truePositiveRate.value!).toBeCloseTo(0.4772, 4);
  expect(black!.positivePredictiveValue.value).toBeCloseTo(0.629715, 6);
  expect(white!.positivePredictiveValue.value).toBeCloseTo(0.591335, 6);
  expect([black!.n, black!.truePositiveRate.n, black!.falsePositiveRate.n]).toEqual([3696, 1901, 1795]);
});

test('"High" only, decile 8 and up', () => {
  const [black, white] = compas(['African-American', 'Caucasian'], 8).rows;
  expect(black!.falsePositiveRate.value).toBeCloseTo(0.1582, 4);
  expect(1 - black!.truePositiveRate.value!).toBeCloseTo(0.6102, 4);
  expect(white!.falsePositiveRate.value).toBeCloseTo(0.0544, 4);
  expect(1 - white!.truePositiveRate.value!).toBeCloseTo(0.7981, 4);
});

test('gaps between two races, with intervals around them (OC1)', () => {
  const { gaps } = compas(['African-American', 'Caucasian']);
  expect(gaps.demographicParityDifference.value).toBeCloseTo(0.2402, 6);
  expect(gaps.demographicParityRatio.value).toBeCloseTo(0.591638, 6);
  expect(gaps.equalOpportunityDifference.value).toBeCloseTo(0.197373, 6);
  expect(gaps.equalizedOddsDifference.value).toBeCloseTo(0.213925, 6);
  // Newcombe's interval of the false positive gap is .182053 to .245023; the bootstrap's of the larger gap is near it.
  expect(gaps.equalizedOddsDifference.low).toBeGreaterThan(0.17);
  expect(gaps.equalizedOddsDifference.high).toBeLessThan(0.26);
});

test('small groups are shown, left out of the gaps, and named', () => {
  const { rows, gaps, warnings } = compas(races);
  const native = rows.find((r) => r.group === 'Native American')!;
  expect(native.n).toBe(18);
  expect(native.selectionRate.value).not.toBeNull();
  expect(gaps.demographicParityDifference.excluded).toEqual(['Native American']);
  // Asian: 32 rows, 8 + 1 charged again: 9 positives (decile table), under 30 of either kind.
  expect(gaps.equalOpportunityDifference.excluded).toEqual(['Asian', 'Native American']);
  // With every cell, the published gap over all six is .457118: here it is smaller, as the small cells are out.
  expect(gaps.demographicParityDifference.value!).toBeLessThan(0.457118);
  expect(warnings.some((w) => w.startsWith('Native American has 18 rows'))).toBe(true);
});

test("the example of Fairlearn's documentation, by its rates (OC4)", () => {
  const digits = (text: string) => Int32Array.from(text, Number);
  const actual = digits('011110101000111111');
  const predicted = digits('001011100111100110');
  const codes = Int32Array.from('bbabbcccaacabccbcc', (c) => 'abc'.indexOf(c));
  const { rows, gaps } = groupTable({ codes, names: ['a', 'b', 'c'] }, actual, predicted, 1, createRng(0));
  const of = (name: 'truePositiveRate' | 'falsePositiveRate' | 'selectionRate') => rows.map((r) => r[name].value!);
  [0.5, 0.6, 0.4].forEach((v, g) => expect(of('truePositiveRate')[g]).toBeCloseTo(v, 12));
  [1, 0, 2 / 3].forEach((v, g) => expect(of('falsePositiveRate')[g]).toBeCloseTo(v, 12));
  [0.75, 0.5, 0.5].forEach((v, g) => expect(of('selectionRate')[g]).toBeCloseTo(v, 12));
  // 18 rows: no group has 30, so nothing is said of the gaps.
  expect(gaps.demographicParityDifference.value).toBeNull();
  expect(gaps.demographicParityDifference.reason).toMatch(/fewer than two groups/);
  expect(gaps.demographicParityDifference.excluded).toEqual(['a', 'b', 'c']);
});

test("the same example a hundred times over gives Fairlearn's gaps", () => {
  const repeat = (text: string) => Int32Array.from(text.repeat(100), Number);
  const codes = Int32Array.from('bbabbcccaacabccbcc'.repeat(100), (c) => 'abc'.indexOf(c));
  const { gaps } = groupTable(
    { codes, names: ['a', 'b', 'c'] },
    repeat('011110101000111111'),
    repeat('001011100111100110'),
    1,
    createRng(0),
  );
  expect(gaps.demographicParityDifference.value).toBeCloseTo(0.25, 12);
  expect(gaps.demographicParityRatio.value).toBeCloseTo(2 / 3, 12);
  expect(gaps.equalizedOddsDifference.value).toBeCloseTo(1, 12);
});

test('nobody selected: the ratio is undefined, the difference is 0', () => {
  const codes = Int32Array.from({ length: 80 }, (_, i) => i % 2);
  const actual = Int32Array.from({ length: 80 }, (_, i) => (i % 4 < 2 ? 1 : 0));
  const { gaps } = groupTable({ codes, names: ['a', 'b'] }, actual, new Int32Array(80), 1, createRng(0));
  expect(gaps.demographicParityDifference.value).toBe(0);
  expect(gaps.demographicParityRatio).toMatchObject({ value: null, reason: 'nobody is selected in any group' });
});

test('an empty group is not shown; the order of groups does not matter', () => {
  const { race, decile, actual } = compasRows(['African-American', 'Caucasian']);
  const said = predict(decile, 5);
  const swapped = race.map((g) => 1 - g);
  const a = groupTable({ codes: race, names: races }, actual, said, 1, createRng(0));
  const b = groupTable(
    { codes: swapped, names: ['Caucasian', 'African-American', 'nobody'] },
    actual,
    said,
    1,
    createRng(0),
  );
  expect(b.rows.map((r) => r.group)).toEqual(['Caucasian', 'African-American']);
  expect(b.gaps.equalizedOddsDifference.value).toBe(a.gaps.equalizedOddsDifference.value);
});

test('the interval of a gap covers the truth (RQ3)', { timeout: 60_000 }, () => {
  // Two groups of 250, selection rates .5 and .3: the truth is .2, far enough from 0 that the largest is always the same group.
  const rng = createRng(21);
  const codes = Int32Array.from({ length: 500 }, (_, i) => i % 2);
  let covered = 0;
  for (let set = 0; set < 1000; set++) {
    const predicted = codes.map((g) => (rng.uniform() < (g === 0 ? 0.5 : 0.3) ? 1 : 0));
    const { gaps } = groupTable({ codes, names: ['a', 'b'] }, predicted, predicted, 1, rng.split(`${set}`), {
      bootstrap: 400,
    });
    const { low, high } = gaps.demographicParityDifference;
    if (low! <= 0.2 && 0.2 <= high!) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(930);
  expect(covered).toBeLessThanOrEqual(970);
});
