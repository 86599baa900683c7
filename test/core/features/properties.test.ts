/** @file What must hold of every recipe, whatever its steps and rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import type { Column } from '../../../src/core/data/table.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { recipeTargets } from '../../../src/core/study/targets.ts';
import { applyRecipe, fitTransform, parseRecipe, type RecipeStep } from '../../../src/core/features/recipe.ts';

/** All steps can stand in any order here: the numbers have no gaps but in `gap`, which is filled first. */
const numberSteps: RecipeStep[] = [
  { step: 'clip', columns: ['a', 'b'] },
  { step: 'log', columns: ['b'] },
  { step: 'standardize', columns: 'number' },
  { step: 'robust', columns: 'number' },
  { step: 'min-max', columns: ['a'] },
  { step: 'power', columns: ['a', 'gap'] },
  { step: 'quantile', columns: ['b'] },
  { step: 'bin', columns: ['gap'], bins: 3 },
  { step: 'bin', columns: ['a'], bins: 3, strategy: 'tree', minRows: 3 },
  { step: 'interaction', columns: ['a', 'b'] },
  { step: 'polynomial', columns: ['a', 'gap'] },
  { step: 'difference', columns: ['a', 'b'] },
];
const impute = fc
  .constantFrom('median', 'mean', 'knn')
  .map((strategy): RecipeStep => ({ step: 'impute', columns: 'number', strategy }));
const encode = fc.constantFrom<RecipeStep>(
  { step: 'one-hot', columns: 'category', limit: 3, over: 'pool' },
  { step: 'frequency', columns: 'category' },
  { step: 'ordinal', columns: 'category' },
  { step: 'target', columns: 'category' },
);
const beforeEncoding = fc.constantFrom<RecipeStep[]>(
  [],
  [{ step: 'rare', columns: 'category' }],
  [{ step: 'aggregate', by: ['c'], columns: ['a', 'gap'], difference: true }],
  [{ step: 'aggregate', by: ['c'], columns: ['b'], statistic: 'deviation' }],
);
/** Steps that drop columns come last: the others name theirs. */
const choose = fc.constantFrom<RecipeStep[]>(
  [],
  [{ step: 'drop-correlated', columns: 'number', limit: 0.5 }],
  ...['variance', 'anova', 'mutual-information', 'l1', 'permutation', 'recursive'].map((method): RecipeStep[] => [
    { step: 'select', columns: 'number', method, keep: 2 },
  ]),
);
const recipes = fc
  .tuple(impute, beforeEncoding, encode, fc.uniqueArray(fc.constantFrom(...numberSteps), { maxLength: 4 }), choose)
  .map(([first, before, last, some, end]) => [first, ...before, last, ...some, ...end]);

const trained = 24;
const row = fc.record({
  a: fc.integer({ min: -50, max: 50 }),
  b: fc.integer({ min: 0, max: 900 }),
  gap: fc.option(fc.integer({ min: -9, max: 9 }), { nil: '' }),
  // Never missing: a missing category is no place in an order.
  c: fc.constantFrom('u', 'v', 'w', 'x', 'y'),
});
const numbers = { type: 'number', role: 'feature' } as const;
const types = { a: numbers, b: numbers, gap: numbers, c: { type: 'category', role: 'feature' } } as const;
type Row = { a: number; b: number; gap: number | string; c: string };

async function columnsOf(rows: Row[]): Promise<readonly Column[]> {
  const lines = ['a,b,gap,c', ...rows.map(({ a, b, gap, c }) => `${a},${b},${gap},${c}`)];
  return (await readTable(new TextEncoder().encode(lines.join('\n')), 't.csv', { columns: types })).table.columns;
}
/** The first row is whole, so that there is always something to fill in. */
const rowsOf = (count: number) =>
  fc
    .array(row, { minLength: count, maxLength: count })
    .map((rows): Row[] => rows.map((one, i) => (i === 0 ? { ...one, gap: 1 } : one)));
const train = Uint32Array.from({ length: trained }, (_, i) => i);
/** codes: of the training rows; those of other rows have no way in. */
const fit = (recipe: RecipeStep[], columns: readonly Column[], codes: number[]) =>
  fitTransform(recipe, columns, train, {
    codes: Int32Array.from(train, (i) => codes[i]!),
    classes: 2,
    rng: createRng(7),
  });
const codesOf = (count: number) => fc.array(fc.nat(1), { minLength: count, maxLength: count });
const bits = (values: Float32Array) => [...new Uint32Array(values.buffer, values.byteOffset, values.length)];
/** JSON knows no -0. */
const unsigned = (values: Float32Array) => Array.from(values, (value) => value + 0);
const runs = { numRuns: 40 };

test('what is fitted, and the training matrix, say nothing of other rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      recipes,
      rowsOf(trained),
      rowsOf(6),
      rowsOf(6),
      codesOf(trained),
      async (recipe, own, x, y, codes) => {
        const [one, two] = [await columnsOf([...own, ...x]), await columnsOf([...own, ...y])];
        const [first, second] = [fit(recipe, one, codes), fit(recipe, two, codes)];
        expect(second.state).toEqual(first.state);
        expect(bits(second.x.values)).toEqual(bits(first.x.values));
      },
    ),
    runs,
  );
});

test('applying is independent of the order of the rows and of what stands beside them', async () => {
  await fc.assert(
    fc.asyncProperty(
      recipes,
      rowsOf(trained + 8),
      codesOf(trained),
      fc.nat(1000),
      async (recipe, rows, codes, seed) => {
        const columns = await columnsOf(rows);
        const { state } = fit(recipe, columns, codes);
        const width = state.names.length;
        const all = applyRecipe(
          state,
          columns,
          Uint32Array.from(rows, (_, i) => i),
        ).values;
        const order = createRng(seed).permutation(rows.length);
        const mixed = applyRecipe(state, columns, order).values;
        for (const [place, i] of order.entries()) {
          const told = bits(all.slice(i * width, (i + 1) * width));
          expect(bits(mixed.slice(place * width, (place + 1) * width))).toEqual(told);
          expect(bits(applyRecipe(state, columns, Uint32Array.of(i)).values)).toEqual(told);
        }
      },
    ),
    runs,
  );
});

test('what is counted, sorted or cut does not depend on the order of the training rows', async () => {
  const recipe: RecipeStep[] = [
    { step: 'impute', columns: 'number' },
    { step: 'aggregate', by: ['c'], columns: 'number', difference: true },
    { step: 'aggregate', by: ['c'], columns: ['a'], statistic: 'median' },
    { step: 'bin', columns: ['b'], strategy: 'tree', minRows: 2, output: 'one-hot' },
    { step: 'one-hot', columns: 'category' },
    { step: 'select', columns: 'number', keep: 4 },
  ];
  await fc.assert(
    fc.asyncProperty(rowsOf(trained), codesOf(trained), fc.nat(1000), async (rows, codes, seed) => {
      const order = createRng(seed).permutation(trained);
      const columns = await columnsOf(rows);
      const own = Int32Array.from(order, (row) => codes[row]!);
      const mixed = fitTransform(recipe, columns, order, { codes: own, classes: 2, rng: createRng(7) });
      expect(mixed.state).toEqual(fit(recipe, columns, codes).state);
    }),
    runs,
  );
});

test('a recipe and its state survive a round trip through JSON', async () => {
  await fc.assert(
    fc.asyncProperty(recipes, rowsOf(trained + 4), codesOf(trained), fc.boolean(), async (recipe, rows, codes, off) => {
      const extra: RecipeStep = { step: 'robust', columns: 'number', name: 'again', ...(off && { off }) };
      const parsed = parseRecipe([...recipe, extra]);
      const again = JSON.parse(JSON.stringify(parsed)) as RecipeStep[];
      expect(parseRecipe(again)).toEqual(parsed);
      const columns = await columnsOf(rows);
      const { state } = fit(parsed, columns, codes);
      expect(fit(again, columns, codes).state).toEqual(state);
      const revived = JSON.parse(JSON.stringify(state)) as typeof state;
      const every = Uint32Array.from(rows, (_, i) => i);
      expect(unsigned(applyRecipe(revived, columns, every).values)).toEqual(
        unsigned(applyRecipe(state, columns, every).values),
      );
    }),
    runs,
  );
});

test('shuffling the labels of validation and test rows never changes what a study fits', async () => {
  const study = parseStudy({
    version: 1,
    data: { source: 't.csv', columns: types },
    framing: { kind: 'binary', target: 'y', positive: '1' },
    split: { kind: 'column', column: 'part' },
    recipe: [
      { step: 'impute', columns: 'number' },
      { step: 'aggregate', by: ['c'], columns: ['a'] },
      { step: 'target', columns: 'category' },
      { step: 'bin', columns: ['b'], strategy: 'tree', minRows: 2 },
      { step: 'standardize', columns: 'number' },
      { step: 'select', columns: 'number', method: 'permutation', keep: 4 },
      { step: 'select', columns: 'number', method: 'recursive', keep: 3 },
      { step: 'select', columns: 'number', keep: 2 },
    ],
  });
  const parts = Array.from({ length: trained + 12 }, (_, i) =>
    i < trained ? 'train' : i % 2 === 0 ? 'validation' : 'test',
  );
  const fitted = async (rows: Row[], labels: number[]) => {
    const lines = rows.map(({ a, b, gap, c }, i) => `${a},${b},${gap},${c},${labels[i]},${parts[i]}`);
    const bytes = new TextEncoder().encode(['a,b,gap,c,y,part', ...lines].join('\n'));
    const { table } = await readTable(bytes, 't.csv', { columns: study.data.columns });
    const prepared = prepare(study, table);
    const { state, x } = fitTransform(
      prepared.study.recipe! as RecipeStep[],
      prepared.features,
      prepared.train,
      recipeTargets(prepared),
    );
    return { state, x: bits(x.values) };
  };
  await fc.assert(
    fc.asyncProperty(rowsOf(trained + 12), codesOf(trained - 2), fc.nat(1000), async (rows, own, seed) => {
      // Both classes are among the training rows.
      const labels = [0, 1, ...own, ...Array.from({ length: 12 }, (_, i) => (i < 6 ? 0 : 1))];
      const order = createRng(seed).permutation(12);
      const shuffled = labels.map((label, i) => (i < trained ? label : labels[trained + order[i - trained]!]!));
      expect(await fitted(rows, shuffled)).toEqual(await fitted(rows, labels));
    }),
    runs,
  );
});
