/** @file Steps worth trying on a table, by what its training rows look like; whether they help is measured elsewhere. */
import { informationOf } from '../data/explore/information.ts';
import { viewOf } from '../data/explore/view.ts';
import type { View } from '../data/explore/view.ts';
import type { Column, ColumnType } from '../data/table.ts';
import type { RecipeStep } from '../features/recipe.ts';

export interface Candidate {
  step: RecipeStep;
  /** What it is, in words. */
  says: string;
  /** Why it is tried. */
  why: string;
}

/** How many of each kind are tried. */
const limits = { bent: 6, marked: 5, paired: 3, cut: 4, encoded: 3, pooled: 3, grouped: 2 };
const types = new Set<ColumnType>(['number', 'category', 'ordinal', 'boolean']);
const skewed = 1;
const gaps = 0.01;
const manyLevels = 10;
const rareShare = 0.01;
/** A group average over more levels is of hardly a row. */
const mostGroups = 200;

interface Looked {
  column: Column;
  view: View;
  /** Share of the target's entropy that the column alone tells. */
  tells: number;
}

/** codes: class of each of the rows. Nothing that the recipe does already. Those of one kind: the most promising first. */
export function candidatesFor(
  columns: readonly Column[],
  rows: Uint32Array,
  codes: Int32Array,
  classes: number,
  recipe: readonly RecipeStep[],
): Candidate[] {
  const looked = columns
    .filter(({ type }) => types.has(type))
    .map((column): Looked => {
      const view = viewOf(column, rows);
      return { column, view, tells: informationOf(view, codes, classes).share ?? 0 };
    });
  const strongest = looked.filter(({ view }) => view.size > 1).sort((a, b) => b.tells - a.tells);
  const numbers = strongest.filter(({ view }) => view.values !== null);
  const categories = strongest.filter(({ view }) => view.values === null);
  const all = [
    ...bent(numbers, recipe),
    ...marked(looked),
    ...paired(numbers, recipe),
    ...cut(numbers),
    ...encoded(categories),
    ...pooled(categories),
    ...grouped(categories, numbers),
  ];
  return all.filter(({ step }) => !recipe.some((one) => one.off !== true && isSame(one, step)));
}

function bent(numbers: readonly Looked[], recipe: readonly RecipeStep[]): Candidate[] {
  const isBent = (name: string) =>
    recipe.some(
      ({ step, columns, off }) =>
        off !== true &&
        ['log', 'power', 'quantile'].includes(step) &&
        (columns === 'number' || (Array.isArray(columns) && columns.includes(name))),
    );
  // Two values stay two values.
  return numbers
    .filter(({ view }) => view.size > 2)
    .map(({ view }) => ({ name: view.name, least: view.distinct![0]!, skewness: skewnessOf(view.values!) }))
    .filter(({ name, skewness }) => skewness !== null && Math.abs(skewness) > skewed && !isBent(name))
    .sort((a, b) => Math.abs(b.skewness!) - Math.abs(a.skewness!))
    .slice(0, limits.bent)
    .map(({ name, least, skewness }) => {
      const isLong = least >= 0 && skewness! > 0;
      return {
        step: isLong ? { step: 'log', columns: [name] } : { step: 'power', columns: [name], standardize: true },
        says: isLong ? `Logarithm of ${name}` : `Yeo-Johnson power of ${name}`,
        why: `a long tail: skewness ${skewness!.toFixed(1)}`,
      };
    });
}

function marked(looked: readonly Looked[]): Candidate[] {
  return looked
    .map(({ view }) => ({ view, share: view.missing / Math.max(1, view.codes.length) }))
    .filter(({ view, share }) => view.values !== null && share > gaps && share < 1)
    .sort((a, b) => b.share - a.share)
    .slice(0, limits.marked)
    .map(({ view: { name }, share }) => ({
      step: { step: 'impute', columns: [name], strategy: 'median', indicator: true },
      says: `A mark where ${name} was missing`,
      why: `${percent(share)} of its cells are missing`,
    }));
}

function paired(numbers: readonly Looked[], recipe: readonly RecipeStep[]): Candidate[] {
  const some = numbers.slice(0, limits.paired);
  // A later row can divide by 0: the gap must be filled by a step that takes every number.
  const isFilled = recipe.some(({ step, columns, off }) => step === 'impute' && columns === 'number' && off !== true);
  return some.flatMap(({ view: a }, i) =>
    some.slice(i + 1).flatMap(({ view: b }) => {
      const why = 'both alone tell much of the target';
      const product = {
        step: { step: 'interaction', columns: [a.name, b.name] },
        says: `${a.name} times ${b.name}`,
        why,
      };
      const difference = {
        step: { step: 'difference', columns: [a.name, b.name] },
        says: `${a.name} less ${b.name}`,
        why,
      };
      const [over, under] = isPositive(b) ? [a, b] : [b, a];
      if (!isFilled || !isPositive(under)) return [product, difference];
      const ratio = {
        step: { step: 'ratio', columns: [over.name, under.name] },
        says: `${over.name} divided by ${under.name}`,
        why,
      };
      return [ratio, product, difference];
    }),
  );
}

function cut(numbers: readonly Looked[]): Candidate[] {
  return numbers
    .filter(({ view }) => view.size > manyLevels)
    .slice(0, limits.cut)
    .map(({ view: { name } }) => ({
      step: { step: 'bin', columns: [name], strategy: 'tree', bins: 5, output: 'one-hot' },
      says: `${name} in bins where the classes part`,
      why: 'the chance may rise and fall with it, which a straight line cannot show',
    }));
}

function encoded(categories: readonly Looked[]): Candidate[] {
  return categories
    .filter(({ view }) => view.size > manyLevels)
    .slice(0, limits.encoded)
    .flatMap(({ view: { name, size } }) => {
      const why = `${size} levels, each a column of its own otherwise`;
      return [
        { step: { step: 'target', columns: [name] }, says: `Share of the class by ${name}`, why },
        { step: { step: 'frequency', columns: [name] }, says: `Share of rows by ${name}`, why },
      ];
    });
}

function pooled(categories: readonly Looked[]): Candidate[] {
  return categories
    .map(({ view }) => ({ name: view.name, rare: rareLevels(view) }))
    .filter(({ rare }) => rare > 1)
    .slice(0, limits.pooled)
    .map(({ name, rare }) => ({
      step: { step: 'rare', columns: [name], minShare: rareShare },
      says: `Rare levels of ${name} in one`,
      why: `${rare} levels are each under ${percent(rareShare)} of the rows`,
    }));
}

function grouped(categories: readonly Looked[], numbers: readonly Looked[]): Candidate[] {
  return categories
    .filter(({ view }) => view.size <= mostGroups)
    .slice(0, limits.grouped)
    .flatMap(({ view: by }) =>
      numbers.slice(0, limits.grouped).map(({ view: number }) => ({
        step: { step: 'aggregate', by: [by.name], columns: [number.name], statistic: 'mean', difference: true },
        says: `${number.name} against its mean by ${by.name}`,
        why: 'what is usual may differ from group to group',
      })),
    );
}

/** The third standardized moment; null for a constant column. */
function skewnessOf(values: Float64Array): number | null {
  const there = values.filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const moment = (power: number) => there.reduce((sum, value) => sum + (value - mean) ** power, 0) / there.length;
  const spread = moment(2);
  return spread > 0 ? moment(3) / spread ** 1.5 : null;
}

function rareLevels({ codes, size }: View): number {
  const counts = new Float64Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts.filter((n) => n / codes.length < rareShare).length;
}

const isPositive = ({ distinct }: View) => distinct![0]! > 0;
const isSame = (one: RecipeStep, other: RecipeStep) =>
  one.step === other.step &&
  JSON.stringify([one['columns'], one['by']]) === JSON.stringify([other['columns'], other['by']]);
const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;
