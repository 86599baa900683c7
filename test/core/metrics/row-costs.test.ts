import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { cheapestCutoff, rowCostAt, rowCosts } from '../../../src/core/metrics/row-costs.ts';

test('each cutoff costs what its wrong rows cost, counted row by row on 100 sets with ties', () => {
  const rng = createRng(4);
  for (let set = 0; set < 100; set++) {
    const n = 1 + rng.integer(30);
    const score = Float64Array.from({ length: n }, () => rng.integer(6) / 6);
    const actual = Array.from(score, () => rng.integer(2));
    const price = Array.from(score, () => rng.integer(50));
    const { thresholds, cost } = rowCosts(actual, score, price);
    thresholds.forEach((t, e) => {
      const wrong = price.filter((_, i) => score[i]! >= t !== (actual[i] === 1));
      expect(cost[e]).toBeCloseTo(wrong.reduce((a, b) => a + b, 0) / n, 12);
    });
    const least = Math.min(...cost);
    const best = cheapestCutoff({ thresholds, cost })!;
    expect(best).toBe([...thresholds].filter((_, e) => cost[e]! - least < 1e-9).at(-1));
  }
});

test('dear rows move the cutoff', () => {
  // By falling score: + (1), - (100), + (1). Naming all costs 100, two 101, one 1, none 2: over 3.
  const told = rowCosts([1, 0, 1], Float64Array.of(0.9, 0.6, 0.3), [1, 100, 1]);
  [100, 101, 1, 2].forEach((cost, e) => expect(told.cost[e]).toBeCloseTo(cost / 3, 12));
  expect(cheapestCutoff(told)).toBe(0.9);
});

test('the cost at a cutoff, with an interval around it', () => {
  const score = Float64Array.from({ length: 400 }, (_, i) => (i % 2 ? 0.9 : 0.1));
  const actual = Array.from(score, (_, i) => (i % 4 < 2 ? 1 : 0));
  // Rows 0 and 3 of each four are wrong, prices 10 and 30: a mean of 10, standard deviation sqrt((100 + 900) / 4 - 100) = 12.2.
  const price = Array.from(score, (_, i) => (i % 4 === 0 ? 10 : 30));
  const { value, low, high, n } = rowCostAt(actual, score, price, 0.5, createRng(1));
  expect([value, n]).toEqual([10, 400]);
  // 1.96 * 12.2 / 20 = 1.2.
  expect(low).toBeGreaterThan(8.4);
  expect(low).toBeLessThan(9.2);
  expect(high).toBeGreaterThan(10.8);
  expect(high).toBeLessThan(11.6);
});
