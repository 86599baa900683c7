/** @file Decision trees and boosted trees against scikit-learn's, on rows where no two cuts are equal. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FitInput } from '../../src/core/models/contract.ts';
import { classifiers } from '../../src/core/models/index.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { createRng } from '../../src/core/base/random.ts';
import { computeOf, context, matrix, noisy } from '../core/models/fixtures.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const rng = createRng(4);
const data: FitInput = {
  ...noisy(1500, 5, 3),
  weights: Float64Array.from({ length: 1500 }, () => 0.5 + rng.uniform()),
};
const other = noisy(400, 5, 3, 6).x;
const common = { maxDepth: null, maxLeafNodes: null, minSamplesLeaf: 25, minSamplesSplit: 2, ccpAlpha: 0 };
const cases = (['gini', 'entropy'] as const).flatMap((criterion) =>
  [{}, { maxDepth: 3 }, { maxLeafNodes: 8 }, { minSamplesSplit: 200 }, { ccpAlpha: 0.004 }].map((own) => ({
    ...common,
    ...own,
    criterion,
  })),
);

/** Two columns of levels, one with missing ones, and a number; two classes. */
function levelled(n: number, seed: number) {
  const own = createRng(seed);
  const rows = Array.from({ length: n }, () => [
    own.uniform() < 0.1 ? NaN : own.integer(6),
    own.integer(30),
    own.normal(),
  ]);
  const labels = rows.map(([a, b, c]) => ([2, -2, 1, 0, -1, 2][a!] ?? -2) + (b! % 5) - 2 + c! + own.normal() > 0 ? 1 : 0); // prettier-ignore
  return { rows, labels };
}
const levels = levelled(1500, 11);
const unseen = levelled(400, 12).rows;
const sets = [
  { maxIterations: 1, maxLeafNodes: 2 },
  { maxIterations: 1, maxLeafNodes: 31 },
  { maxIterations: 30, maxLeafNodes: 31 },
];

interface Theirs {
  sets: { scores: number[]; gains: number[] }[];
  trees: { scores: number[]; impurity: number[] }[];
  boosting: number[][];
}

const lines = (x: FitInput['x']) =>
  Array.from({ length: x.rows }, (_, row) => [...x.values.subarray(row * 5, row * 5 + 5)]);
const apart = (ours: ArrayLike<number>, theirs: readonly number[]) => {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
};

describe.skipIf(!hasPython)('as scikit-learn', () => {
  let compute: Compute;
  let theirs: Theirs;
  beforeAll(async () => {
    compute = await computeOf('cpu');
    const told = {
      x: lines(data.x),
      y: [...data.y],
      weights: [...data.weights!],
      other: lines(other),
      cases,
      levels: levels.rows,
      labels: levels.labels,
      unseen,
    };
    const { stdout } = spawnSync(python, [join(import.meta.dirname, 'tree-families.py')], {
      input: JSON.stringify(told),
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    theirs = JSON.parse(stdout) as Theirs;
  }, 60_000);

  const fit = async (kind: string, input: FitInput, options: object) => {
    const model = classifiers[kind]!;
    const { state } = await model.fit(input, model.options.parse(options), context(compute));
    return { state, scores: await model.predict(state, other, compute) };
  };

  test.for(cases.map((told, i) => ({ told, i })))('decision tree $told', async ({ told, i }) => {
    const { state, scores } = await fit('decision-tree', data, told);
    // Rounding in its children's impurity makes scikit-learn cut some pure nodes into pure ones.
    const mixed = (impurities: Iterable<number>) => [...impurities].filter((own) => own > 1e-9).sort((a, b) => a - b);
    expect(apart(mixed(state.arrays['impurity']!), mixed(theirs.trees[i]!.impurity))).toBeLessThan(1e-9);
    expect(apart(scores, theirs.trees[i]!.scores)).toBeLessThan(1e-9);
  });

  test.for(sets.map((told, i) => ({ told, i })))('sets of levels, $told', async ({ told, i }) => {
    const model = classifiers['gradient-boosting']!;
    const x = { ...matrix(levels.rows), codes: [true, true, false] };
    const input = { x, y: Int32Array.from(levels.labels), classes: 2, weights: data.weights, validation: null };
    const options = model.options.parse({ ...told, categories: 'sets' });
    const { state } = await model.fit(input, options, context(compute));
    const scores = await model.predict(state, matrix(unseen), compute);
    expect(state.arrays['setPlaces']!.some((place) => place >= 0)).toBe(true);
    expect(apart(scores, theirs.sets[i]!.scores)).toBeLessThan(1e-4);
    if (told.maxIterations === 1) expect(state.arrays['column']!.filter((column) => column >= 0).length).toBe(theirs.sets[i]!.gains.length); // prettier-ignore
  });

  test('gradient boosting of three classes, and of two', async () => {
    const told = { maxIterations: 30 };
    expect(apart((await fit('gradient-boosting', data, told)).scores, theirs.boosting[0]!)).toBeLessThan(1e-4);
    const two = { ...data, y: data.y.map((code) => Math.min(code, 1)), classes: 2 };
    expect(apart((await fit('gradient-boosting', two, told)).scores, theirs.boosting[1]!)).toBeLessThan(1e-4);
  });
});
