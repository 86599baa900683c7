import { z } from 'zod';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
});

/** sign(x) ln(1 + |x|): log1p for x >= 0, and defined for every number, so that no later row can break it. */
export const log = numberStep<z.output<typeof options>, object>({
  step: 'log',
  label: 'Logarithm',
  describes: 'ln(1 + x), and for negative numbers -ln(1 - x): draws long tails in.',
  options,
  learn: () => ({}),
  change: (value) => Math.sign(value) * Math.log1p(Math.abs(value)),
});
