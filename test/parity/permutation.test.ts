/** @file Permutation importance against scikit-learn's, with the orders that it drew. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import type { Rng } from '../../src/core/base/random.ts';
import { permutationImportance } from '../../src/core/explain/permutation.ts';
import { classes, control, number, predictor, range, sigmoid } from '../core/explain/fixture.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;

test.skipIf(!hasPython)('log loss and AUC as scikit-learn', async () => {
  const rng = createRng(4);
  const weights = [1.5, -0.7, 0];
  const x = Array.from({ length: 250 }, () => weights.map(() => rng.normal()));
  const y = x.map((row) => (rng.uniform() < sigmoid(1.5 * row[0]! - 0.7 * row[1]!) ? 1 : 0));
  const input = JSON.stringify({ x, y, weights, repeats: 4 });
  const { stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'permutation.py')], {
    input,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const theirs = JSON.parse(stdout) as { orders: number[][][]; loss: number[]; auc: number[] };

  const own = createRng(0);
  const drawn = (name: string): Rng => {
    const column = /^permutation\/(\d)$/.exec(name)?.[1];
    if (column === undefined) return own.split(name);
    const orders = theirs.orders[Number(column)]!.values();
    return { ...own, permutation: () => Uint32Array.from(orders.next().value!) };
  };
  const found = await permutationImportance({
    columns: weights.map((_, j) =>
      number(
        `${j}`,
        x.map((row) => row[j]!),
      ),
    ),
    rows: range(250),
    codes: Int32Array.from(y),
    classes,
    predict: predictor((row) => sigmoid(weights.reduce((sum, w, j) => sum + w * (row[`${j}`] as number), 0))),
    repeats: 4,
    rng: { ...own, split: drawn },
    control,
  });
  for (const { column, mean, rocAuc } of found) {
    expect(mean).toBeCloseTo(theirs.loss[Number(column)]!, 10);
    expect(rocAuc!.mean).toBeCloseTo(theirs.auc[Number(column)]!, 10);
  }
  expect(found.map(({ column }) => column)).toEqual(['0', '1', '2']);
  expect(found[2]!.mean).toBe(0);
});
