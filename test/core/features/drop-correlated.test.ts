import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropCorrelated } from '../../../src/core/features/drop-correlated.ts';
import { categories, frameOf, numbers } from './frames.ts';

const fit = (columns: Record<string, number[]>, told: object = {}) => {
  const options = dropCorrelated.options.parse({ columns: 'number', ...told });
  return dropCorrelated.fit(frameOf(...Object.entries(columns).map(([name, own]) => numbers(name, own))), options, 'p');
};

test('the later of two that go together is dropped, whatever the sign, and says with which', () => {
  // b = 2a + 1 and c = -a: r is 1 and -1. d: squared differences from a are 1 each, so r = 1 - 6 * 4 / (4 * 15) = 0.6.
  const { dropped } = fit({ a: [0, 1, 2, 3], b: [1, 3, 5, 7], c: [0, -1, -2, -3], d: [1, 0, 3, 2] });
  expect(dropped.map((one) => [one.name, one.with])).toEqual([
    ['b', 'a'],
    ['c', 'a'],
  ]);
  expect(dropped[0]!.correlation).toBeCloseTo(1, 12);
  expect(dropped[1]!.correlation).toBeCloseTo(-1, 12);
});

test('only a kept column drops another: a chain is not dropped whole', () => {
  // r(a, b) = 0.8, r(b, c) = 0.8, r(a, c) = 0.4: with c nearer to the dropped b than to a, c stays.
  const columns = { a: [0, 1, 2, 3, 4], b: [1, 0, 3, 2, 4], c: [3, 0, 2, 1, 4] };
  expect(fit(columns, { limit: 0.7 }).dropped.map(({ name }) => name)).toEqual(['b']);
});

test('Spearman sees a rise that is no line, ties by their average', () => {
  const columns = { a: [0, 1, 2, 3, 3], b: [0, 1, 10, 1000, 1000] };
  expect(fit(columns, { limit: 0.99 }).dropped).toEqual([]);
  expect(fit(columns, { limit: 0.99, measure: 'spearman' }).dropped[0]!.correlation).toBeCloseTo(1, 12);
});

test('missing cells are left out pair by pair; a constant column stays', () => {
  expect(fit({ a: [0, 1, NaN, 3], b: [0, 1, 90, NaN] }).dropped).toMatchObject([{ name: 'b', with: 'a' }]);
  expect(fit({ a: [0, 1, 2], b: [5, 5, 5], c: [5, 5, 5] }).dropped).toEqual([]);
});

test('apply takes away what was dropped and nothing else; a category is refused by name', () => {
  const made = dropCorrelated.apply(
    { dropped: [{ name: 'b', with: 'a', correlation: 1 }] },
    frameOf(numbers('a', [1]), numbers('b', [2]), categories('c', 'u')),
  );
  expect(made.columns.map(({ name }) => name)).toEqual(['a', 'c']);
  const options = dropCorrelated.options.parse({ columns: ['c'] });
  expect(() => dropCorrelated.fit(frameOf(categories('c', 'uv')), options, 'p')).toThrow(
    'p.columns: a category is no number; leave it out, or encode it before: c',
  );
});

test('what is kept has no pair over the limit', () => {
  const column = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(column, { minLength: 2, maxLength: 6 }), fc.constantFrom(0.3, 0.8), (all, limit) => {
      const columns = Object.fromEntries(all.map((values, i) => [`x${i}`, values]));
      const gone = new Set(fit(columns, { limit }).dropped.map(({ name }) => name));
      const kept = Object.fromEntries(Object.entries(columns).filter(([name]) => !gone.has(name)));
      expect(fit(kept, { limit }).dropped).toEqual([]);
    }),
  );
});
