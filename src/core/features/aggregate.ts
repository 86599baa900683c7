import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { quantile } from '../data/explore/quantiles.ts';
import type { Frame, FrameColumn, Selector, Step } from './contract.ts';
import { selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  by: selectorSchema.default('category').meta({ label: 'Group by', describes: 'the name of one column of categories' }),
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  statistic: z.enum(['mean', 'median', 'deviation', 'count', 'share']).default('mean').meta({
    label: 'Statistic',
    describes:
      'Of the columns in the group: mean, median or standard deviation; or the rows of the group, or their share',
  }),
  difference: z.boolean().default(false).meta({
    label: 'Difference to the group',
    describes: 'Adds as well how far the value of the row lies from the mean, or from the median, of its group',
  }),
});
type Statistic = z.output<typeof options>['statistic'];

interface State {
  by: string;
  statistic: Statistic;
  /** Groups seen, null: cells that are missing. */
  groups: (string | null)[];
  /** values: by group; overall: of a group never seen. column null: of the rows. */
  columns: { column: string | null; values: number[]; overall: number; difference: boolean }[];
}

/**
 * What the training rows of a row's group are like. A group never seen, and one with too few values to tell (one for a mean or
 * median, two for a deviation, which divides by n - 1), get the value of all rows; a group never seen has 0 rows.
 */
export const aggregate: Step<z.output<typeof options>, State> = {
  step: 'aggregate',
  label: 'Value of the group',
  describes: 'Adds what the numbers of the training rows of the same category are like, such as their mean.',
  options,
  fit(frame, { by, columns, statistic, difference }, path) {
    if (difference && statistic !== 'mean' && statistic !== 'median')
      throw new InputError(
        `${path}.difference: only a mean or a median has one; set difference to false: ${statistic}`,
      );
    const group = categoryOf(frame, by, path);
    const { keys, groups } = groupsOf(group);
    const state = { by: group.name, statistic, groups };
    if (statistic === 'count' || statistic === 'share') {
      const counts = groups.map(() => 0);
      for (const key of keys) counts[key]!++;
      const values = statistic === 'count' ? counts : counts.map((n) => n / frame.rows);
      return { ...state, columns: [{ column: null, values, overall: 0, difference }] };
    }
    const least = statistic === 'deviation' ? 2 : 1;
    const learned = selectColumns(frame, columns, path).map(({ name, values }) => {
      if (values === null)
        throw new InputError(`${path}.columns: a category is no number; leave it out, or encode it before: ${name}`);
      const inside: number[][] = groups.map(() => []);
      for (const [i, value] of values.entries()) if (!Number.isNaN(value)) inside[keys[i]!]!.push(value);
      const all = inside.flat();
      if (all.length < least)
        throw new InputError(`${path}.columns: needs ${least} training values at least for a ${statistic}: ${name}`);
      const overall = measure(all, statistic);
      const own = inside.map((group) => (group.length < least ? overall : measure(group, statistic)));
      return { column: name, values: own, overall, difference };
    });
    return { ...state, columns: learned };
  },
  apply({ by, statistic, groups, columns }, frame) {
    const group = frame.columns.find(({ name }) => name === by)!;
    const place = new Map(groups.map((level, key) => [level, key]));
    const keyOf = [...group.levels!, null].map((level) => place.get(level) ?? -1);
    const keys = group.codes!.map((code) => keyOf[code < 0 ? keyOf.length - 1 : code]!);
    const made = columns.flatMap(({ column, values, overall, difference }): FrameColumn[] => {
      const valueOf = (key: number) => (key < 0 ? overall : values[key]!);
      const base = { type: 'number' as const, codes: null, levels: null, indicator: false };
      const name = column === null ? `${statistic} of ${by}` : `${statistic} of ${column} by ${by}`;
      const whole = { ...base, name, source: group.source, values: Float64Array.from(keys, valueOf) };
      if (!difference) return [whole];
      const number = frame.columns.find((one) => one.name === column)!;
      const apart = number.values!.map((value, i) => value - whole.values[i]!);
      return [whole, { ...base, name: `${column} - ${name}`, source: number.source, values: apart }];
    });
    return { rows: frame.rows, columns: [...frame.columns, ...made] };
  },
};

function categoryOf(frame: Frame, by: Selector, path: string): FrameColumn {
  const categories = frame.columns.filter(({ codes }) => codes !== null);
  const found = Array.isArray(by) ? by.map((name) => categories.find((one) => one.name === name)) : categories;
  if (by !== 'number' && found.length === 1 && found[0] !== undefined) return found[0];
  const names = categories.map(({ name }) => name).join(', ') || 'none is left; put the step before they are encoded';
  throw new InputError(`${path}.by: must be the name of one column of categories (${names}): ${JSON.stringify(by)}`);
}

/** keys: the group of each row, counted over the levels that occur, in their order, then what is missing. */
function groupsOf({ codes, levels }: FrameColumn): { keys: Int32Array; groups: (string | null)[] } {
  const seen = new Set(codes!);
  const present = levels!.flatMap((level, code) => (seen.has(code) ? [{ level: level as string | null, code }] : []));
  if (seen.has(-1)) present.push({ level: null, code: -1 });
  const keyOf = new Map(present.map(({ code }, key) => [code, key]));
  return { keys: codes!.map((code) => keyOf.get(code)!), groups: present.map(({ level }) => level) };
}

function measure(values: number[], statistic: 'mean' | 'median' | 'deviation'): number {
  const sorted = Float64Array.from(values).sort();
  if (statistic === 'median') return quantile(sorted, 0.5);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  if (statistic === 'mean') return mean;
  return Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sorted.length - 1));
}
