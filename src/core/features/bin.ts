import { z } from 'zod';
import { quantile } from '../data/explore/quantiles.ts';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  bins: z.number().int().min(2).max(100).default(5).meta({
    label: 'Bins',
    describes: 'How many bins; fewer where quantiles fall together',
    unit: 'bins',
  }),
  strategy: z.enum(['quantile', 'uniform']).default('quantile').meta({
    label: 'Strategy',
    describes: 'Bins of as many training rows each, or of the same width',
  }),
});

/** The number of the bin, from 0, as scikit-learn's KBinsDiscretizer with ordinal codes; values outside go to the bins at the ends. */
export const bin = numberStep<z.output<typeof options>, { inner: number[] }>({
  step: 'bin',
  label: 'Bins',
  describes: 'Replaces a number by the number of the bin it falls into, from 0.',
  options,
  learn(sorted, { bins, strategy }) {
    const least = sorted[0]!;
    const most = sorted.at(-1)!;
    const edges = Array.from({ length: bins + 1 }, (_, i) =>
      strategy === 'quantile' ? quantile(sorted, i / bins) : least + ((most - least) * i) / bins,
    );
    // Edges that fall together, to scikit-learn's 1e-8, make no bin of their own.
    const apart = edges.filter((edge, i) => i === 0 || edge - edges[i - 1]! > 1e-8);
    return { inner: apart.slice(1, -1) };
  },
  change(value, { inner }) {
    let low = 0;
    let high = inner.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inner[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  },
});
