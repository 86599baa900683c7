import { expect, test } from 'vitest';
import { criticalValue, twoSided } from '../../../src/core/metrics/student.ts';

test('one and two degrees have closed forms', () => {
  // df 1 is Cauchy's: P(|T| > t) = 1 - 2 atan(t) / pi; df 2: 1 - t / sqrt(2 + t^2).
  for (const t of [0.1, 1, 3, 40]) {
    expect(twoSided(t, 1)).toBeCloseTo(1 - (2 * Math.atan(t)) / Math.PI, 12);
    expect(twoSided(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    expect(twoSided(-t, 2)).toBe(twoSided(t, 2));
  }
  expect(twoSided(0, 7)).toBe(1);
});

test('critical values are those of the tables', () => {
  // Two-sided 5 %: 4, 9 and 30 degrees (scipy.stats.t.ppf(0.975, df)).
  expect(criticalValue(0.05, 4)).toBeCloseTo(2.7764451051977987, 9);
  expect(criticalValue(0.05, 9)).toBeCloseTo(2.2621571627409915, 9);
  expect(criticalValue(0.05, 30)).toBeCloseTo(2.0422724563012373, 9);
});
