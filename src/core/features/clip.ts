import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { quantile } from '../data/explore/quantiles.ts';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  low: z.number().min(0).max(1).default(0.01).meta({
    label: 'Lowest quantile',
    describes: 'Values under this quantile of the training values become it',
  }),
  high: z.number().min(0).max(1).default(0.99).meta({
    label: 'Highest quantile',
    describes: 'Values over this quantile of the training values become it',
  }),
});

/** Winsorizing: what lies outside two quantiles of the training values is moved to them. */
export const clip = numberStep<z.output<typeof options>, { low: number; high: number }>({
  step: 'clip',
  label: 'Clip outliers',
  describes: 'Moves values outside two quantiles of the training rows to these quantiles.',
  options,
  learn(sorted, { low, high }, { path }) {
    if (low >= high) throw new InputError(`${path}.low: must be under high, which is ${high}: ${low}`);
    return { low: quantile(sorted, low), high: quantile(sorted, high) };
  },
  change: (value, { low, high }) => Math.min(high, Math.max(low, value)),
});
