import { z } from 'zod';
import { quantile } from '../data/explore/quantiles.ts';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
});

/** (x - median) / (75 % - 25 % quantile) of the training values, as scikit-learn's RobustScaler; a spread of 0 counts as 1. */
export const robust = numberStep<z.output<typeof options>, { median: number; spread: number }>({
  step: 'robust',
  label: 'Scale by quartiles',
  describes: 'Takes the median away and divides by the interquartile range: outliers do not move the scale.',
  options,
  learn(sorted) {
    const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    return { median: quantile(sorted, 0.5), spread: spread > 0 ? spread : 1 };
  },
  change: (value, { median, spread }) => (value - median) / spread,
});
