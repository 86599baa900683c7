import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { accumulatedEffects, type AccumulatedOptions } from '../../../src/core/explain/accumulated.ts';
import { interactions, partialDependencePair } from '../../../src/core/explain/interaction.ts';
import { partialDependence } from '../../../src/core/explain/partial-dependence.ts';
import type { Cell } from '../../../src/core/explain/rows.ts';
import { category, classes, control, number, predictor, range } from './fixture.ts';

type Row = Record<string, Cell>;
const n = 400;
const rng = createRng(11);
const a = Array.from({ length: n }, () => rng.normal());
const b = Array.from({ length: n }, (_, i) => (i * 7) % 5);
const letters = Array.from({ length: n }, (_, i) => 'xyz'[(i * 11) % 3]!);
const columns = [number('a', a), number('b', b), category('c', letters)];
const common = { columns, rows: range(n), classes, rng: createRng(0), control };
const effects = (column: string, score: (row: Row) => number, more: Partial<AccumulatedOptions> = {}) =>
  accumulatedEffects({ ...common, column, predict: predictor(score), ...more });
const additive = ({ a, b, c }: Row) =>
  0.7 * (a as number) - 0.4 * (b as number) ** 2 + ({ x: 0, y: 1, z: 5 } as Record<string, number>)[c as string]!;

describe('accumulated local effects', () => {
  test('of a linear term have its slope over any grid, and weigh up to 0', async () => {
    const [no, yes] = await effects('a', additive);
    const grid = yes!.grid as number[];
    expect(grid[0]).toBe(Math.min(...a));
    expect(grid.at(-1)).toBe(Math.max(...a));
    expect((yes!.mean.at(-1)! - yes!.mean[0]!) / (grid.at(-1)! - grid[0]!)).toBeCloseTo(0.7, 10);
    for (let g = 1; g < grid.length; g++)
      expect((yes!.mean[g]! - yes!.mean[g - 1]!) / (grid[g]! - grid[g - 1]!)).toBeCloseTo(0.7, 8);
    expect(no!.mean[0]).toBeCloseTo(-yes!.mean[0]!, 10);
    // sum n_k (ALE_(k-1) + ALE_k) / 2 = 0, rows on an edge below it.
    const counts = grid.slice(1).map((top, k) => a.filter((v) => v <= top && (v > grid[k]! || k === 0)).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
    expect(counts.reduce((sum, count, k) => sum + (count * (yes!.mean[k]! + yes!.mean[k + 1]!)) / 2, 0)).toBeCloseTo(
      0,
      8,
    );
  });

  test('of an additive term are the term but for a constant; so is partial dependence', async () => {
    const [, yes] = await effects('b', additive);
    expect(yes!.grid).toEqual([0, 1, 2, 3, 4]);
    const rest = yes!.grid.map((v, g) => yes!.mean[g]! + 0.4 * (v as number) ** 2);
    for (const each of rest) expect(each).toBeCloseTo(rest[0]!, 10);
    const [, curve] = await partialDependence({ ...common, column: 'b', predict: predictor(additive) });
    for (let g = 1; g < 5; g++)
      expect(curve!.mean[g]! - curve!.mean[0]!).toBeCloseTo(yes!.mean[g]! - yes!.mean[0]!, 10);
  });

  test('of levels step from each to the next, and weigh up to 0', async () => {
    const [, yes] = await effects('c', additive);
    const at = (level: string) => yes!.mean[yes!.grid.indexOf(level)]!;
    expect(at('y') - at('x')).toBeCloseTo(1, 10);
    expect(at('z') - at('y')).toBeCloseTo(4, 10);
    expect(letters.reduce((sum, level) => sum + at(level), 0)).toBeCloseTo(0, 8);
    expect(yes!.order).toBe('similarity');
  });

  test('put levels with similar rows beside each other', async () => {
    // The rows of p have a near 0, those of r near 1, those of q near 10: q is at an end.
    const cells = Array.from({ length: 90 }, (_, i) => 'pqr'[i % 3]!);
    const near = cells.map((level, i) => ({ p: 0, q: 10, r: 1 })[level]! + (i % 9) * 0.3);
    const own = [category('c', cells), number('a', near)];
    const [, yes] = await effects('c', ({ a }) => a as number, { columns: own, rows: range(90) });
    expect(yes!.grid[1]).not.toBe('q');
    const given = [category('c', cells, 'ordinal'), number('a', near)];
    const [, kept] = await effects('c', ({ a }) => a as number, { columns: given, rows: range(90) });
    expect(kept!.grid).toEqual(['p', 'q', 'r']);
    expect(kept!.order).toBe('given');
  });

  test('do not leave the data where columns go together, as partial dependence does', async () => {
    // a = b: f = a + (a - b)^2 is a on every row there is, so the effect of a is linear; the mean over all rows is not.
    const even = Array.from({ length: n }, (_, i) => (6 * ((i * 7) % n)) / n - 3);
    const twins = [number('a', even), number('b', even)];
    const score = ({ a, b }: Row) => (a as number) + 10 * ((a as number) - (b as number)) ** 2;
    const options = { ...common, columns: twins, column: 'a', predict: predictor(score) };
    const [, local] = await accumulatedEffects(options);
    const [, mean] = await partialDependence(options);
    const middle = (of: number[]) => of[Math.floor(of.length / 2)]! - (of[0]! + of.at(-1)!) / 2;
    expect(Math.abs(middle(local!.mean))).toBeLessThan(1);
    expect(Math.abs(middle(mean!.mean))).toBeGreaterThan(10);
  });

  test('count only rows that have a value, and a constant column is flat', async () => {
    const gaps = [
      number(
        'a',
        a.map((v, i) => (i % 4 === 0 ? NaN : v)),
      ),
      ...columns.slice(1),
    ];
    const [, yes] = await effects('a', additive, { columns: gaps });
    expect(yes!.rows).toBe(300);
    const [, flat] = await effects('a', additive, { columns: [number('a', Array(n).fill(2)), ...columns.slice(1)] });
    expect(flat!.grid).toEqual([2]);
    expect(flat!.mean).toEqual([0]);
    const [, none] = await effects('a', additive, { rows: new Uint32Array(0) });
    expect([none!.grid, none!.mean, none!.rows]).toEqual([[], [], 0]);
  });
});

describe('interaction', () => {
  const corners = [number('x0', [0, 0, 1, 1]), number('x1', [0, 1, 0, 1])];
  const square = { ...common, columns: corners, rows: range(4), pair: ['x0', 'x1'] as const };

  test('H² of a product over {0, 1}² is 1/3', async () => {
    // Centred: PD_jk = -1/4 (three times) and 3/4, sum of squares 3/4; PD_j = ±1/4; the rest is ±1/4, sum of squares 1/4.
    const predict = predictor(({ x0, x1 }) => (x0 as number) * (x1 as number));
    const [, yes] = await interactions({ ...square, predict });
    expect(yes!.value).toBeCloseTo(1 / 3, 12);
  });

  test('H² of a sum is 0, and undefined where nothing moves', async () => {
    const [, yes] = await interactions({ ...common, pair: ['a', 'c'], predict: predictor(additive) });
    expect(yes!.value).toBeLessThan(1e-8);
    expect(yes!.rows).toBe(200);
    const [, none] = await interactions({ ...square, predict: predictor(() => 0.4) });
    expect(none).toMatchObject({ value: null, reason: expect.stringContaining('does not move') });
  });

  test('partial dependence on both equals a double loop', async () => {
    const score = ({ a, b, c }: Row) => (a as number) * (b as number) + (c === 'x' ? (b as number) : 0);
    const [, yes] = await partialDependencePair({ ...common, pair: ['b', 'c'], predict: predictor(score) });
    expect(yes!.grids).toEqual([
      [0, 1, 2, 3, 4],
      ['x', 'y', 'z'],
    ]);
    const mean = a.reduce((sum, v) => sum + v, 0) / n;
    for (const [i, v] of [0, 1, 2, 3, 4].entries())
      for (const [j, level] of ['x', 'y', 'z'].entries())
        expect(yes!.mean[i]![j]).toBeCloseTo(mean * v + (level === 'x' ? v : 0), 10);
  });
});
