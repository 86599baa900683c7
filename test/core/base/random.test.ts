import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';

test('the same seed gives the same stream, and 0 is a seed', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRng(seed).uniform);
  expect(draw(0)).toEqual(draw(0));
  expect(draw(0)).not.toEqual(draw(1));
});

test('a split depends on its name, not on what was drawn before', () => {
  const a = createRng(7);
  const b = createRng(7);
  b.uniform();
  expect(a.split('model/init').uniform()).toBe(b.split('model/init').uniform());
  expect(a.split('model/init').uniform()).not.toBe(a.split('model/dropout').uniform());
});

test('uniform fills [0, 1) evenly', () => {
  // 100,000 draws in 10 bins: chi-square with 9 degrees of freedom exceeds 27.88 with probability 0.001.
  const rng = createRng(3);
  const counts = new Float64Array(10);
  for (let i = 0; i < 100_000; i++) {
    const u = rng.uniform();
    expect(u >= 0 && u < 1).toBe(true);
    counts[Math.floor(u * 10)]! += 1;
  }
  const chiSquare = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.88);
});

test('normal has mean 0 and variance 1', () => {
  // Standard errors at n = 100,000: mean 1/sqrt(n) = 0.0032, variance sqrt(2/n) = 0.0045; four of each.
  const rng = createRng(4);
  const draws = Array.from({ length: 100_000 }, rng.normal);
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.0127);
  expect(Math.abs(variance - 1)).toBeLessThan(0.018);
});

test('a permutation holds every number once', () => {
  const order = createRng(0).permutation(1000);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
});

test('integer stays below its bound and reaches every value', () => {
  const rng = createRng(1);
  const seen = new Set(Array.from({ length: 200 }, () => rng.integer(6)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});
