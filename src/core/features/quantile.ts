import { z } from 'zod';
import { quantile as quantileOf } from '../data/explore/quantiles.ts';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
});

/** More quantiles say no more of the values. */
const most = 1000;

/** The share of training values below, between 0 and 1: scikit-learn's QuantileTransformer, uniform, with min(1000, rows) quantiles of all rows. */
export const quantile = numberStep<z.output<typeof options>, { marks: number[] }>({
  step: 'quantile',
  label: 'Rank among training rows',
  describes: 'Replaces a number by the share of training values below it: every distribution becomes even.',
  options,
  learn(sorted) {
    const n = Math.min(most, sorted.length);
    const marks = Array.from({ length: n }, (_, i) => quantileOf(sorted, n === 1 ? 0 : i / (n - 1)));
    return { marks };
  },
  change(value, { marks }) {
    const last = marks.length - 1;
    // In this order, as scikit-learn: the value of a constant column is 0.
    if (value <= marks[0]!) return 0;
    if (value >= marks[last]!) return 1;
    // Over a stretch of equal marks the mean of its two ends.
    const below = after(marks, (mark) => mark < value) - 1;
    const upTo = after(marks, (mark) => mark <= value) - 1;
    return (between(marks, below, value) + between(marks, upTo, value)) / 2 / last;
  },
});

/** How many marks from the first `holds` for; it holds for a run at the beginning. */
function after(marks: number[], holds: (mark: number) => boolean): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(marks[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the value between the marks `i` and `i + 1`. */
function between(marks: number[], i: number, value: number): number {
  return i + (value - marks[i]!) / (marks[i + 1]! - marks[i]!);
}
