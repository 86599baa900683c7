import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { keepBest } from '../../../src/core/features/keep-best.ts';
import { anova, mutualInformation, variance } from '../../../src/core/features/scores.ts';
import type { Frame, Targets } from '../../../src/core/features/contract.ts';
import { categories, frameOf, numbers, targetsOf } from './frames.ts';

const fit = (frame: Frame, told: object, targets: Targets | null = null) =>
  keepBest.fit(frame, keepBest.options.parse({ columns: 'number', ...told }), 'p', targets);
const kept = (state: ReturnType<typeof fit>) => state.columns.flatMap(({ name, kept }) => (kept ? [name] : []));

describe('scores', () => {
  test('variance is that of the values that are there', () => {
    expect(variance(Float64Array.of(1, NaN, 3))).toBe(1);
    expect(variance(new Float64Array(3).fill(0.1))).toBe(0);
    expect(variance(Float64Array.of(NaN))).toBeNull();
  });

  test('F is the variance between the classes over that inside', () => {
    // Means 1 and 4 about 2.5: between 4 * 2.25 = 9 by 1; inside 1 + 1 + 1 + 1 = 4 by 2.
    expect(anova(Float64Array.of(0, 2, 3, 5), Int32Array.of(0, 0, 1, 1), 2)).toBe(4.5);
    // Three classes told, two there.
    expect(anova(Float64Array.of(0, 2, 3, 5), Int32Array.of(0, 0, 2, 2), 3)).toBe(4.5);
    expect(anova(Float64Array.of(5, 5, 5), Int32Array.of(0, 0, 1), 2)).toBeNull();
    expect(anova(Float64Array.of(1, 1, 2), Int32Array.of(0, 0, 1), 2)).toBe(Number.MAX_VALUE);
  });

  test('the information of a 0/1 column is that of its table, but for a term that falls with the rows', () => {
    // 400 rows, half of each class; x = class in 3 of 4: ln 2 - H(1/4) = 0.6931 - 0.5623 = 0.1308.
    const codes = Int32Array.from({ length: 400 }, (_, i) => i % 2);
    const same = Float64Array.from(codes, (code, i) => (i % 8 < 2 ? 1 - code : code));
    expect(Math.abs(mutualInformation(same, codes, 2) - 0.1308)).toBeLessThan(0.01);
    const apart = Float64Array.from(codes, (_, i) => (i % 4 < 2 ? 1 : 0));
    expect(mutualInformation(apart, codes, 2)).toBeLessThan(0.01);
  });

  test('four numbers by hand: 3 neighbours are not there, so the one other of the class is taken', () => {
    // Class 0 at 0 and 1, class 1 at 10 and 11: k = 1, 2 rows a class, and nearer than the other of the class lies the row alone.
    // psi(4) + psi(1) - psi(2) - psi(1) = (1 + 1/2 + 1/3) - 1 = 5/6.
    expect(mutualInformation(Float64Array.of(0, 1, 10, 11), Int32Array.of(0, 0, 1, 1), 2)).toBeCloseTo(5 / 6, 12);
    // A class of one row is left out: as without it.
    expect(mutualInformation(Float64Array.of(0, 1, 5, 10, 11), Int32Array.of(0, 0, 2, 1, 1), 3)).toBeCloseTo(5 / 6, 12);
  });
});

describe('what is kept', () => {
  const rng = createRng(4);
  const codes = Array.from({ length: 300 }, (_, i) => i % 2);
  const strong = codes.map((code) => 2 * code + rng.normal());
  const weak = codes.map((code) => code + rng.normal());
  const noise = codes.map(() => rng.normal());
  const frame = frameOf(numbers('noise', noise), numbers('weak', weak), numbers('strong', strong));

  test.for(['anova', 'mutual-information', 'permutation', 'recursive'])('%s keeps the stronger', (method) => {
    expect(kept(fit(frame, { method, keep: 1 }, targetsOf(codes)))).toEqual(['strong']);
    expect(kept(fit(frame, { method, keep: 2 }, targetsOf(codes)))).toEqual(['weak', 'strong']);
    // Half of three, rounded up.
    expect(kept(fit(frame, { method, share: 0.5 }, targetsOf(codes)))).toEqual(['weak', 'strong']);
    expect(kept(fit(frame, { method }, targetsOf(codes)))).toHaveLength(3);
  });

  test('l1 keeps what has a weight: fewer the stronger, none at the penalty that empties', () => {
    expect(kept(fit(frame, { method: 'l1', strength: 0.3 }, targetsOf(codes)))).toEqual(['weak', 'strong']);
    expect(kept(fit(frame, { method: 'l1', strength: 0.9 }, targetsOf(codes)))).toEqual(['strong']);
    expect(kept(fit(frame, { method: 'l1', strength: 1 }, targetsOf(codes)))).toEqual([]);
  });

  test('a shuffled column that says nothing raises the loss by nearly nothing; the same seed says the same', () => {
    const scores = fit(frame, { method: 'permutation' }, targetsOf(codes)).columns.map(({ score }) => score!);
    expect(Math.abs(scores[0]!)).toBeLessThan(0.02);
    expect(scores[2]).toBeGreaterThan(0.1);
    expect(fit(frame, { method: 'permutation' }, targetsOf(codes)).columns.map(({ score }) => score)).toEqual(scores);
  });

  test('of two equal columns the earlier is kept; a constant one comes last', () => {
    const twins = frameOf(
      numbers(
        'flat',
        codes.map(() => 3),
      ),
      numbers('a', strong),
      numbers('b', strong),
    );
    for (const method of ['anova', 'mutual-information', 'recursive'])
      expect(kept(fit(twins, { method, keep: 1 }, targetsOf(codes)))).toEqual(['a']);
    expect(fit(twins, { method: 'anova' }, targetsOf(codes)).columns[0]!.score).toBeNull();
  });

  test('variance keeps what moves, whatever keep says, and needs no target', () => {
    const two = frameOf(numbers('flat', [2, 2]), numbers('x', [0, 2]), numbers('y', [0, 4]));
    expect(kept(fit(two, { method: 'variance', keep: 1 }))).toEqual(['x', 'y']);
    expect(kept(fit(two, { method: 'variance', threshold: 1 }))).toEqual(['y']);
  });

  test('categories stay, 0/1 columns are chosen among; only the dropped go', () => {
    const indicator = { ...numbers('c=a', codes), indicator: true, type: 'category' as const };
    const whole = frameOf(numbers('noise', noise), indicator, categories('d', 'ab'.repeat(150)));
    const state = fit(whole, { keep: 1 }, targetsOf(codes));
    expect(state.columns.map(({ name }) => name)).toEqual(['noise', 'c=a']);
    expect(keepBest.apply(state, whole).columns.map(({ name }) => name)).toEqual(['c=a', 'd']);
  });
});

test('refused by name: gaps, categories, no target', () => {
  const gaps = frameOf(numbers('x', [1, NaN]));
  expect(() => fit(gaps, {}, targetsOf([0, 1]))).toThrow(
    'p.columns: missing values are left; add an impute step before for it: x',
  );
  expect(() => fit(gaps, { columns: 'category' }, targetsOf([0, 1]))).toThrow(
    'p.columns: must be number, or names; categories stay until they are encoded: category',
  );
  expect(() => fit(gaps, { columns: ['z'] }, targetsOf([0, 1]))).toThrow('p.columns: not a feature of this study: z');
  expect(() => fit(gaps, { method: 'anova' })).toThrow('p.method: needs a target to learn from: anova');
});
