import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Cell } from '../../../src/core/explain/rows.ts';
import { pairValues, withMains } from '../../../src/core/explain/shapley-pairs.ts';
import { shapley, type ShapleyOptions } from '../../../src/core/explain/shapley.ts';
import { classes, control, number, predictor, range } from './fixture.ts';

type Row = Record<string, Cell>;

/** Columns from rows of numbers: the first row is explained, the others are the background. */
function game(table: number[][], score: (row: Row) => number, more: Partial<ShapleyOptions> = {}): ShapleyOptions {
  return {
    columns: table[0]!.map((_, j) => number(`x${j}`, table.map((row) => row[j]!))), // prettier-ignore
    ...{ row: 0, source: 7, background: range(table.length).slice(1), classes, predict: predictor(score) },
    ...{ output: 'probability', rng: createRng(0), control, ...more },
  };
}

const square = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

test('of AND over the uniform background', async () => {
  // v() = 1/4, v(0) = v(1) = 1/2, v(both) = 1: beyond the parts 1 - 1/2 - 1/2 + 1/4 = 1/4, half of it each way. Values .375.
  const and = (row: Row) => (row['x0'] === 1 && row['x1'] === 1 ? 1 : 0);
  const [no, yes] = (await pairValues(game([[1, 1], ...square], and)))!;
  expect([...yes!]).toEqual([0, 0.125, 0.125, 0]);
  expect([...no!]).toEqual([0, -0.125, -0.125, 0]);
  expect(withMains(yes!, [0.375, 0.375])).toEqual([
    [0.25, 0.125],
    [0.125, 0.25],
  ]);
});

test('rows add up to the Shapley values, the matrix is symmetric, and a sum has nothing beside its diagonal', async () => {
  const rng = createRng(4);
  const table = Array.from({ length: 9 }, () => Array.from({ length: 5 }, () => rng.uniform()));
  const [x, y, z] = ['x0', 'x1', 'x2'];
  const score = (row: Row) => 0.2 * (row[x!] as number) * (row[y!] as number) + 0.3 * (row[z!] as number) ** 2;
  const [, pairs] = (await pairValues(game(table, score)))!;
  const [, whole] = await shapley(game(table, score));
  const matrix = withMains(pairs!, Object.values(whole!.values));
  const values = Object.values(whole!.values);
  matrix.forEach((row, i) => {
    expect(row.reduce((sum, v) => sum + v, 0)).toBeCloseTo(values[i]!, 12);
    row.forEach((v, j) => {
      expect(v).toBeCloseTo(matrix[j]![i]!, 12);
      if (i !== j && i + j !== 1) expect(v).toBeCloseTo(0, 12);
    });
  });
  // Over the background only the two of the product: .2 (a - mean a)(b - mean b) + their covariance, halved.
  const [own, others] = [table[0]!, table.slice(1)];
  const mean = (of: (row: number[]) => number) => others.reduce((sum, row) => sum + of(row), 0) / others.length;
  const beyond =
    own[0]! * own[1]! - own[0]! * mean((r) => r[1]!) - own[1]! * mean((r) => r[0]!) + mean((r) => r[0]! * r[1]!);
  expect(matrix[0]![1]).toBeCloseTo(0.1 * beyond, 12);
});

test('of a game of order two is the same by its closed form', async () => {
  const rng = createRng(5);
  const table = Array.from({ length: 7 }, () => Array.from({ length: 4 }, () => rng.uniform()));
  const score = (row: Row) => 0.5 * (row['x0'] as number) * (row['x3'] as number) + 0.2 * (row['x1'] as number);
  const [, every] = (await pairValues(game(table, score)))!;
  const [, closed] = (await pairValues(game(table, score, { order: 2 })))!;
  every!.forEach((value, i) => expect(closed![i]).toBeCloseTo(value, 12));
  expect(Math.abs(every![3]!)).toBeGreaterThan(1e-3);
});

test('there are none for more than 12 columns without a closed form', async () => {
  const table = [0, 1, 2].map((i) => Array.from({ length: 13 }, (_, j) => i + j));
  expect(await pairValues(game(table, () => 0.5))).toBeNull();
});
