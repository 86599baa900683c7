import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../../../src/core/data/table.ts';
import { applyRecipe, fitRecipe } from '../../../src/core/features/recipe.ts';
import { steps } from '../../../src/core/features/steps.ts';

const dates = (...cells: (string | null)[]): Column => ({
  name: 'd',
  role: 'feature',
  sensitive: false,
  reason: '',
  type: 'date',
  values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Date.parse(cell))),
  coded: null,
});
const frameOf = (column: Column) => ({
  rows: (column as { values: Float64Array }).values.length,
  columns: [
    {
      ...(column as { values: Float64Array }),
      name: 'd',
      source: 'd',
      type: 'date' as const,
      codes: null,
      levels: null,
      indicator: false,
    },
  ],
});
const all = ['year', 'quarter', 'month', 'day', 'weekday', 'hour', 'day-of-year', 'elapsed', 'weekend'];
function read(told: object, train: Column, other: Column): Record<string, number[]> {
  const step = steps['date-parts']!;
  const state: unknown = step.fit(frameOf(train), step.options.parse(told), 'study.recipe[0]');
  return Object.fromEntries(step.apply(state, frameOf(other)).columns.map(({ name, values }) => [name, [...values!]]));
}

test('every part by hand, in UTC, before 1970 too; a missing date is missing', () => {
  // 29 February 2020, 13:30, was a Saturday, 59.5625 days after the year began; 31 December 1969 was a Wednesday.
  const first = dates('2020-01-01');
  const other = dates('2020-02-29T13:30:00Z', '1969-12-31T23:00:00Z', null);
  expect(read({ parts: all, cyclic: false }, first, other)).toEqual({
    'd: year': [2020, 1969, NaN],
    'd: quarter': [1, 4, NaN],
    'd: month': [2, 12, NaN],
    'd: day': [29, 31, NaN],
    'd: weekday': [5, 2, NaN],
    'd: hour': [13, 23, NaN],
    'd: day of year': [60, 365, NaN],
    // From 31 December 1969, 23:00, to 2020: 50 years of 365 days, 12 leap days (1972 to 2016), and one hour.
    'd: elapsed': [59.5625, -(50 * 365 + 12 + 1 / 24), NaN],
    'd: weekend': [1, 0, NaN],
  });
});

test('the circle: sine and cosine by hand', () => {
  // April is a quarter of the year on, 6:00 a quarter of the day; Thursday 2 April 2020 is 3/7 of the week on.
  const {
    'd: month (sine)': sine,
    'd: month (cosine)': cosine,
    ...rest
  } = read({ parts: ['month', 'hour', 'weekday'] }, dates('2020-01-01'), dates('2020-04-02T06:00:00Z'));
  expect(sine![0]).toBeCloseTo(1, 12);
  expect(cosine![0]).toBeCloseTo(0, 12);
  expect(rest['d: hour (sine)']![0]).toBeCloseTo(1, 12);
  expect(rest['d: weekday (cosine)']![0]).toBeCloseTo(Math.cos((6 * Math.PI) / 7), 12);
});

test('the last day of any year stands next to the first: one day of that year apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9998 }), (year) => {
      const name = `${year}`.padStart(4, '0');
      const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      const column = dates(`${name}-12-31`, `${name}-01-01`);
      const { 'd: day of year (sine)': sine, 'd: day of year (cosine)': cosine } = read(
        { parts: ['day-of-year'] },
        column,
        column,
      );
      const step = (2 * Math.PI) / (isLeap ? 366 : 365);
      expect(sine![0]).toBeCloseTo(-Math.sin(step), 12);
      expect(cosine![0]).toBeCloseTo(Math.cos(step), 12);
      expect(sine![1]).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('a date that no step reads, and a column that is none, are refused', () => {
  const column = dates('2020-01-01', '2020-01-02');
  const rows = Uint32Array.of(0, 1);
  expect(() => fitRecipe([], [column], rows)).toThrow(
    'study.recipe: a date is still a date; add a date-parts step for it, or ignore it: d',
  );
  // No selector of numbers takes a date.
  expect(() => fitRecipe([{ step: 'standardize', columns: 'number' }], [column], rows)).toThrow(/still a date/);
  const number: Column = { ...column, type: 'number' } as Column;
  expect(() => fitRecipe([{ step: 'date-parts', columns: ['d'] }], [number], rows)).toThrow(
    'study.recipe[0].columns: not a column of dates; set its type to date if it is one: d',
  );
  expect(() => read({ parts: ['elapsed'] }, dates(null), dates(null))).toThrow(/no day is the first: d$/);
});

test('what was made of a date is imputed and standardized like any number', () => {
  const column = dates('2018-01-01', null, '2022-01-01', '2020-01-01');
  const recipe = [
    { step: 'date-parts', parts: ['year'] },
    { step: 'impute', columns: 'number' },
  ];
  const state = fitRecipe(recipe, [column], Uint32Array.of(0, 1, 2, 3));
  expect([...applyRecipe(state, [column], Uint32Array.of(1, 2)).values]).toEqual([2020, 2022]);
});
