/** @file Classifiers and calibration against scikit-learn's of the same name. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { applyCalibration, fitCalibration } from '../../src/core/models/calibration/index.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { computeOf, context, matrix, noisy } from '../core/models/fixtures.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const compute = await computeOf('cpu');

/** `n` training rows and 60 others of 5 columns, the values as float32 has them. */
function task(classes: number, isWeighted: boolean) {
  const made = noisy(300, 5, classes, 3 + classes);
  const rows = Array.from({ length: 300 }, (_, r) => [...made.x.values.subarray(r * 5, (r + 1) * 5)]);
  const rng = createRng(8);
  const weights = isWeighted ? Array.from({ length: 240 }, () => 0.2 + 2 * rng.uniform()) : null;
  return { x: rows.slice(0, 240), y: [...made.y.subarray(0, 240)], weights, other: rows.slice(240) };
}
const tasks = { binary: task(2, false), multiclass: task(3, false), weighted: task(2, true), both: task(3, true) };
type Task = keyof typeof tasks;

const rng = createRng(4);
const drawn = Array.from({ length: 200 }, () => Math.round(1000 * (0.01 + 0.98 * rng.uniform())) / 1000);
const scores = {
  p: drawn,
  y: drawn.map((p) => Number(rng.uniform() < p * p)),
  other: Array.from({ length: 50 }, () => 0.005 + 0.99 * rng.uniform()),
};

const theirs = (() => {
  if (!hasPython) return {};
  const { stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'classifiers.py')], {
    input: JSON.stringify({ tasks, scores }),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, Record<string, number[][]>>;
})();

const positive = (rows: number[][]) => rows.map((row) => row.map(Math.abs));
async function fitOn(name: Task, kind: string, given: object, change = (rows: number[][]) => rows) {
  const { x, y, weights, other } = tasks[name];
  const family = classifiers[kind]!;
  const input = {
    x: matrix(change(x)),
    y: Int32Array.from(y),
    classes: Math.max(...y) + 1,
    weights: weights && Float64Array.from(weights),
    validation: null,
  };
  const { state } = await family.fit(input, family.options.parse(given), context(compute));
  return { state, scores: await family.predict(state, matrix(change(other)), compute) };
}

function farthest(ours: ArrayLike<number>, expected: number[]): number {
  expect(ours.length).toBe(expected.length);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
}

const all = Object.keys(tasks) as Task[];
describe.skipIf(!hasPython)('as scikit-learn', () => {
  describe.each(all)('%s', (name) => {
    // GaussianNB takes its variance floor, 1e-9 of the largest, from unweighted rows; ours is by weight.
    const gaussian = tasks[name].weights ? 1e-6 : 1e-9;
    test.for([
      ['gaussian', { varSmoothing: 1e-9 }, gaussian],
      ['multinomial', { alpha: 0.5 }, 1e-9],
      ['complement', { alpha: 0.5 }, 1e-9],
      ['bernoulli', { alpha: 0.5 }, 1e-9],
    ] as [string, object, number][])('naive Bayes, %s', async ([distribution, given, tolerance]) => {
      const counts = distribution === 'multinomial' || distribution === 'complement';
      const made = await fitOn(name, 'naive-bayes', { distribution, ...given }, counts ? positive : undefined);
      expect(farthest(made.scores, theirs[name]![distribution]!.flat())).toBeLessThan(tolerance);
    });

    test.for([
      ['lasso', { l1: 10, l2: 0 }],
      ['elastic', { l1: 5, l2: 5 }],
    ] as [string, object][])('logistic, %s', async ([penalty, given]) => {
      const { state, scores } = await fitOn(name, 'logistic', { ...given, tolerance: 1e-11, maxIterations: 5000 });
      const theirCoefficients = (theirs[name]![`${penalty} coefficients`] as unknown as number[]).map(Number);
      const zeros = theirCoefficients.filter((value) => value === 0).length;
      expect(farthest(scores, theirs[name]![penalty]!.flat())).toBeLessThan(1e-6);
      expect(farthest(state.arrays['coefficients']!, theirCoefficients)).toBeLessThan(1e-6);
      expect(state.json['nonZero']).toBe(theirCoefficients.length - zeros);
    });

    test.for(['squared hinge', 'hinge'])('linear SVM, %s', async (loss) => {
      const { state } = await fitOn(name, 'linear-svm', { cost: 0.3, loss, tolerance: 1e-9, maxPasses: 100000 });
      const { coefficients, intercepts } = state.arrays;
      const ours = [...intercepts!].flatMap((intercept, k) => [...coefficients!.slice(5 * k, 5 * k + 5), intercept]);
      expect(farthest(ours, theirs[name]![`svm ${loss.replace(' ', '_')}`]!.flat())).toBeLessThan(1e-6);
    });
  });

  describe.each(['binary', 'multiclass'] as const)('neighbours, %s', (name) => {
    const kinds = ['euclidean', 'manhattan', 'cosine'].flatMap((m) => [`${m} uniform`, `${m} distance`]);
    test.for(kinds)('%s', async (kind) => {
      const [metric, weights] = kind.split(' ');
      const { scores } = await fitOn(name, 'nearest-neighbors', { neighbors: 7, metric, weights });
      expect(farthest(scores, theirs[name]![`neighbors ${kind}`]!.flat())).toBeLessThan(1e-9);
    });
  });

  test.for([
    ['isotonic', 1e-12],
    ['platt', 1e-5],
  ] as ['isotonic' | 'platt', number][])('calibration, %s', ([kind, tolerance]) => {
    const pairs = (values: number[]) => Float64Array.from(values.flatMap((p) => [1 - p, p]));
    const calibration = fitCalibration(kind, pairs(scores.p), Int32Array.from(scores.y), 2);
    const made = applyCalibration(calibration, pairs(scores.other), 2).filter((_, i) => i % 2 === 1);
    expect(farthest(made, theirs['calibration']![kind] as unknown as number[])).toBeLessThan(tolerance);
  });
});
