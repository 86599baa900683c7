import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { fastDraws } from '../../../src/core/metrics/bootstrap.ts';
import {
  bayesCutoff,
  cheapest,
  cheapestClass,
  costOf,
  cutoffsOf,
  gains,
  highest,
  meanCost,
  placeOf,
  resampleCutoffs,
  type Limit,
} from '../../../src/core/metrics/cutoffs.ts';
import { compasRows } from '../compas.ts';

const one = { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 };

test('errors of COMPAS at every cutoff, lowest at decile 6 (OC2)', () => {
  const { decile, actual } = compasRows();
  const cutoffs = cutoffsOf(
    actual,
    Float64Array.from(decile, (d) => d / 10),
  );
  const published = [3963, 3139, 2784, 2599, 2498, 2469, 2544, 2652, 2840, 3042, 3251];
  expect(Array.from(costOf(cutoffs, one), (c) => Math.round(c * 7214))).toEqual(published);
  expect(cheapest(cutoffs, one)).toMatchObject({ value: 0.6, low: 0.6 });
});

test('the whole table of four costs agrees with counting row by row, on 200 sets with ties', () => {
  const rng = createRng(1);
  for (let set = 0; set < 200; set++) {
    const n = 1 + rng.integer(40);
    const score = Float64Array.from({ length: n }, () => rng.integer(8) / 8);
    const actual = Uint8Array.from(score, (s) => (rng.uniform() < s ? 1 : 0));
    const costs = {
      truePositive: -rng.integer(4),
      falsePositive: rng.integer(6),
      falseNegative: rng.integer(6),
      trueNegative: -rng.integer(2),
    };
    const limit: Limit | null =
      set % 2 === 0
        ? null
        : {
            of: (['missRate', 'falseAlarmRate', 'named', 'precision', 'letThrough'] as const)[(set >> 1) % 5]!,
            value: 0.4,
          };
    const tried = [...new Set(score), Infinity].flatMap((t) => {
      const count = { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
      score.forEach((s, i) => {
        if (s >= t) count[actual[i] === 1 ? 'truePositive' : 'falsePositive']++;
        else count[actual[i] === 1 ? 'falseNegative' : 'trueNegative']++;
      });
      const rate = {
        missRate: count.falseNegative / (count.truePositive + count.falseNegative),
        falseAlarmRate: count.falsePositive / (count.falsePositive + count.trueNegative),
        named: (count.truePositive + count.falsePositive) / n,
        precision: count.truePositive / (count.truePositive + count.falsePositive),
        letThrough: count.falseNegative / (count.falseNegative + count.trueNegative),
      };
      // A comparison with NaN (0/0) is false: an undefined rate is within no limit.
      const holds = !limit || (limit.of === 'precision' ? rate.precision >= 0.4 : rate[limit.of] <= 0.4);
      const cost = (Object.keys(count) as (keyof typeof count)[]).reduce((sum, k) => sum + count[k] * costs[k], 0) / n;
      return holds ? [{ t, cost }] : [];
    });
    const found = cheapest(cutoffsOf(actual, score), costs, limit);
    if (tried.length === 0) {
      expect(found).toBeNull();
      continue;
    }
    const least = Math.min(...tried.map(({ cost }) => cost));
    expect(found!.cost).toBeCloseTo(least, 12);
    const minimisers = tried.filter(({ cost }) => cost - least < 1e-9).map(({ t }) => t);
    expect(found!.minimisers).toEqual(minimisers.sort((a, b) => (a < b ? -1 : 1)));
  }
});

test('the Bayes cutoff: a half at equal costs, shifted by what being right is worth', () => {
  expect(bayesCutoff(one)).toBe(0.5);
  // (1 - 0) / ((1 - 0) + (5 - (-4))) = .1
  expect(bayesCutoff({ truePositive: -4, falsePositive: 1, falseNegative: 5, trueNegative: 0 })).toBeCloseTo(0.1, 15);
  expect(bayesCutoff({ truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 })).toBeNull();
});

test('no cutoff keeps an impossible precision; every miss can be avoided by naming all', () => {
  // By falling score: a negative first, so precision 1 is nowhere reached.
  const cutoffs = cutoffsOf([0, 1, 0], Float64Array.of(0.9, 0.5, 0.2));
  expect(cheapest(cutoffs, one, { of: 'precision', value: 1 })).toBeNull();
  expect(cheapest(cutoffs, one, { of: 'missRate', value: 0 })).toMatchObject({ value: 0.5, cost: 1 / 3 });
});

test('a mean cost has the interval of a mean', () => {
  // Ten rows: 2 + 1 + 1 + 6; (1 * 1 + 1 * 5) / 10 = .6. Squares about it: 8 * .36 + .16 + 19.36 = 22.4, over 9 and 10: .248889,
  // whose root .498888 times 1.959964 is .977802.
  const counts = { truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 6 };
  const { value, low, high, n } = meanCost(counts, { ...one, falseNegative: 5 });
  expect([value, n]).toEqual([0.6, 10]);
  expect(low).toBeCloseTo(0.6 - 0.977802, 6);
  expect(high).toBeCloseTo(0.6 + 0.977802, 6);
  expect(meanCost({ truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 }, one).value).toBeNull();
});

test('gain and lift from nobody named to all', () => {
  // Scores .9 (positive), .5 twice (one positive), .2: named 0, 1/4, 3/4, 1; found 0, 1/2, 1, 1.
  const points = gains(cutoffsOf([1, 1, 0, 0], Float64Array.of(0.9, 0.5, 0.5, 0.2)));
  expect(points.map(({ named, found }) => [named, found])).toEqual([
    [0, 0],
    [0.25, 0.5],
    [0.75, 1],
    [1, 1],
  ]);
  expect(points[0]!.lift).toBeNaN();
  expect(points.slice(1).map(({ lift }) => lift)).toEqual([2, 4 / 3, 1]);
  expect(gains(cutoffsOf([0], Float64Array.of(0.5)))).toEqual([]);
});

test('a capacity of two takes the two highest, equal scores by row', () => {
  expect([...highest(Float64Array.of(0.1, 0.7, 0.9, 0.7), 2)]).toEqual([2, 1]);
});

test('the class that costs least, not the likeliest', () => {
  // p = (.6, .4): naming 0 costs .4 * 10 = 4, naming 1 costs .6 * 1 = .6.
  expect([
    ...cheapestClass(
      [0.6, 0.4],
      [
        [0, 1],
        [10, 0],
      ],
    ),
  ]).toEqual([1]);
  // Equal costs: the likeliest; ties to the earlier.
  const same = [
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ];
  expect([...cheapestClass([0.2, 0.3, 0.5, 0.4, 0.4, 0.2], same)]).toEqual([2, 0]);
});

test('the place of a cutoff is the lowest score not below it', () => {
  const cutoffs = cutoffsOf([0, 1], Float64Array.of(0.2, 0.6));
  expect([0, 0.2, 0.3, 0.6, 0.7].map((t) => placeOf(cutoffs, t))).toEqual([0, 0, 1, 1, 2]);
});

test('a resample keeps the number of rows and draws each row as often as the rest', () => {
  const cutoffs = cutoffsOf([0, 1, 1, 0], Float64Array.of(0.2, 0.6, 0.6, 0.9));
  const draw = fastDraws(createRng(2));
  let positives = 0;
  for (let b = 0; b < 2000; b++) {
    const drawn = resampleCutoffs(cutoffs, draw);
    expect(drawn.positives + drawn.negatives).toBe(4);
    positives += drawn.positives;
  }
  // Two of four: a mean of 2, its standard error 1 / sqrt(2000) = .022; five of them.
  expect(Math.abs(positives / 2000 - 2)).toBeLessThan(0.11);
});
