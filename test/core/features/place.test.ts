import { expect, test } from 'vitest';
import { placeFor, withPlaced } from '../../../src/core/features/place.ts';

const recipe = ['impute', 'clip', 'one-hot', 'standardize'].map((step) => ({ step }));

test('before what scales or encodes, behind what only fills, clips or pools', () => {
  expect(placeFor(recipe, { step: 'log' })).toBe(2);
  expect(placeFor(recipe, { step: 'target' })).toBe(2);
  expect(placeFor([{ step: 'impute' }], { step: 'log' })).toBe(1);
  expect(placeFor([], { step: 'log' })).toBe(0);
});

test('what fills or makes gaps comes before the gaps are filled', () => {
  expect(placeFor(recipe, { step: 'impute' })).toBe(0);
  expect(withPlaced([{ step: 'clip' }, { step: 'impute' }], { step: 'ratio' }).map(({ step }) => step)).toEqual([
    'clip',
    'ratio',
    'impute',
  ]);
});
