import { expect, test } from 'vitest';
import { falseDiscovery, fisherUpper, logFactorials, mcnemar } from '../../../src/core/metrics/exact.ts';

const ln = logFactorials(100_000);

test('the chance of three or more of four marked among five of ten drawn', () => {
  // [C(4,3) C(6,2) + C(4,4) C(6,1)] / C(10,5) = (60 + 6) / 252.
  expect(fisherUpper(3, 5, 4, 10, ln)).toBeCloseTo(66 / 252, 12);
  // None is sure; more than there are is impossible; of 9 drawn of 10 with 4 marked, 3 are marked at least.
  expect([fisherUpper(0, 5, 4, 10, ln), fisherUpper(5, 5, 4, 10, ln), fisherUpper(3, 9, 4, 10, ln)]).toEqual([1, 0, 1]);
});

test('it agrees with scipy.stats.hypergeom, far out and below the mode', () => {
  for (const [hits, drawn, marked, all, p] of scipy)
    expect(fisherUpper(hits, drawn, marked, all, ln) / p).toBeCloseTo(1, 8);
});
const scipy = [
  [30, 120, 100, 1000, 2.2813785101368648e-7],
  [5, 120, 100, 1000, 0.9962498606042676],
  [200, 1000, 10_000, 100_000, 1.6690381969603893e-21],
] as const;

test("McNemar's exact chance is a sum of binomials", () => {
  // 1 against 5: 2 (C(6,0) + C(6,1)) / 2^6 = 14/64.
  expect(mcnemar(1, 5)).toBeCloseTo(14 / 64, 14);
  expect(mcnemar(5, 1)).toBeCloseTo(14 / 64, 14);
  expect([mcnemar(0, 0), mcnemar(3, 3), mcnemar(4, 3)]).toEqual([1, 1, 1]);
  // scipy.stats.binomtest(59, 180).pvalue and (400, 1000).pvalue; 59 and 121 are the prime minister example of Agresti 1990.
  expect(mcnemar(59, 121) / 4.4344492637551645e-6).toBeCloseTo(1, 10);
  expect(mcnemar(600, 400) / 2.728464156065976e-10).toBeCloseTo(1, 9);
});

test('Benjamini and Hochberg, step-up', () => {
  // Sorted .005 .01 .03 .04 .5 times 5/1 5/2 5/3 5/4 1: .025 .025 .05 .05 .5, none above the next.
  const adjusted = falseDiscovery([0.01, 0.04, 0.03, 0.005, 0.5]);
  [0.025, 0.05, 0.05, 0.025, 0.5].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 14));
  expect([...falseDiscovery([])]).toEqual([]);
});
