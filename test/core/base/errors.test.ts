import { expect, test } from 'vitest';
import { hint, nearest } from '../../../src/core/base/errors.ts';

test('the nearest name is found across a slip, a case or a swap', () => {
  expect(nearest('stratifed', ['random', 'stratified'])).toBe('stratified');
  expect(hint('>50k', ['<=50K', '>50K'])).toBe(' (did you mean >50K?)');
});

test('nothing near is nothing said', () => {
  expect(hint('colour', ['income', 'sex'])).toBe('');
});
