/** @file Steps against scikit-learn's transformers of the same name, on numbers with ties and far-out values. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { steps } from '../../src/core/features/steps.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const rng = createRng(5);
const draw = (n: number) => Array.from({ length: n }, (_, i) => (i % 9 === 0 ? 2 : Math.exp(2 * rng.normal())));
const [train, other] = [draw(400), draw(200)];

describe.skipIf(!hasPython)('as scikit-learn', () => {
  const { stdout } = hasPython
    ? spawnSync(python, [join(import.meta.dirname, 'steps.py')], {
        input: JSON.stringify({ train, other }),
        encoding: 'utf8',
      })
    : { stdout: '{}' };
  const theirs = JSON.parse(stdout) as Record<string, number[]>;
  const column = (values: number[]) => ({
    rows: values.length,
    columns: [
      {
        name: 'x',
        source: 'x',
        type: 'number' as const,
        values: Float64Array.from(values),
        codes: null,
        levels: null,
        indicator: false,
      },
    ],
  });

  test.for([
    ['standardize', {}],
    ['robust', {}],
    ['min-max', {}],
    ['bin uniform', { bins: 7, strategy: 'uniform' }],
    ['bin quantile', { bins: 7, strategy: 'quantile' }],
  ] as const)('%s', ([name, told]) => {
    const step = steps[name.split(' ')[0]!]!;
    const options: unknown = step.options.parse({ columns: 'number', ...told });
    const ours = step.apply(step.fit(column(train), options, 'p'), column(other)).columns[0]!.values!;
    const far = theirs[name]!.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
    expect(theirs[name]).toHaveLength(other.length);
    expect(far).toBeLessThan(1e-6);
  });
});
