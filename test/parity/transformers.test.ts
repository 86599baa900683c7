/** @file Steps over several columns against scikit-learn's transformers of the same name. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { steps } from '../../src/core/features/steps.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const rng = createRng(11);
const draw = (n: number) => ({
  a: Array.from({ length: n }, (_, i) => (i % 9 === 0 ? 2 : Math.exp(rng.normal()))),
  b: Array.from({ length: n }, () => 3 * rng.normal() - 1),
  gap: Array.from({ length: n }, (_, i) => (i % 5 === 1 ? null : rng.normal())),
});
const data = { train: draw(400), other: draw(150) };
type Name = keyof typeof data.train;

const frameOf = (part: typeof data.train, names: Name[]) => ({
  rows: part.a.length,
  columns: names.map((name) => ({
    name,
    source: name,
    type: 'number' as const,
    values: Float64Array.from(part[name], (value) => value ?? NaN),
    codes: null,
    levels: null,
    indicator: false,
  })),
});

describe.skipIf(!hasPython)('as scikit-learn', () => {
  const { stdout, stderr } = hasPython
    ? spawnSync(python, [join(import.meta.dirname, 'transformers.py')], {
        input: JSON.stringify(data),
        encoding: 'utf8',
      })
    : { stdout: '{}', stderr: '' };
  if (stdout === '') throw new Error(stderr);
  const theirs = JSON.parse(stdout) as Record<string, number[][]>;

  test.for([
    ['impute mean', ['a', 'b', 'gap'], { strategy: 'mean' }],
    ['impute knn', ['a', 'b', 'gap'], { strategy: 'knn' }],
    ['power', ['a', 'b'], {}],
    ['power raw', ['a', 'b'], { standardize: false }],
    ['quantile', ['a', 'b'], {}],
    ['interaction', ['a', 'b'], {}],
    ['polynomial', ['a', 'b'], {}],
  ] as [string, Name[], object][])('%s', ([name, columns, told]) => {
    const step = steps[name.split(' ')[0]!]!;
    const options: unknown = step.options.parse({ columns: 'number', ...told });
    const state: unknown = step.fit(frameOf(data.train, columns), options, 'p');
    const ours = step.apply(state, frameOf(data.other, columns));
    const expected = theirs[name]!;
    expect([expected.length, expected[0]!.length]).toEqual([ours.rows, ours.columns.length]);
    let far = 0;
    for (const [i, row] of expected.entries())
      for (const [j, value] of row.entries()) far = Math.max(far, Math.abs(value - ours.columns[j]!.values![i]!));
    expect(far).toBeLessThan(1e-6);
  });
});
