import { expect, test } from 'vitest';
import type { Estimate } from '../../../src/core/base/estimate.ts';
import { createRng } from '../../../src/core/base/random.ts';
import {
  meanOfFirst,
  meansOverQueries,
  queryMetrics,
  rankingMetrics,
  rankQueries,
  weighed,
} from '../../../src/core/metrics/ranking.ts';

const one = (score: number[], relevant: number[], places: number) =>
  queryMetrics(rankQueries(new Int32Array(score.length), Float64Array.from(score))[0]!, relevant, places);

test('without ties: the place of the right one decides', () => {
  // The right one is third of four: hit@1 0, hit@3 1, 1/3, 1/log2(4) = 0.5 of at best 1.
  expect(one([0.9, 0.1, 0.5, 0.4], [0, 0, 0, 1], 3)).toEqual({
    hitFirst: 0,
    hitPlaces: 1,
    reciprocalRank: 1 / 3,
    ndcg: 0.5,
    ndcgPlaces: 0.5,
  });
  expect(one([0.9, 0.1, 0.5, 0.4], [0, 0, 0, 1], 2)).toMatchObject({ hitPlaces: 0, ndcgPlaces: 0, ndcg: 0.5 });
});

test('with two right ones, first and third: the largest possible has them first and second', () => {
  const found = one([3, 2, 1], [1, 0, 1], 3)!;
  // (1 + 1/log2(4)) / (1 + 1/log2(3))
  expect(found.ndcg).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3)), 12);
  expect([found.hitFirst, found.reciprocalRank]).toEqual([1, 1]);
});

test('all scores equal: what a random order gives on average', () => {
  // One right of four: hit@1 1/4, hit@3 3/4, mean of 1, 1/2, 1/3, 1/4 = 25/48.
  const found = one([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 0], 3)!;
  expect(found.hitFirst).toBeCloseTo(1 / 4, 12);
  expect(found.hitPlaces).toBeCloseTo(3 / 4, 12);
  expect(found.reciprocalRank).toBeCloseTo(25 / 48, 12);
  const discounts = [1, 1 / Math.log2(3), 1 / 2, 1 / Math.log2(5)];
  expect(found.ndcg).toBeCloseTo(discounts.reduce((a, b) => a + b) / 4, 12);
  // Two right of three: the first is at place 1 with 2/3, at place 2 with 1/3.
  expect(one([0, 0, 0], [1, 1, 0], 1)!.reciprocalRank).toBeCloseTo(2 / 3 + 1 / 3 / 2, 12);
  // A tie of places 2 and 3 that the second place cuts: one of two gets in.
  expect(one([9, 5, 5, 1], [0, 1, 0, 0], 2)!.hitPlaces).toBeCloseTo(1 / 2, 12);
});

test('where nothing is right there is nothing to find', () => {
  expect(one([1, 2], [0, 0], 3)).toBeNull();
  const rng = createRng(0);
  const input = { queries: Int32Array.of(0, 0), score: Float64Array.of(1, 2), places: 3, unseen: null };
  expect(rankingMetrics({ ...input, relevant: [0, 0] }, rng)['mrr']).toEqual({
    value: null,
    low: null,
    high: null,
    n: 0,
    reason: 'no query has a row that is right',
  });
});

test('queries count once, however many rows they have, and those of an item never trained on by themselves', () => {
  // Query 7: the right one first of two. Query 3: second of three. A row without a query is left out.
  const metrics = rankingMetrics(
    {
      queries: Int32Array.of(7, 3, 3, -1, 7, 3),
      score: Float64Array.of(0.9, 0.5, 0.8, 1, 0.2, 0.1),
      relevant: [1, 1, 0, 1, 0, 0],
      places: 2,
      unseen: [0, 1, 0, 0, 0, 0],
    },
    createRng(0),
  );
  expect(metrics['hit@1']).toMatchObject({ value: 0.5, n: 2 });
  expect(metrics['hit@2']).toMatchObject({ value: 1, n: 2 });
  expect(metrics['mrr']).toMatchObject({ value: 0.75, n: 2 });
  expect(metrics['hit@1 of new items']).toMatchObject({ value: 0, n: 1 });
});

test('the interval of a mean over queries is that of resampled queries', () => {
  // 50 of 100 queries right: the standard error is 0.05, and 1.96 of them each way 0.402 to 0.598.
  const values = Float64Array.from({ length: 100 }, (_, i) => i % 2);
  const left = values.map((value, i) => (i < 40 ? NaN : value));
  const [{ value, low, high, n }, part] = meansOverQueries([values, left], createRng(1), 'none') as [
    Estimate,
    Estimate,
  ];
  expect([value, n]).toEqual([0.5, 100]);
  expect(Math.abs(low! - 0.402)).toBeLessThan(0.02);
  expect(Math.abs(high! - 0.598)).toBeLessThan(0.02);
  // Of 60 of them the standard error is sqrt(0.25 / 60) = 0.0645.
  expect([part.value, part.n]).toEqual([0.5, 60]);
  expect(Math.abs(part.low! - 0.373)).toBeLessThan(0.025);
});

test('the first places bring the mean of their numbers; equal scores share a place', () => {
  const [query] = rankQueries(new Int32Array(4), Float64Array.of(4, 3, 3, 1));
  // Place 1 is row 0; place 2 is row 1 or row 2: (10 + (20 + 40) / 2) / 2.
  expect(meanOfFirst(query!, [10, 20, 40, 99], 2)).toBeCloseTo(20, 12);
  expect(meanOfFirst(query!, [10, 20, 40, 90], 9)).toBeCloseTo(40, 12);
});

test('a weight of 0 ranks by what is right, of 1 by what it is worth, each in its own deviation', () => {
  const [right, worth] = [Float64Array.of(0.2, 0.8), Float64Array.of(50, 10)];
  expect([...weighed(right, worth, 0, [0.4, 20])]).toEqual([0.2 / 0.4, 0.8 / 0.4]);
  expect([...weighed(right, worth, 1, [0.4, 20])]).toEqual([2.5, 0.5]);
  // 0.5 * 0.5 + 0.5 * 2.5 and 0.5 * 2 + 0.5 * 0.5
  expect([...weighed(right, worth, 0.5, [0.4, 20])]).toEqual([1.5, 1.25]);
});
