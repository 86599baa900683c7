/** @file What a step is said to do, by counts made by hand. */
import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/data/reader.ts';
import { previewRecipe } from '../../../src/core/study/recipe-preview.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';

/** 12 rows, 8 of them for training: x counts up, the third training row has none; c is red, blue, red, blue … */
const lines = Array.from({ length: 12 }, (_, i) => {
  const part = i < 8 ? 'train' : 'test';
  return `${i === 2 ? '' : i * 1.5},${i % 2 ? 'blue' : 'red'},${i % 2 ? 'yes' : 'no'},${part}`;
});
const { table } = await readTable(new TextEncoder().encode(['x,c,y,part', ...lines].join('\n')), 't.csv', {});
const study = (recipe?: StudyInput['recipe']): StudyInput => ({
  version: 1,
  data: { source: 't.csv' },
  framing: { kind: 'binary', target: 'y', positive: 'yes' },
  split: { kind: 'column', column: 'part' },
  ...(recipe && { recipe }),
});

test('imputing changes the one cell, one-hot makes two of one, standardizing changes every row', () => {
  const { rows, steps, problem } = previewRecipe(table, study());
  expect(problem).toBeNull();
  expect(rows).toBe(8);
  expect(steps.map(({ step, columns, problem }) => [step, columns, problem])).toEqual([
    ['impute', 2, null],
    ['one-hot', 3, null],
    ['standardize', 3, null],
  ]);
  const [impute, oneHot, standardize] = steps;
  expect(impute).toMatchObject({ added: [], removed: [], changed: [{ column: 'x', rows: 1 }] });
  // The median of 0, 1.5, 4.5, 6, 7.5, 9, 10.5 is 6.
  expect(impute!.examples[2]).toEqual({ row: 2, cells: [{ column: 'x', before: null, after: '6' }] });
  expect(oneHot).toMatchObject({ added: ['c=blue', 'c=red'], removed: ['c'], changed: [] });
  expect(oneHot!.examples[1]!.cells).toEqual([
    { column: 'c', before: 'blue', after: null },
    { column: 'c=blue', before: null, after: '1' },
    { column: 'c=red', before: null, after: '0' },
  ]);
  expect(standardize!.changed[0]!.column).toBe('x');
});

test('a step that cannot be fitted says why, and those behind it are not tried', () => {
  const { steps } = previewRecipe(
    table,
    study([
      { step: 'standardize', columns: ['c'] },
      { step: 'impute', columns: 'number' },
    ]),
  );
  expect(steps).toHaveLength(1);
  expect(steps[0]!.problem).toMatch(/^study\.recipe\[0\]\.columns: a category has no mean/);
});

test('what the steps leave unfit for a model is said', () => {
  const { steps, problem } = previewRecipe(table, study([{ step: 'impute', columns: 'number' }]));
  expect(steps[0]!.problem).toBeNull();
  expect(problem).toMatch(/a category is still no number; add a one-hot step for it, or ignore it: c$/);
});

test('a step that is switched off does nothing, and says so', () => {
  const recipe = [
    { step: 'impute', columns: 'number', off: true },
    { step: 'one-hot', columns: 'category' },
  ];
  const { steps, problem } = previewRecipe(table, study(recipe));
  expect(steps[0]).toMatchObject({ off: true, changed: [], columns: 2 });
  expect(steps[1]).toMatchObject({ off: false, columns: 3 });
  expect(problem).toMatch(/missing values are left; add an impute step before for it: x$/);
});

test('an unknown step and a wrong option are problems of that step', () => {
  const unknown = previewRecipe(table, study([{ step: 'whiten' }])).steps[0]!;
  expect(unknown.problem).toMatch(/^study\.recipe\[0\]\.step: must be one of .*: whiten/);
  const wrong = previewRecipe(table, study([{ step: 'one-hot', columns: 'category', limit: 0 }])).steps[0]!;
  expect(wrong.problem).toMatch(/^study\.recipe\[0\]\.limit: must be at least 1: 0$/);
});

test('a study that has no such target is refused', () => {
  const wrong = { ...study(), framing: { kind: 'binary' as const, target: 'z', positive: 'yes' } };
  expect(() => previewRecipe(table, wrong)).toThrow(/^study\.framing\.target/);
});

test('a text becomes columns of its words, zero where a row has none of them', async () => {
  const words = ['red sun', 'sun', 'moon', 'red moon', 'sun', 'moon', 'sun', 'moon'];
  const cells = words.map((text, i) => `${text},${i % 2 ? 'yes' : 'no'},${i < 6 ? 'train' : 'test'}`);
  const columns = { note: { type: 'text', role: 'feature' } } as const;
  const bytes = new TextEncoder().encode(['note,y,part', ...cells].join('\n'));
  const notes = (await readTable(bytes, 't.csv', { columns })).table;
  const told = { ...study([{ step: 'tf-idf', norm: 'none' }]), data: { source: 't.csv', columns } };
  const { steps, problem } = previewRecipe(notes, told);
  expect(problem).toBeNull();
  expect(steps[0]).toMatchObject({ added: ['note: moon', 'note: red', 'note: sun'], removed: ['note'], changed: [] });
  // Of 6 training rows 2 say red, ln(7/3) + 1, and 3 say sun or moon, ln(7/4) + 1.
  expect(steps[0]!.examples[0]!.cells).toEqual([
    { column: 'note', before: 'red sun', after: null },
    { column: 'note: moon', before: null, after: '0' },
    { column: 'note: red', before: null, after: '1.8473' },
    { column: 'note: sun', before: null, after: '1.55962' },
  ]);
});

test('a model that learns of what is missing needs no impute step', () => {
  const recipe = [{ step: 'one-hot', columns: 'category' }];
  const problemOf = (kind: string) => previewRecipe(table, { ...study(recipe), model: { kind } }).problem;
  expect(problemOf('gradient-boosting')).toBeNull();
  expect(problemOf('logistic')).toMatch(/missing values are left; add an impute step before for it: x$/);
});
