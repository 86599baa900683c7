import { z } from 'zod';
import { namedPair, withPairs, type Pairs } from './combine.ts';
import type { Step } from './contract.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'names of two columns of numbers' }),
});

/** a - b, such as a span between two ages. */
export const difference: Step<z.output<typeof options>, Pairs> = {
  step: 'difference',
  label: 'Difference',
  describes: 'Adds the first column less the second.',
  options,
  fit: (frame, { columns }, path) => namedPair(frame, columns, '-', path),
  apply: (state, frame) => withPairs(state, frame, (a, b) => a - b),
};
