import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRng } from '../../../src/core/base/random.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import type { Frame, Step, Targets } from '../../../src/core/features/contract.ts';
import {
  applyRecipe,
  checkSelectors,
  fitRecipe,
  fitTransform,
  parseRecipe,
} from '../../../src/core/features/recipe.ts';
import { steps } from '../../../src/core/features/steps.ts';

const bytes = new TextEncoder().encode('a,b\n1,10\n2,20\n3,30\n6,60\n');
const { columns } = (await readTable(bytes, 't.csv', { columns: { a: { type: 'number' }, b: { type: 'number' } } }))
  .table;
const train = Uint32Array.from([0, 1, 2]);
const targets = (): Targets => ({ codes: Int32Array.from([1, 0, 1]), classes: 2, rng: createRng(3).split('recipe') });

/** Adds `by` to every value; `asked` keeps what fit was given. */
const asked: (Targets | null | undefined)[] = [];
const add = (frame: Frame, by: number): Frame => ({
  ...frame,
  columns: frame.columns.map((column) => ({ ...column, values: column.values!.map((value) => value + by) })),
});
const plain: Step<object, number> = {
  step: 'plain',
  label: 'Plain',
  describes: 'Adds one to every value.',
  options: z.object({ columns: z.array(z.string()).optional() }),
  fit: (_frame, _options, _path, told) => (asked.push(told), 1),
  apply: (by, frame) => add(frame, by),
};
const crossed: Step<object, number> = {
  ...plain,
  step: 'crossed',
  fitApply: (frame, _options, _path, told) => (asked.push(told), { state: 1, frame: add(frame, 100) }),
};
const withSteps = () => Object.assign(steps, { plain, crossed });
afterEach(() => {
  delete steps['plain'];
  delete steps['crossed'];
  asked.length = 0;
});

describe('targets', () => {
  test('each step gets the classes of the training rows and a stream of its own', () => {
    withSteps();
    fitRecipe([{ step: 'plain' }, { step: 'crossed' }], columns, train, targets());
    expect(asked.map((told) => [...told!.codes])).toEqual([
      [1, 0, 1],
      [1, 0, 1],
    ]);
    expect(asked[0]!.rng.uniform()).not.toBe(asked[1]!.rng.uniform());
  });

  test('without targets a step gets null', () => {
    withSteps();
    fitRecipe([{ step: 'plain' }], columns, train);
    expect(asked).toEqual([null]);
  });

  test('a step that fits across folds gives the training matrix, and what comes behind works on that; other rows are applied', () => {
    withSteps();
    const recipe = [{ step: 'crossed' }, { step: 'plain' }];
    const { state, x } = fitTransform(recipe, columns, train, targets());
    // 1 + 100 + 1, and for other rows 6 + 1 + 1.
    expect([...x.values]).toEqual([102, 111, 103, 121, 104, 131]);
    expect(x).toMatchObject({ rows: 3, names: ['a', 'b'] });
    expect([...applyRecipe(state, columns, Uint32Array.of(3)).values]).toEqual([8, 62]);
  });

  test('for every other recipe the training matrix is what applying gives, to the byte', () => {
    const recipe = [{ step: 'standardize', columns: 'number' }];
    const { state, x } = fitTransform(recipe, columns, train, targets());
    expect(state).toEqual(fitRecipe(recipe, columns, train));
    expect(new Uint8Array(x.values.buffer)).toEqual(new Uint8Array(applyRecipe(state, columns, train).values.buffer));
  });
});

describe('a step that is off', () => {
  const off = { step: 'standardize', columns: ['b'], off: true, name: 'Scale for the linear model' };

  test('is kept with its name, and neither fitted nor applied', () => {
    const parsed = parseRecipe([off, { step: 'standardize', columns: ['a'] }]);
    expect(parsed[0]).toEqual(off);
    const { state, x } = fitTransform(parsed, columns, Uint32Array.from([0, 2]), null);
    expect(state.steps).toHaveLength(1);
    // a is 1 and 3: mean 2, deviation 1; b stays as it was.
    expect([...x.values]).toEqual([-1, 10, 1, 30]);
  });

  test('may name a column that is gone', () => {
    expect(() => checkSelectors([off], ['a'])).not.toThrow();
    expect(() => checkSelectors([{ ...off, off: false }], ['a'])).toThrow(
      'study.recipe[0].columns: not a feature of this study: b',
    );
  });

  test('takes true or false, and its name is a text', () => {
    expect(() => parseRecipe([{ step: 'standardize', columns: 'number', off: 'yes' as never }])).toThrow(
      'study.recipe[0].off: must be true or false: yes',
    );
    expect(() => parseRecipe([{ step: 'standardize', columns: 'number', name: 5 as never }])).toThrow(
      'study.recipe[0].name: must be a text: 5',
    );
  });
});
