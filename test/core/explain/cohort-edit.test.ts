import { expect, test } from 'vitest';
import { editedCells } from '../../../src/core/explain/cohort-edit.ts';
import { cellOf } from '../../../src/core/explain/rows.ts';
import { category, number } from './fixture.ts';

const some = Uint32Array.of(0, 2);
const cells = (column: Parameters<typeof cellOf>[0]) => [0, 1, 2].map((row) => cellOf(column, row));

test('a number is set, added to or multiplied in these rows only; what is missing stays missing but for a set', () => {
  const age = number('age', [10, 20, NaN]);
  expect(cells(editedCells(age, some, { column: 'age', set: 7 }))).toEqual([7, 20, 7]);
  expect(cells(editedCells(age, some, { column: 'age', set: null }))).toEqual([null, 20, null]);
  expect(cells(editedCells(age, some, { column: 'age', add: 5 }))).toEqual([15, 20, null]);
  expect(cells(editedCells(age, some, { column: 'age', times: 2 }))).toEqual([20, 20, null]);
  expect(cells(age)).toEqual([10, 20, null]);
});

test('a category is set, also to a level that is new; it is not added to', () => {
  const sex = category('sex', ['f', 'm', null]);
  expect(cells(editedCells(sex, some, { column: 'sex', set: 'x' }))).toEqual(['x', 'm', 'x']);
  expect(() => editedCells(sex, some, { column: 'sex', add: 1 })).toThrow('only a number can be added to: sex');
  expect(() => editedCells(number('age', [1]), some, { column: 'age', set: 'old' })).toThrow(
    'must be set to a number: old',
  );
});
