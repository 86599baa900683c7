import { z } from 'zod';
import { everyPair, withPairs, type Pairs } from './combine.ts';
import type { Step } from './contract.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
});

/** As scikit-learn's PolynomialFeatures of degree 2 with interactions only and no bias. */
export const interaction: Step<z.output<typeof options>, Pairs> = {
  step: 'interaction',
  label: 'Products',
  describes: 'Adds the product of each two of the columns.',
  options,
  fit: (frame, { columns }, path) => everyPair(frame, columns, false, path),
  apply: (state, frame) => withPairs(state, frame, (a, b) => a * b),
};
