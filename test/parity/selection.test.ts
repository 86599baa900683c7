/** @file What columns tell of the classes, against scikit-learn. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { eliminate, standardized } from '../../src/core/features/importance.ts';
import { emptyingPenalty, fitLasso, fitRidge } from '../../src/core/features/linear.ts';
import { anova, mutualInformation, variance } from '../../src/core/features/scores.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;

describe.skipIf(!hasPython).for([2, 3])('as scikit-learn, %i classes', (classes) => {
  const rng = createRng(classes);
  const rows = 400;
  const codes = Int32Array.from({ length: rows }, (_, i) => i % classes);
  // Each tells less of the class than the one before; a straight line in the first four, a bend in the fifth.
  const columns = Array.from({ length: 8 }, (_, j) =>
    Float64Array.from(codes, (code) => (j === 4 ? (code - 0.5) ** 2 : code / (j + 1)) * 1.5 + (j + 1) * rng.normal()),
  );
  const problem = { columns: columns.map(standardized), codes, classes };
  const l1 = 0.2 * emptyingPenalty(problem);
  const { stdout } = hasPython
    ? spawnSync(python, [join(import.meta.dirname, 'selection.py')], {
        input: JSON.stringify({ columns: columns.map((own) => [...own]), y: [...codes], l1, keep: 3 }),
        encoding: 'utf8',
      })
    : { stdout: '{}' };
  const theirs = JSON.parse(stdout) as Record<string, unknown>;
  const isNear = (ours: ArrayLike<number>, name: string, digits: number) => {
    const told = (theirs[name] as number[] | number[][]).flat();
    expect(ours).toHaveLength(told.length);
    for (const [i, value] of told.entries()) expect(ours[i]).toBeCloseTo(value, digits);
  };
  const flat = (weights: Float64Array[]) => weights.flatMap((own) => [...own.subarray(0, columns.length)]);

  test('variance', () =>
    isNear(
      columns.map((own) => variance(own)!),
      'variance',
      9,
    ));
  test('analysis of variance', () =>
    isNear(
      columns.map((own) => anova(own, codes, classes)!),
      'anova',
      8,
    ));
  test('mutual information', () =>
    isNear(
      columns.map((own) => mutualInformation(own, codes, classes)),
      'mutualInformation',
      9,
    ));
  test('weights under an L2 penalty', () => isNear(flat(fitRidge(problem, 1)), 'ridge', 5));
  test('weights under an L1 penalty', () => {
    const ours = flat(fitLasso(problem, l1));
    isNear(ours, 'lasso', 5);
    expect(ours.map((weight) => weight === 0)).toEqual((theirs['lasso'] as number[][]).flat().map((w) => w === 0));
    expect(ours).toContain(0);
    expect(ours.some((weight) => weight !== 0)).toBe(true);
  });
  test('recursive elimination', () => {
    const kept = (theirs['recursive'] as boolean[]).flatMap((isKept, j) => (isKept ? [j] : []));
    expect(eliminate(problem, 3).kept).toEqual(kept);
  });
});
