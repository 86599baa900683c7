import { expect, test } from 'vitest';
import { conditionText, rowsWhere, withCondition } from '../../../src/core/data/cohort.ts';
import type { Condition } from '../../../src/core/data/cohort.ts';
import { tableOf } from './csv.ts';

const text = 'age,sex,day\n31,F,2024-01-01\n45,M,2024-02-01\n?,F,2024-03-01\n45,?,2024-04-01\n60,M,?\n';
const table = await tableOf(text, { columns: { age: { type: 'number' } } });
const rows = (...where: Condition[]) => [...rowsWhere(table, where)];

test('every condition holds; both ends belong to a range; a missing cell is in none', () => {
  expect(rows()).toEqual([0, 1, 2, 3, 4]);
  expect(rows({ column: 'age', low: 31, high: 45 })).toEqual([0, 1, 3]);
  expect(rows({ column: 'age', low: 31, high: 45 }, { column: 'sex', levels: ['F'] })).toEqual([0]);
  expect(rows({ column: 'sex', levels: ['F', 'M'] })).toEqual([0, 1, 2, 4]);
  expect(rows({ column: 'age', missing: true })).toEqual([2]);
  expect(rows({ column: 'sex', missing: false })).toEqual([0, 1, 2, 4]);
  const from = Date.UTC(2024, 0, 15);
  expect(rows({ column: 'day', low: from, high: Date.UTC(2024, 3, 1) })).toEqual([1, 2, 3]);
});

test('a column that is not there, and a range of texts, are refused by name', () => {
  expect(() => rows({ column: 'agee', missing: true })).toThrow(
    /^cohort\.where\[0\]\.column: not a column of test\.csv \(did you mean age\?\): agee$/,
  );
  expect(() => rows({ column: 'age', missing: false }, { column: 'sex', low: 0, high: 1 })).toThrow(
    'cohort.where[1].column: a range needs a column of numbers or dates: sex',
  );
});

test('a later condition of a column takes the place of the former, and each is said in words', () => {
  const first: Condition = { column: 'age', low: 1, high: 2 };
  const both = withCondition([first, { column: 'sex', levels: ['F', 'M'] }], { column: 'age', low: 3.25, high: 4000 });
  expect(both.map((condition) => conditionText(condition))).toEqual(['sex F or M', 'age 3.25 to 4,000']);
  expect(conditionText({ column: 'day', low: 0, high: 86_400_000 }, true)).toBe('day 1970-01-01 to 1970-01-02');
  expect(conditionText({ column: 'age', missing: true })).toBe('age missing');
});
