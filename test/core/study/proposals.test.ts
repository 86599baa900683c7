/** @file Steps proposed on tables made so that it is known which help. */
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { candidatesFor } from '../../../src/core/study/candidates.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { proposeSteps } from '../../../src/core/study/proposals.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { defaultRecipe, type RecipeStep } from '../../../src/core/features/recipe.ts';
import { control, options, tableOf } from './fixture.ts';

/**
 * 2,000 rows. The chance follows the logarithm of `pay`, the distance of `age` from 50, and whether `gap` is missing; `town` has 30
 * levels that say nothing.
 */
function lines(seed: number, flip = (label: string, _row: number) => label): string {
  const rng = createRng(seed);
  const rows = Array.from({ length: 2000 }, (_, row) => {
    const bent = rng.normal();
    const age = 20 + rng.integer(61);
    const isMissing = rng.uniform() < 0.2;
    const score = 3 * bent + (Math.abs(age - 50) > 15 ? 2 : -2) + (isMissing ? 5 : 0);
    const label = rng.uniform() < 1 / (1 + Math.exp(-score)) ? 'yes' : 'no';
    const cells = [Math.exp(3 + 1.5 * bent).toFixed(3), age, isMissing ? '' : rng.integer(9), `t${rng.integer(30)}`];
    return [...cells, flip(label, row)].join();
  });
  return ['pay,age,gap,town,answer', ...rows].join('\n');
}
const number = { type: 'number', role: 'feature' } as const;
const columns = { pay: number, age: number, gap: number, town: { type: 'category', role: 'feature' } } as const;
const study: StudyInput = {
  version: 1,
  data: { source: 'small.csv', columns },
  framing: { kind: 'binary', target: 'answer', positive: 'yes' },
};
const found = await proposeSteps(await tableOf(lines(1)), study, await options());
const by = (says: RegExp) => found.proposals.find((one) => says.test(one.says))!;

test('what the data were made of is found: the logarithm, the mark, and the bend', () => {
  for (const says of [/^Logarithm of pay$/, /^A mark where gap was missing$/, /^age in bins where the classes part$/])
    expect(by(says).gain.low).toBeGreaterThan(0);
  // The three add up: no product is in it.
  expect(by(/^age times gap$/).gain.low).toBeLessThan(0);
  expect(found).toMatchObject({ rows: 1200, of: 1200, folds: 5 });
});

test('the best comes first, and each step says why it is tried', () => {
  const values = found.proposals.map(({ gain }) => gain.value ?? -Infinity);
  expect([...values].sort((a, b) => b - a)).toEqual(values);
  expect(by(/^Logarithm of pay$/).why).toMatch(/^a long tail: skewness \d/);
  expect(by(/mark where gap/).step).toEqual({ step: 'impute', columns: ['gap'], strategy: 'median', indicator: true });
});

test('labels of rows that are not for training have no say', async () => {
  const { parts } = prepare(parseStudy(study), await tableOf(lines(1)));
  const withParts = (text: string) =>
    tableOf(
      text
        .split('\n')
        .map((line, i) => `${line},${i === 0 ? 'part' : ['train', 'validation', 'test'][parts[i - 1]!]!}`)
        .join('\n'),
    );
  const turned = lines(1, (label, row) => (parts[row] === 0 ? label : label === 'yes' ? 'no' : 'yes'));
  const table = await withParts(lines(1));
  const other = await withParts(turned);
  const split: StudyInput = { ...study, split: { kind: 'column', column: 'part' } };
  expect(await proposeSteps(other, split, await options())).toEqual(await proposeSteps(table, split, await options()));
}, 60_000);

test('it can be cancelled between two fits, and says how far it is', async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const given = await options();
  const progress = ({ done, total }: { done: number; total: number }) => {
    told.push(total);
    if (done === 3) stop.abort();
  };
  const work = proposeSteps(await tableOf(lines(1)), study, {
    ...given,
    control: { ...control, progress, signal: stop.signal },
  });
  await expect(work).rejects.toThrow(/abort/i);
  expect(told).toEqual(told.map(() => (found.proposals.length + 1) * 5));
  expect(told).toHaveLength(3);
});

test('where the study keeps groups together, so do the folds: a town that tells the answer is of no use for other towns', async () => {
  const rng = createRng(9);
  const answers = Array.from({ length: 60 }, () => 'yn'[rng.integer(2)]!);
  const rows = Array.from({ length: 600 }, (_, i) => `t${i % 60},t${i % 60},${rng.integer(9)},${answers[i % 60]!}`);
  const table = await tableOf(['town,twin,x,answer', ...rows].join('\n'));
  const lossBy = async (split: StudyInput['split']) => {
    const columns = { twin: { type: 'category', role: 'feature' }, x: number, town: { role: 'group' } } as const;
    const framing = { kind: 'binary', target: 'answer', positive: 'y' } as const;
    return (
      await proposeSteps(table, { ...study, data: { source: 'small.csv', columns }, framing, split }, await options())
    ).loss;
  };
  expect(await lossBy({ kind: 'random', test: 0.2, validation: 0.2 })).toBeLessThan(0.4);
  // Guessing is ln 2 = 0.693.
  expect(await lossBy({ kind: 'group', column: 'town', test: 0.2, validation: 0.2 })).toBeGreaterThan(0.65);
});

test('too few rows of a class are refused by name', async () => {
  const few = [
    'x,y,answer',
    ...Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i < 12 ? 'yes' : 'no'}`),
  ].join('\n');
  await expect(
    proposeSteps(
      await tableOf(few),
      { ...study, data: { source: 'small.csv', columns: { x: number, y: number } } },
      await options(),
    ),
  ).rejects.toThrow(
    /^training rows: 10 of each class are needed at least to measure steps by 5 folds; of class yes: \d$/,
  );
});

test('what the recipe does already is not proposed, and a ratio only where it cannot fail', async () => {
  const { features, train, codes } = prepare(parseStudy(study), await tableOf(lines(1)));
  const own = Int32Array.from(train, (row) => codes[row]!);
  const says = (recipe: RecipeStep[]) => candidatesFor(features, train, own, 2, recipe).map((one) => one.says);
  const plain = says(defaultRecipe(features));
  expect(plain).toContain('Logarithm of pay');
  expect(plain.filter((one) => / divided by /.test(one)).every((one) => !one.endsWith('by gap'))).toBe(true);
  expect(plain.some((one) => / divided by (age|pay)$/.test(one))).toBe(true);
  expect(says([{ step: 'log', columns: 'number' }])).not.toContain('Logarithm of pay');
  expect(says([{ step: 'target', columns: ['town'] }])).not.toContain('Share of the class by town');
  expect(says([{ step: 'target', columns: ['town'], off: true }])).toContain('Share of the class by town');
  const few = await tableOf(
    ['x,y,answer', ...Array.from({ length: 90 }, (_, i) => `${+(i % 9 < 1)},${i},${'yn'[i % 2]}`)].join('\n'),
  );
  expect(few.columns[0]!.type).toBe('number');
  const all = Uint32Array.from({ length: 90 }, (_, i) => i);
  expect(
    candidatesFor(
      few.columns.slice(0, 1),
      all,
      Int32Array.from(all, (i) => i % 2),
      2,
      [],
    ),
  ).toEqual([]);
  expect(says([]).some((one) => / divided by /.test(one))).toBe(false);
});
