import { expect, test } from 'vitest';
import type { ModelBundle, Run } from '../../src/core/study/run.ts';
import { answer, isDone, sentence, studyTerms, took, type Seen } from '../../src/ui/summary.ts';

const empty: Seen = { table: null, study: null, resolved: null, notes: null, runs: [], current: null, threshold: 0.5 };
const table = {
  name: 'adult.csv',
  sha256: 'd99d5b2c'.padEnd(64, '0'),
  bytes: 10,
  rows: 48842,
  columns: [],
  notices: [],
};

test('before anything is open the rail says so', () => {
  expect(answer('data', empty)).toBe('no table yet');
  expect(answer('frame', empty)).toBe('no question yet');
  expect(answer('runs', empty)).toBe('none yet');
  expect(sentence(empty)).toBe('Open a table to begin.');
  expect((['frame', 'data', 'train', 'runs'] as const).some((stage) => isDone(stage, empty))).toBe(false);
});

test('a framed table is said in the words of the question', () => {
  const seen: Seen = {
    ...empty,
    table,
    study: { framing: { kind: 'binary', target: 'income', positive: '>50K' }, groups: ['sex', 'race'] },
  };
  expect(answer('frame', seen)).toBe('income is >50K');
  expect(answer('data', seen)).toBe('48,842 rows, 0 columns');
  expect(answer('fairness', seen)).toBe('sex, race');
  expect(sentence(seen)).toBe('Predict whether income is >50K about 48,842 rows');
  expect(studyTerms(table, seen.study, null)).toEqual([
    ['Data', 'adult.csv\nd99d5b2c'],
    ['Target', 'income, positive >50K'],
  ]);
});

test('features are counted as the model sees them, from the raw columns it was given', () => {
  const run = { features: ['sex', 'age'] } as unknown as Run;
  const bundle = { recipe: { names: ['sex=f', 'sex=m', 'age'] } } as unknown as ModelBundle;
  expect(answer('features', { ...empty, current: { label: 'x', result: { run, bundle } } })).toBe('3 from 2');
});

test('durations are said as people say them', () => {
  expect([took(undefined), took(12.4), took(1234)]).toEqual(['', '12 ms', '1.2 s']);
});
