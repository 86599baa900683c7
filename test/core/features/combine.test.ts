import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../src/core/features/contract.ts';
import { steps } from '../../../src/core/features/steps.ts';

function frame(columns: Record<string, number[]>): Frame {
  const all = Object.entries(columns).map(([name, values]) => ({
    name,
    source: name,
    type: 'number' as const,
    values: Float64Array.from(values),
    codes: null,
    levels: null,
    indicator: false,
  }));
  return { rows: all[0]!.values.length, columns: all };
}
function made(step: string, columns: 'number' | string[], of: Frame) {
  const definition = steps[step]!;
  const state: unknown = definition.fit(of, { columns }, 'study.recipe[0]');
  return Object.fromEntries(
    definition.apply(state, of).columns.map(({ name, values }) => [name, [...values!]] as const),
  );
}
const abc = () => frame({ a: [2, 3], b: [5, NaN], c: [0, 7] });

test('interaction: the product of each two, behind the columns themselves', () => {
  expect(made('interaction', 'number', abc())).toEqual({
    a: [2, 3],
    b: [5, NaN],
    c: [0, 7],
    'a * b': [10, NaN],
    'a * c': [0, 21],
    'b * c': [0, NaN],
  });
  expect(Object.keys(made('interaction', ['a', 'c'], abc()))).toEqual(['a', 'b', 'c', 'a * c']);
});

test('polynomial: the squares too', () => {
  const { 'a^2': square, 'a * c': product, 'c^2': last, ...rest } = made('polynomial', ['a', 'c'], abc());
  expect([square, product, last]).toEqual([
    [4, 9],
    [0, 21],
    [0, 49],
  ]);
  expect(Object.keys(rest)).toEqual(['a', 'b', 'c']);
});

test('ratio and difference: in the order named; a division by 0 is missing', () => {
  expect(made('ratio', ['c', 'a'], abc())['c / a']).toEqual([0, 7 / 3]);
  expect(made('ratio', ['a', 'c'], abc())['a / c']).toEqual([NaN, 3 / 7]);
  expect(made('difference', ['c', 'a'], abc())['c - a']).toEqual([-2, 4]);
});

describe('what cannot be combined is refused', () => {
  const category: Frame = {
    rows: 1,
    columns: [
      {
        name: 'k',
        source: 'k',
        type: 'category',
        values: null,
        codes: Int32Array.of(0),
        levels: ['x'],
        indicator: false,
      },
      ...frame({ a: [1] }).columns,
    ],
  };
  test.for([
    ['ratio', ['a'], abc(), 'study.recipe[0].columns: must be the names of two columns: ["a"]'],
    ['ratio', 'number', abc(), 'study.recipe[0].columns: must be the names of two columns: "number"'],
    ['difference', ['a', 'z'], abc(), 'study.recipe[0].columns: not a feature of this study: z'],
    [
      'difference',
      ['a', 'k'],
      category,
      'study.recipe[0].columns: a category is no number; leave it out, or encode it before: k',
    ],
    [
      'interaction',
      'number',
      frame(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, [1]]))),
      // 101 * 100 / 2.
      'study.recipe[0].columns: 101 columns make 5050 products, over the limit; name fewer columns: 5000',
    ],
  ] as ['ratio', 'number' | string[], Frame, string][])('%s of %j', ([step, columns, of, message]) => {
    expect(() => made(step, columns, of)).toThrow(message);
  });
});
