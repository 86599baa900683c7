import { z } from 'zod';
import { everyPair, withPairs, type Pairs } from './combine.ts';
import type { Step } from './contract.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
});

/** As scikit-learn's PolynomialFeatures of degree 2 without bias. */
export const polynomial: Step<z.output<typeof options>, Pairs> = {
  step: 'polynomial',
  label: 'Squares and products',
  describes: 'Adds the square of each column and the product of each two.',
  options,
  fit: (frame, { columns }, path) => everyPair(frame, columns, true, path),
  apply: (state, frame) => withPairs(state, frame, (a, b) => a * b),
};
