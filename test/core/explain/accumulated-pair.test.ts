import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { accumulatedPair, type AccumulatedPairOptions } from '../../../src/core/explain/accumulated-pair.ts';
import type { Cell } from '../../../src/core/explain/rows.ts';
import { category, classes, control, number, predictor, range } from './fixture.ts';

/** 30 x 30 rows of 0..29 each: bins of three values, edges 0, 2, 5, 8, … 29, as a row on an edge belongs below it. */
const a = Array.from({ length: 900 }, (_, i) => i % 30);
const b = Array.from({ length: 900 }, (_, i) => Math.floor(i / 30));
const columns = [
  number('a', a),
  number('b', b),
  category(
    'c',
    Array.from(a, (v) => 'uvw'[v % 3]!),
  ),
];
const of = (score: (a: number, b: number) => number, more: Partial<AccumulatedPairOptions> = {}) =>
  accumulatedPair({
    ...{ columns, rows: range(900), pair: ['a', 'b'], classes, rng: createRng(0), control, ...more },
    predict: predictor((row: Record<string, Cell>) => score(row['a'] as number, row['b'] as number)),
  });

test('of a product is the product of both less their means', async () => {
  // The columns are independent: x y less its main effects is (x - m)(y - m), m the mean of the bins' middles by their rows.
  const [no, yes] = await of((x, y) => (x * y) / 1000);
  const [grid, other] = yes!.grids;
  expect(grid).toEqual([0, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29]);
  expect(other).toEqual(grid);
  const m = grid.slice(1).reduce((sum, edge, k) => sum + (edge + grid[k]!) / 2, 0) / 10;
  grid.forEach((x, i) =>
    other.forEach((y, j) => {
      expect(yes!.mean[i]![j]).toBeCloseTo(((x - m) * (y - m)) / 1000, 10);
      expect(no!.mean[i]![j]).toBeCloseTo(-((x - m) * (y - m)) / 1000, 10);
    }),
  );
  expect(yes!.counts.flat()).toEqual(new Array(100).fill(9));
  expect(yes!.rows).toBe(900);
});

test('of a sum is nothing, whatever each part', async () => {
  const [, yes] = await of((x, y) => Math.sin(x) / 5 + (y / 40) ** 2);
  for (const value of yes!.mean.flat()) expect(value).toBeCloseTo(0, 10);
});

test('a cell without rows takes the change of the nearest, and is told', async () => {
  // Rows only near the diagonal: where x y is known its change is the same as elsewhere in the same two bins.
  const rows = range(900).filter((i) => Math.abs(a[i]! - b[i]!) < 6);
  const [, yes] = await of((x, y) => (x * y) / 1000, { rows });
  expect(yes!.counts.flat().filter((n) => n === 0).length).toBeGreaterThan(30);
  expect(yes!.counts.flat().reduce((sum, n) => sum + n, 0)).toBe(rows.length);
  expect(yes!.mean.flat().every(Number.isFinite)).toBe(true);
});

test('is told of columns of numbers only', async () => {
  expect(await of((x) => x / 40, { pair: ['a', 'c'] })).toEqual([]);
  const flat = [number('a', new Array(900).fill(3)), columns[1]!];
  expect(await of((x) => x / 40, { columns: flat })).toEqual([]);
});
