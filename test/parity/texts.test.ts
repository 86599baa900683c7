/** @file Steps that read texts against scikit-learn, on texts whose words both find alike: ASCII letters and digits. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import type { ColumnType } from '../../src/core/data/table.ts';
import type { FrameColumn } from '../../src/core/features/contract.ts';
import { denseMatrix } from '../../src/core/features/matrix.ts';
import { steps } from '../../src/core/features/steps.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const rng = createRng(23);
const words = [
  'the',
  'a',
  'I',
  'cat',
  'Cat',
  'dog',
  'sees',
  '42',
  'x1',
  'house',
  'walks',
  'unlikely',
  'no',
  'rain',
  'Rain',
];
const gaps = [' ', ' ', ' ', ', ', '  ', '! ', ' - ', '\n'];
const some = <T>(of: readonly T[]) => of[Math.floor(rng.uniform() * rng.uniform() * of.length)]!;
const draw = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    Array.from({ length: i % 12 }, () => some(words) + some(gaps))
      .join('')
      .trim(),
  );
const data = { train: draw(120), other: draw(60).map((text, i) => (i % 7 === 3 ? `${text} zebra` : text)) };

const frameOf = (texts: string[], type: ColumnType) => {
  const levels = [...new Set(texts)];
  const codes = Int32Array.from(texts, (text) => levels.indexOf(text));
  const column: FrameColumn = { name: 'x', source: 'x', type, values: null, codes, levels, indicator: false };
  return { rows: texts.length, columns: [column] };
};

describe.skipIf(!hasPython)('as scikit-learn', () => {
  const { stdout, stderr } = hasPython
    ? spawnSync(python, [join(import.meta.dirname, 'texts.py')], { input: JSON.stringify(data), encoding: 'utf8' })
    : { stdout: '{}', stderr: '' };
  if (stdout === '') throw new Error(stderr);
  const theirs = JSON.parse(stdout) as Record<string, { names: string[] | null; values: number[][] }>;

  test.for([
    ['tf-idf words', { minDocuments: 1 }],
    ['tf-idf pairs', { minDocuments: 2, maxDocuments: 0.5, ngrams: [1, 2], sublinear: true }],
    ['tf-idf counts', { minDocuments: 1, norm: 'none', lowercase: false }],
    ['tf-idf inside', { minDocuments: 3, analyzer: 'character', ngrams: [2, 5] }],
    ['tf-idf free', { minDocuments: 3, analyzer: 'character-free', ngrams: [1, 3] }],
    ['hashing signed', { features: 64 }],
    ['hashing plain', { features: 1000, signed: false, ngrams: [1, 2] }],
    ['hashing inside', { features: 50, analyzer: 'character', ngrams: [3, 4] }],
    ['hashing levels', { features: 32, columns: 'category' }],
  ] as [string, object][])('%s', ([name, told]) => {
    const step = steps[name.split(' ')[0]!]!;
    const options: unknown = step.options.parse(told);
    const type = name === 'hashing levels' ? 'category' : 'text';
    const state: unknown = step.fit(frameOf(data.train, type), options, 'p');
    const ours = step.apply(state, frameOf(data.other, type));
    const names = ours.columns.map((column) => column.name);
    const expected = theirs[name]!;
    expect(names).toEqual(
      (expected.names ?? names.map((_, j) => `${j}`)).map((of) => (expected.names ? `x: ${of}` : `x#${of}`)),
    );
    const { values } = denseMatrix([ours], ours.rows, names);
    expect(expected.values.length * expected.values[0]!.length).toBe(values.length);
    const far = expected.values.flat().reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
    expect(far).toBeLessThan(1e-6);
  });
});
