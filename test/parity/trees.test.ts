/** @file The cuts of one column against the thresholds of scikit-learn's decision tree. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { treeCuts } from '../../src/core/features/tree-cuts.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const rng = createRng(11);
// Thirds are no float32, which scikit-learn's trees take; 64ths are.
const x = Array.from({ length: 500 }, () => Math.round(64 * 3 * rng.normal()) / 64);
const y = x.map((value) => (rng.uniform() < 0.3 ? rng.integer(3) : value < -2 ? 2 : Math.abs(value) > 3 ? 1 : 0));
const cases = [2, 3, 5, 9].flatMap((leaves) =>
  [1, 15].flatMap((minRows) => (['gini', 'entropy'] as const).map((criterion) => ({ leaves, minRows, criterion }))),
);

describe.skipIf(!hasPython)('as scikit-learn', () => {
  const { stdout } = spawnSync(python, [join(import.meta.dirname, 'trees.py')], {
    input: JSON.stringify({ x, y, cases }),
    encoding: 'utf8',
  });
  const theirs = hasPython ? (JSON.parse(stdout) as number[][]) : [];
  const order = [...x.keys()].sort((i, j) => x[i]! - x[j]!);
  const sorted = Float64Array.from(order, (i) => x[i]!);
  const codes = Int32Array.from(order, (i) => y[i]!);

  test.for(cases.map((told, i) => ({ told, i })))('$told.leaves leaves, $told.minRows rows, $told.criterion', (one) => {
    expect(theirs[one.i]!.length).toBeGreaterThan(0);
    expect(treeCuts(sorted, codes, 3, one.told)).toEqual(theirs[one.i]);
  });
});
