import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { chanceOf, deals } from '../../../src/core/fairness/chance.ts';
import { countGroups, type Cells } from '../../../src/core/fairness/counts.ts';

function take(from: Generator<Cells[]>, n: number): Cells[][] {
  return Array.from({ length: n }, () => from.next().value as Cells[]);
}

/** Groups of these sizes, selected with chance .3 whoever they are. */
function fair(sizes: number[], seed: number, drawn: number) {
  const rng = createRng(seed);
  const codes = Int32Array.from(sizes.flatMap((n, g) => new Array<number>(n).fill(g)));
  const said = codes.map(() => (rng.uniform() < 0.3 ? 1 : 0));
  const cells = countGroups(codes, sizes.length, said, said, 1);
  return chanceOf(cells, take(deals(codes, sizes.length, said, said, 1, rng.split('deals')), drawn))[0]!;
}

test('a deal keeps the size of every group and the four kinds of rows', () => {
  const codes = Int32Array.of(0, 0, 1, 1, 1, -1);
  const actual = Int32Array.of(1, 0, 1, 1, 0, 1);
  const said = Int32Array.of(1, 1, 0, 1, 0, 1);
  for (const [a, b] of take(deals(codes, 2, actual, said, 1, createRng(1)), 50) as [Cells, Cells][]) {
    expect(a.tp + a.fp + a.fn + a.tn).toBe(2);
    // Of the five rows in a group: tp 2, fp 1, fn 1, tn 1.
    expect([a.tp + b.tp, a.fp + b.fp, a.fn + b.fn, a.tn + b.tn]).toEqual([2, 1, 1, 1]);
  }
});

test('p is uniform where the groups are nothing, and one in twenty is flagged', { timeout: 120_000 }, () => {
  // Sizes without a common measure, so that few gaps tie.
  const ps = Float64Array.from({ length: 500 }, (_, seed) => fair([31, 37, 41, 43, 47, 53], seed, 199).p!).sort();
  // Kolmogorov and Smirnov: p > .01 while the largest distance is under 1.628 / sqrt(500).
  const distance = Math.max(...ps.map((p, i) => Math.max(Math.abs(p - i / 500), Math.abs(p - (i + 1) / 500))));
  expect(distance).toBeLessThan(1.628 / Math.sqrt(500));
  const flagged = ps.filter((p) => p <= 0.05).length / 500;
  expect(Math.abs(flagged - 0.05)).toBeLessThanOrEqual(0.02);
});

test('what chance gives between fair groups: more and smaller groups, larger gaps (RQ5)', () => {
  const small = Array.from({ length: 800 }, (_, seed) => fair([30, 30, 30, 30, 30, 30], seed, 0).gap!);
  const large = Array.from({ length: 800 }, (_, seed) => fair([200, 200], seed, 0).gap!);
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  expect(mean(small)).toBeCloseTo(0.21, 1.5);
  expect(small.sort((a, b) => a - b)[760]!).toBeCloseTo(0.33, 1.5);
  expect(mean(large)).toBeCloseTo(0.04, 1.5);
});

test('a gap that is there is far beyond chance; one that cannot be told is null', () => {
  const codes = Int32Array.from({ length: 400 }, (_, i) => i % 2);
  const said = codes.map((g, i) => (g === 0 || i % 4 === 1 ? 1 : 0));
  const drawn = take(deals(codes, 2, said, said, 1, createRng(3)), 199);
  const of = chanceOf(countGroups(codes, 2, said, said, 1), drawn);
  // Selected: all of one group, half of the other.
  expect(of[0]).toMatchObject({ rate: 'selectionRate', gap: 0.5, p: 1 / 200, groups: 2 });
  expect(of[0]!.high!).toBeLessThan(0.2);
  // Nobody of the first group is negative: one group is left.
  expect(of[2]).toMatchObject({ rate: 'falsePositiveRate', gap: null, p: null, groups: 1 });
});
