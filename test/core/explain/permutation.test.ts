import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { permutationImportance, type PermutationOptions } from '../../../src/core/explain/permutation.ts';
import type { Cell } from '../../../src/core/explain/rows.ts';
import { classes, control, number, predictor, range, sigmoid } from './fixture.ts';

const n = 300;
const rng = createRng(2);
const [a, b, c] = [0, 1, 2].map(() => Array.from({ length: n }, () => rng.normal())) as [number[], number[], number[]];
const columns = [number('a', a), number('b', b), number('c', c)];
const score = (row: Record<string, Cell>) => sigmoid(2 * (row['a'] as number) - (row['b'] as number));
const codes = Int32Array.from(a, (v, i) => (rng.uniform() < sigmoid(2 * v - b[i]!) ? 1 : 0));
const importance = (more: Partial<PermutationOptions> = {}) =>
  permutationImportance({
    ...{ columns, rows: range(n), codes, classes, predict: predictor(score), rng: createRng(0), control },
    ...more,
  });

test('stands in the order of what is lost, and is exactly 0 for a column that is not read', async () => {
  const found = await importance();
  expect(found.map(({ column }) => column)).toEqual(['a', 'b', 'c']);
  expect(found[2]).toMatchObject({ mean: 0, low: 0, high: 0, rocAuc: { mean: 0, low: 0, high: 0 } });
  for (const { mean, low, high, rocAuc } of found.slice(0, 2)) {
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    expect(rocAuc!.mean).toBeGreaterThan(0);
  }
});

test('is the rise of the mean log loss, worked out row by row for one swap', async () => {
  // Two rows: a shuffle leaves them or swaps them. Swapped, each has the other's score: from -ln .8 to -ln .2, ln 4 a row.
  const two = [number('a', [0, 1])];
  const predict = predictor((row) => (row['a'] === 1 ? 0.8 : 0.2));
  const found = await importance({
    ...{ columns: two, rows: range(2), codes: Int32Array.of(0, 1), predict, repeats: 40 },
  });
  const swaps = (40 * found[0]!.mean) / Math.log(4);
  expect(swaps).toBeCloseTo(Math.round(swaps), 9);
  expect(swaps).toBeGreaterThan(8);
  expect(swaps).toBeLessThan(32);
  // Each swap turns an area of 1 into 0.
  expect(found[0]!.rocAuc!.mean).toBeCloseTo(Math.round(swaps) / 40, 9);
});

test('shuffles a group together: what only their difference tells is kept', async () => {
  const twins = [
    number('a', a),
    number(
      'b',
      a.map((v, i) => v + (i % 2 === 1 ? 1 : -1)),
    ),
  ];
  const predict = predictor((row) => sigmoid((row['b'] as number) - (row['a'] as number)));
  const told = { columns: twins, predict, codes: Int32Array.from(a, (_, i) => i % 2) };
  const apart = await importance(told);
  const [together] = await importance({ ...told, groups: [['a', 'b']] });
  expect(together!.column).toBe('a + b');
  expect(together!.rows).toBe(n);
  // Together the log-odds stay 1 or -1: a row of the other class costs exactly 1 nat. Alone they become anything.
  const nats = (mean: number) => mean * n * 5;
  expect(nats(together!.mean)).toBeCloseTo(Math.round(nats(together!.mean)), 6);
  expect(together!.mean).toBeCloseTo(0.5, 1);
  for (const { mean } of apart) expect(Math.abs(nats(mean) - Math.round(nats(mean)))).toBeGreaterThan(1e-3);
});

test('comes out the same for the same seed, whatever other columns are asked for', async () => {
  const [all, again] = [await importance(), await importance()];
  expect(again).toEqual(all);
  const [only] = await importance({ groups: [['b']] });
  expect(only).toEqual(all.find(({ column }) => column === 'b'));
});

test('has no area where rows of one class only are judged', async () => {
  const [first] = await importance({ codes: new Int32Array(n) });
  expect(first!.rocAuc).toBeNull();
});

test('is nothing where no row is judged', async () => {
  expect(await importance({ rows: new Uint32Array(0) })).toEqual([]);
});

test('names a column that is not there', async () => {
  await expect(importance({ groups: [['aa']] })).rejects.toThrow(
    'permutation importance: not a feature of this study: aa (did you mean a?)',
  );
});
