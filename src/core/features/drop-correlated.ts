import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { pearson } from '../data/explore/measures.ts';
import type { Step } from './contract.ts';
import { averageRanks } from './ranks.ts';
import { selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  limit: z.number().min(0).max(1).default(0.95).meta({
    label: 'Limit',
    describes: 'A column whose correlation with an earlier kept one is larger, whatever its sign, is dropped',
  }),
  measure: z.enum(['pearson', 'spearman']).default('pearson').meta({
    label: 'Measure',
    describes: 'Pearson of the values (a straight line), or Spearman of their ranks (any rise or fall)',
  }),
});

interface State {
  dropped: { name: string; with: string; correlation: number }[];
}

/** Drops what another column says already. Missing cells are left out pair by pair; a constant column goes with none. */
export const dropCorrelated: Step<z.output<typeof options>, State> = {
  step: 'drop-correlated',
  label: 'Drop correlated columns',
  describes: 'Drops a column of numbers that says nearly the same as one before it.',
  options,
  fit(frame, { columns, limit, measure }, path) {
    const kept: { name: string; values: Float64Array }[] = [];
    const dropped: State['dropped'] = [];
    for (const { name, values } of selectColumns(frame, columns, path)) {
      if (values === null)
        throw new InputError(`${path}.columns: a category is no number; leave it out, or encode it before: ${name}`);
      const twin = kept
        .map((one) => ({ with: one.name, correlation: correlate(one.values, values, measure) }))
        .find(({ correlation }) => correlation !== null && Math.abs(correlation) > limit);
      if (twin === undefined) kept.push({ name, values });
      else dropped.push({ name, with: twin.with, correlation: twin.correlation! });
    }
    return { dropped };
  },
  apply({ dropped }, frame) {
    const names = new Set(dropped.map(({ name }) => name));
    return { rows: frame.rows, columns: frame.columns.filter(({ name }) => !names.has(name)) };
  },
};

/** Null where a column has one value, or fewer than two rows have both. */
function correlate(a: Float64Array, b: Float64Array, measure: 'pearson' | 'spearman'): number | null {
  const whole = (_: number, i: number) => !Number.isNaN(a[i]!) && !Number.isNaN(b[i]!);
  const [left, right] = measure === 'pearson' ? [a, b] : [averageRanks(a.filter(whole)), averageRanks(b.filter(whole))];
  return pearson(left, right, ['', '']).value;
}
