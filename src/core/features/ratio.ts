import { z } from 'zod';
import { namedPair, withPairs, type Pairs } from './combine.ts';
import type { Step } from './contract.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'names of two columns of numbers' }),
});

/** a / b; where b is 0 there is no ratio: missing. */
export const ratio: Step<z.output<typeof options>, Pairs> = {
  step: 'ratio',
  label: 'Ratio',
  describes: 'Adds the first column divided by the second; a division by 0 is missing.',
  options,
  fit: (frame, { columns }, path) => namedPair(frame, columns, '/', path),
  apply: (state, frame) => withPairs(state, frame, (a, b) => (b === 0 ? NaN : a / b)),
};
