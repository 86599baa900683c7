import { expect, test } from 'vitest';
import { countGroups } from '../../../src/core/fairness/counts.ts';
import {
  averageOdds,
  crossed,
  forcedFalsePositiveRate,
  forcedPredictiveValue,
  forcedTruePositiveRate,
  spread,
  toOverall,
  total,
} from '../../../src/core/fairness/measures.ts';
import { compasRows, races } from '../compas.ts';

const digits = (text: string) => Int32Array.from(text, Number);
const fairlearn = countGroups(
  Int32Array.from('bbabbcccaacabccbcc', (c) => 'abc'.indexOf(c)),
  3,
  digits('011110101000111111'),
  digits('001011100111100110'),
  1,
);
const compas = (() => {
  const { race, decile, actual } = compasRows();
  return countGroups(
    race,
    races.length,
    actual,
    decile.map((d) => (d >= 5 ? 1 : 0)),
    1,
  );
})();

test("every figure of Fairlearn's documentation (OC4)", () => {
  const overall = total(fairlearn);
  expect(overall.tp / (overall.tp + overall.fn)).toBeCloseTo(0.5, 12);
  expect(overall.fp / (overall.fp + overall.tn)).toBeCloseTo(0.666667, 6);
  expect(spread(fairlearn, 'selectionRate', 1).difference).toBeCloseTo(0.25, 12);
  expect(spread(fairlearn, 'selectionRate', 1).ratio).toBeCloseTo(0.666667, 6);
  const odds = (['truePositiveRate', 'falsePositiveRate'] as const).map((name) => spread(fairlearn, name, 1));
  expect(Math.max(...odds.map(({ difference }) => difference!))).toBe(1);
  expect(Math.min(...odds.map(({ ratio }) => ratio!))).toBe(0);
  expect(toOverall(fairlearn, 'selectionRate', 1)).toBeCloseTo(0.194444, 6);
  expect(toOverall(fairlearn, 'truePositiveRate', 1)).toBeCloseTo(0.1, 12);
});

test('gaps over all six races, small cells and all (OC1)', () => {
  expect(spread(compas, 'selectionRate', 1).difference).toBeCloseTo(0.457118, 6);
  expect(spread(compas, 'truePositiveRate', 1).difference).toBeCloseTo(0.576692, 6);
  expect(spread(compas, 'falsePositiveRate', 1).difference).toBeCloseTo(0.361511, 6);
  // With the rule of 30 rows fewer than two groups may remain: told as null, not as 0.
  expect(spread(fairlearn, 'selectionRate')).toEqual({ difference: null, ratio: null });
});

test('average odds can cancel when signed, and cannot when absolute', () => {
  // TPR .8 against .5, FPR .1 against .4: (.3 - .3) / 2 = 0, (.3 + .3) / 2 = .3.
  const odds = averageOdds({ tp: 8, fn: 2, fp: 1, tn: 9 }, { tp: 5, fn: 5, fp: 4, tn: 6 })!;
  expect(odds.signed).toBeCloseTo(0, 15);
  expect(odds.absolute).toBeCloseTo(0.3, 15);
  expect(averageOdds({ tp: 0, fn: 0, fp: 1, tn: 9 }, { tp: 5, fn: 5, fp: 4, tn: 6 })).toBeNull();
});

test('predictive values and base rates force the false positive rate (Chouldechova 2017)', () => {
  for (const { tp, fp, fn, tn } of compas.slice(0, 2)) {
    const base = (tp + fn) / (tp + fp + fn + tn);
    expect(forcedFalsePositiveRate(base, tp / (tp + fp), tp / (tp + fn))).toBeCloseTo(fp / (fp + tn), 12);
    expect(forcedPredictiveValue(base, tp / (tp + fn), fp / (fp + tn))).toBeCloseTo(tp / (tp + fp), 12);
    expect(forcedTruePositiveRate(base, tp / (tp + fp), fp / (fp + tn))).toBeCloseTo(tp / (tp + fn), 12);
  }
  expect(forcedFalsePositiveRate(0.5, 0, 0.5)).toBeNull();
});

test('two columns crossed: only pairs that occur, in the order of the columns', () => {
  const sex = { codes: Int32Array.of(1, 0, 1, -1), names: ['f', 'm'] };
  const age = { codes: Int32Array.of(0, 1, 0, 1), names: ['old', 'young'] };
  expect(crossed(sex, age)).toEqual({ codes: Int32Array.of(1, 0, 1, -1), names: ['f × young', 'm × old'] });
});
