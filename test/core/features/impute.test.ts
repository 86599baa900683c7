import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/data/reader.ts';
import { applyRecipe, fitRecipe } from '../../../src/core/features/recipe.ts';

async function columnsOf(lines: string[]) {
  const types = { a: { type: 'number' }, b: { type: 'number' } } as const;
  return (await readTable(new TextEncoder().encode(lines.join('\n')), 't.csv', { columns: types })).table.columns;
}
const all = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

test('the mean of the training rows stands for a missing number', async () => {
  const columns = await columnsOf(['a,b', '1,1', '2,1', ',1', '6,1', '1000,1']);
  const state = fitRecipe([{ step: 'impute', columns: ['a'], strategy: 'mean' }], columns, all(4));
  // (1 + 2 + 6) / 3 = 3.
  expect([...applyRecipe(state, columns, Uint32Array.of(2)).values]).toEqual([3, 1]);
});

test('knn: the mean of the 5 nearest training rows that have the number', async () => {
  const lines = ['a,b', '0,10', '1,20', '2,30', '3,40', '4,50', '100,1000', ',70', '0,', '99,', ','];
  const columns = await columnsOf(lines);
  const state = fitRecipe([{ step: 'impute', columns: 'number', strategy: 'knn' }], columns, all(7));
  const { values } = applyRecipe(JSON.parse(JSON.stringify(state)) as typeof state, columns, Uint32Array.of(7, 8, 9));
  // a = 0: rows with a of 0..4, (10 + ... + 50) / 5 = 30. a = 99: rows with a of 100, 4, 3, 2, 1, (1000 + 50 + 40 + 30 + 20) / 5 = 228.
  expect([...values.subarray(0, 4)]).toEqual([0, 30, 99, 228]);
  // Nothing to measure by: the training means, 110 / 6 and 1220 / 7.
  expect(values[4]).toBeCloseTo(110 / 6, 4);
  expect(values[5]).toBeCloseTo(1220 / 7, 4);
});

test('knn refuses more than 20,000 training rows', async () => {
  const columns = await columnsOf(['a,b', '1,2', ',3']);
  const recipe = [{ step: 'impute', columns: 'number', strategy: 'knn' }];
  expect(() => fitRecipe(recipe, columns, new Uint32Array(20_001))).toThrow(
    'study.recipe[0].strategy: knn works on 20000 training rows at most, and these are 20001; use median: knn',
  );
  expect(() => fitRecipe(recipe, columns, new Uint32Array(20_000))).not.toThrow();
});
