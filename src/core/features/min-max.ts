import { z } from 'zod';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
});

/** (x - least) / (most - least) of the training values, as scikit-learn's MinMaxScaler; one value only: a range of 1. Later rows may lie outside 0..1. */
export const minMax = numberStep<z.output<typeof options>, { least: number; range: number }>({
  step: 'min-max',
  label: 'Scale to 0..1',
  describes: 'Puts the least training value at 0 and the greatest at 1.',
  options,
  learn(sorted) {
    const least = sorted[0]!;
    const range = sorted.at(-1)! - least;
    return { least, range: range > 0 ? range : 1 };
  },
  change: (value, { least, range }) => (value - least) / range,
});
