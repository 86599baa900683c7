import { expect, test } from 'vitest';
import { brushed, conditionOf } from '../../../src/ui/stages/explore/conditions.ts';

const numbers = { min: 1, max: 9, mean: 5, median: 5, deviation: 1 };
const age = { name: 'age', type: 'number' as const, numbers };

test('a range as typed; an empty side is open', () => {
  expect(conditionOf(age, { low: '2', high: 4 })).toEqual({ column: 'age', low: 2, high: 4 });
  expect(conditionOf(age, { low: '', high: '4' })).toEqual({ column: 'age', low: 1, high: 4 });
  expect(conditionOf({ ...age, type: 'date' }, { low: '1970-01-02', high: '1970-01-03' })).toEqual({
    column: 'age',
    low: 86_400_000,
    high: 172_800_000,
  });
});

test('what is none is said', () => {
  expect(conditionOf(age, { low: '5', high: '4' })).toBe('From must not be above To: 5 and 4');
  expect(conditionOf(age, { low: 'x', high: '4' })).toBe('From and To must be numbers');
  expect(conditionOf({ ...age, numbers: null }, { low: '', high: '' })).toBe('age has no value in any row');
  expect(conditionOf({ ...age, type: 'category' }, { level: '' })).toBe('age has no value to choose');
});

test('a stretch drawn either way, of numbers and of days', () => {
  expect(brushed('age', false, 4, 2)).toEqual({ column: 'age', low: 2, high: 4 });
  expect(brushed('day', true, '1970-01-02 00:00', '1970-01-01')).toEqual({ column: 'day', low: 0, high: 86_400_000 });
});
