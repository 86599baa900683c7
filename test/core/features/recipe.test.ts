import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { createRng } from '../../../src/core/base/random.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import type { Column } from '../../../src/core/data/table.ts';
import { steps } from '../../../src/core/features/steps.ts';
import { applyRecipe, defaultRecipe, fitRecipe, recipeWarnings } from '../../../src/core/features/recipe.ts';
import type { RecipeStep } from '../../../src/core/features/recipe.ts';

async function columnsOf(
  lines: string[],
  types: Record<string, 'category' | 'number'> = {},
): Promise<readonly Column[]> {
  const columns = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
  return (await readTable(new TextEncoder().encode(lines.join('\n')), 't.csv', { columns })).table.columns;
}
const rows = (...numbers: number[]) => Uint32Array.from(numbers);
function matrix(recipe: RecipeStep[], columns: readonly Column[], train: Uint32Array, of = train) {
  const state = fitRecipe(recipe, columns, train);
  const { names, values } = applyRecipe(state, columns, of);
  return { names, rows: Array.from(of, (_, i) => [...values.subarray(i * names.length, (i + 1) * names.length)]) };
}

describe('impute', () => {
  // Training values 1, 3, 10 (row 2 is missing): the median is 3. Row 4 is not trained on.
  const lines = ['a,c', '1,u', '3,v', ',', '10,v', '1000,u'];

  test('the median of the training rows stands for a missing number, with an indicator where asked', async () => {
    const columns = (await columnsOf(lines)).slice(0, 1);
    const recipe = [{ step: 'impute', columns: 'number', strategy: 'median', indicator: true }];
    expect(matrix(recipe, columns, rows(0, 1, 2, 3))).toEqual({
      names: ['a', 'a (missing)'],
      rows: [
        [1, 0],
        [3, 0],
        [3, 1],
        [10, 0],
      ],
    });
  });

  test('the most frequent text stands for a missing one, and ties go to the first by text', async () => {
    const columns = (await columnsOf(lines, { c: 'category' })).slice(1);
    const recipe = [
      { step: 'impute', columns: 'category', strategy: 'most-frequent' },
      { step: 'one-hot', columns: 'category' },
    ];
    expect(matrix(recipe, columns, rows(0, 1, 2, 3)).rows).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(matrix(recipe, columns, rows(0, 1, 2)).rows).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  test('a constant becomes a level of its own', async () => {
    const columns = (await columnsOf(lines, { c: 'category' })).slice(1);
    const recipe = [
      { step: 'impute', columns: ['c'], strategy: 'constant', value: 'none' },
      { step: 'one-hot', columns: ['c'] },
    ];
    expect(matrix(recipe, columns, rows(0, 1, 2)).names).toEqual(['c=none', 'c=u', 'c=v']);
  });
});

describe('one-hot', () => {
  const lines = ['c', 'x', 'x', 'x', 'y', 'y', 'z', 'NA', 'new'];

  test('a level unseen in training and a missing value are all zeros', async () => {
    const columns = await columnsOf(lines, { c: 'category' });
    expect(matrix([{ step: 'one-hot', columns: 'category' }], columns, rows(0, 3, 5), rows(0, 3, 5, 6, 7))).toEqual({
      names: ['c=x', 'c=y', 'c=z'],
      rows: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
        [0, 0, 0],
      ],
    });
  });

  test('levels under minCount share the column (other); a level never seen does not', async () => {
    const columns = await columnsOf(lines, { c: 'category' });
    const recipe = [{ step: 'one-hot', columns: 'category', minCount: 2 }];
    expect(matrix(recipe, columns, rows(0, 1, 3, 4, 5), rows(0, 3, 5, 7))).toEqual({
      names: ['c=x', 'c=y', 'c=(other)'],
      rows: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
      ],
    });
  });

  test('over the limit the rarest are pooled with a warning, or the study is refused', async () => {
    const columns = await columnsOf(lines, { c: 'category' });
    const train = rows(0, 1, 2, 3, 4, 5);
    const state = fitRecipe([{ step: 'one-hot', columns: 'category', limit: 1, over: 'pool' }], columns, train);
    expect(state.names).toEqual(['c=x', 'c=(other)']);
    expect(recipeWarnings(state)).toEqual(['c: 2 rare levels share one column, (other); 1 have a column of their own']);
    const refused = [{ step: 'one-hot', columns: 'category', limit: 2 }];
    expect(() => fitRecipe(refused, columns, train)).toThrow(
      /^study\.recipe\[0\]\.limit: c has 3 levels, over the limit; .* rare, frequency or target instead: 2$/,
    );
  });
});

describe('standardize', () => {
  test('mean 0 and population deviation 1 on the training rows; a constant column has scale 1', async () => {
    // 1, 2, 3, 4, 5: mean 3, population variance (4+1+0+1+4)/5 = 2. Outside: (10-3)/sqrt 2.
    const columns = await columnsOf(['a,b', '1,7', '2,7', '3,7', '4,7', '5,7', '10,9'], { b: 'number' });
    const { rows: got } = matrix(
      [{ step: 'standardize', columns: 'number' }],
      columns,
      rows(0, 1, 2, 3, 4),
      rows(0, 2, 5),
    );
    const s = Math.sqrt(2);
    const expected = [
      [-2 / s, 0],
      [0, 0],
      [7 / s, 2],
    ];
    for (const [i, row] of expected.entries()) for (const [j, v] of row.entries()) expect(got[i]![j]).toBeCloseTo(v, 6);
  });
});

describe('a recipe', () => {
  const lines = [
    'n,c,b',
    ...Array.from(
      { length: 60 },
      (_, i) => `${i % 9 === 0 ? '' : (i * 37) % 11},${'pqr'[i % 3]},${i % 2 ? 'yes' : 'no'}`,
    ),
  ];

  test('the default: impute, one-hot, standardize', async () => {
    const columns = await columnsOf(lines);
    expect(defaultRecipe(columns).map(({ step }) => step)).toEqual(['impute', 'one-hot', 'standardize']);
    const state = fitRecipe(defaultRecipe(columns), columns, rows(...Array(60).keys()));
    expect(state.names).toEqual(['n', 'c=p', 'c=q', 'c=r', 'b=no', 'b=yes']);
    expect(state.sources).toEqual(['n', 'c', 'c', 'c', 'b', 'b']);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  test('what rows outside training say never changes what is fitted', async () => {
    const columns = await columnsOf(lines);
    const train = rows(...Array(40).keys());
    const fitted = fitRecipe(defaultRecipe(columns), columns, train);
    for (let seed = 0; seed < 20; seed++) {
      const order = createRng(seed).permutation(20);
      const from = (i: number) => (i < 40 ? i : 40 + order[i - 40]!);
      const moved = columns.map((column) =>
        'values' in column
          ? {
              ...column,
              values: column.values.map((_, i) => column.values[from(i)]! * (i < 40 ? 1 : seed + 2)),
              coded: null,
            }
          : {
              ...column,
              coded: { ...column.coded, codes: column.coded.codes.map((_, i) => column.coded.codes[from(i)]!) },
            },
      );
      expect(fitRecipe(defaultRecipe(moved), moved, train)).toEqual(fitted);
    }
  });

  test('rows apply alike one by one and all at once', async () => {
    const columns = await columnsOf(lines);
    const state = fitRecipe(defaultRecipe(columns), columns, rows(...Array(40).keys()));
    const all = applyRecipe(state, columns, rows(...Array(60).keys()));
    for (let i = 0; i < 60; i++)
      expect([...applyRecipe(state, columns, rows(i)).values]).toEqual([...all.values.subarray(i * 6, i * 6 + 6)]);
  });

  test.for([
    [
      { step: 'imput', columns: 'number' },
      `study.recipe[0].step: must be one of ${Object.keys(steps).join(', ')}: imput (did you mean impute?)`,
    ],
    [
      { step: 'standardize', columns: ['nn'] },
      'study.recipe[0].columns: not a feature of this study: nn (did you mean n?)',
    ],
    [
      { step: 'standardize', column: ['n'] },
      'study.recipe[0].columns: is missing; must be one of number, category, text, date or a list',
    ],
    [
      { step: 'one-hot', columns: 'category', limt: 3 },
      'study.recipe[0].limt: not a known key (did you mean limit?): limt',
    ],
    [
      { step: 'impute', columns: 'number', strategy: 'average' },
      'study.recipe[0].strategy: must be one of median, mean, most-frequent, constant, knn: average',
    ],
    [
      { step: 'impute', columns: ['c'], strategy: 'median' },
      'study.recipe[0].strategy: a category column has no median; use most-frequent: c',
    ],
    [
      { step: 'impute', columns: 'number' },
      'study.recipe: a category is still no number; add a one-hot step for it, or ignore it: c',
    ],
    [
      { step: 'one-hot', columns: 'category' },
      'study.recipe: missing values are left; add an impute step before for it: n',
    ],
  ] as const)('%o is refused', async ([step, message]) => {
    const columns = await columnsOf(lines);
    const fit = () => fitRecipe([step as unknown as RecipeStep], columns, rows(...Array(60).keys()));
    expect(fit).toThrow(InputError);
    expect(fit).toThrow(message);
  });
});
