/** @file Steps on numbers and levels, by values worked out by hand. */
import { describe, expect, test } from 'vitest';
import type { FrameColumn } from '../../../src/core/features/contract.ts';
import { steps } from '../../../src/core/features/steps.ts';

const base = { source: 'x', type: 'number' as const, indicator: false };
const numbers = (values: number[]): FrameColumn => ({
  ...base,
  name: 'x',
  values: Float64Array.from(values),
  codes: null,
  levels: null,
});
/** '' is missing. */
const texts = (cells: string[]): FrameColumn => {
  const levels = [...new Set(cells.filter(Boolean))];
  const codes = Int32Array.from(cells, (cell) => levels.indexOf(cell));
  return { ...base, name: 'x', type: 'category', values: null, codes, levels };
};
const frame = (column: FrameColumn) => ({
  rows: (column.values ?? column.codes!).length,
  columns: [column],
});

/** Fitted on the one, applied to the other; the state goes through JSON, as in a run. */
function run(step: string, told: object, train: FrameColumn, other: FrameColumn): FrameColumn {
  const definition = steps[step]!;
  const options: unknown = definition.options.parse(told);
  const state: unknown = JSON.parse(JSON.stringify(definition.fit(frame(train), options, 'study.recipe[0]')));
  return definition.apply(state, frame(other)).columns[0]!;
}
const values = (step: string, told: object, train: number[], other: number[]) => [
  ...run(step, { columns: 'number', ...told }, numbers(train), numbers(other)).values!,
];
const levels = (step: string, told: object, train: string[], other: string[]) => {
  const { codes, levels: names } = run(step, { columns: 'category', ...told }, texts(train), texts(other));
  return [...codes!].map((code) => (code < 0 ? '' : names![code]!));
};

describe('numbers', () => {
  test('clip moves what is outside the training quantiles, and leaves missing missing', () => {
    // Of 0..10 the quantiles .1 and .9 are 1 and 9.
    const train = [10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(values('clip', { low: 0.1, high: 0.9 }, train, [-5, 1.5, 9.5, NaN])).toEqual([1, 1.5, 9, NaN]);
    expect(() => values('clip', { low: 0.9, high: 0.1 }, train, [])).toThrow(
      /^study\.recipe\[0\]\.low: must be under high, which is 0\.1: 0\.9$/,
    );
  });

  test('log is log1p, and its mirror below zero', () => {
    const e = Math.E;
    const [zero, one, minus] = values('log', {}, [1], [0, e - 1, 1 - e]);
    expect(zero).toBe(0);
    expect(one).toBeCloseTo(1, 12);
    expect(minus).toBeCloseTo(-1, 12);
  });

  test('robust takes median and quartiles; one value only is a spread of 1', () => {
    // 1 2 3 4 100: median 3, quartiles 2 and 4.
    expect(values('robust', {}, [1, 2, 3, 4, 100], [3, 5, 100])).toEqual([0, 1, 48.5]);
    expect(values('robust', {}, [7, 7, NaN], [9])).toEqual([2]);
  });

  test('min-max puts the training range at 0..1; later rows may lie outside', () => {
    expect(values('min-max', {}, [2, 6, 4], [2, 5, 8])).toEqual([0, 0.75, 1.5]);
    expect(values('min-max', {}, [3, 3], [3, 4])).toEqual([0, 1]);
  });

  test('bins: an inner edge belongs to the upper bin, what is outside to the ends', () => {
    // 0..8 in 4 equal bins: edges 2, 4, 6.
    expect(values('bin', { bins: 4, strategy: 'uniform' }, [0, 8], [-1, 0, 2, 3.9, 6, 99])).toEqual([0, 0, 1, 1, 3, 3]);
    // Quartiles of 1 1 1 1 5 are 1 1 1 1 5: one bin is left.
    expect(values('bin', { bins: 4 }, [1, 1, 1, 1, 5], [1, 5])).toEqual([0, 0]);
  });

  test('a category, and a column without a value, are refused by name', () => {
    expect(() => run('robust', { columns: ['x'] }, texts(['a']), texts(['a']))).toThrow(
      /a category is no number; leave it out, or encode it before: x$/,
    );
    expect(() => values('min-max', {}, [NaN], [])).toThrow(/every training value is missing.*: x$/);
  });
});

describe('levels', () => {
  const train = ['a', 'a', 'a', 'b', 'b', 'c', '', '', '', ''];

  test('rare levels and levels never seen are pooled, missing stays missing', () => {
    // Of 10 rows a has .3, b .2, c .1.
    expect(levels('rare', { minShare: 0.2 }, train, ['a', 'b', 'c', 'z', ''])).toEqual([
      'a',
      'b',
      '(other)',
      '(other)',
      '',
    ]);
  });

  test('frequency gives shares of all training rows, 0 for the unseen, the share of the missing for missing', () => {
    const column = run('frequency', { columns: 'category' }, texts(train), texts(['a', 'c', 'z', '']));
    expect([...column.values!]).toEqual([0.3, 0.1, 0, 0.4]);
    expect([column.codes, column.type]).toEqual([null, 'number']);
  });

  test('a level that is called like a property of every object is a level', () => {
    const column = run('frequency', { columns: 'category' }, texts(['a']), texts(['constructor', 'a']));
    expect([...column.values!]).toEqual([0, 1]);
  });
});
