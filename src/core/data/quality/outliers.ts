import { outliersOf } from '../explore/quantiles.ts';
import type { Outliers } from '../explore/types.ts';
import { counted, featureColumns, finding, percent, digits } from './contract.ts';
import type { QualityTest } from './contract.ts';

const fences = 3;
const fails = 0.05;

export const outliers: QualityTest = {
  kind: 'outliers',
  label: 'Outliers',
  describes:
    'Warns of numbers farther than 3 interquartile ranges from the quartiles, and fails a column where more than 5 % are.',
  run(context) {
    const { sourceRows } = context.table;
    const found = featureColumns(context).flatMap((column) => {
      if (column.type !== 'number') return [];
      const out = outliersOf(column.values, (row) => sourceRows[row]!, fences);
      // Where the middle half is one value, the fences are that value, and all the rest is only less frequent.
      if (out === null || out.n === 0 || out.low === out.high) return [];
      const share = out.n / column.values.reduce((n, value) => n + (Number.isNaN(value) ? 0 : 1), 0);
      const threshold = share > fails ? fails : 0;
      return {
        ...finding(context, {
          test: 'outliers',
          status: share > fails ? 'fail' : 'warn',
          column: column.name,
          text: `${column.name}: ${counted(out.n, 'value')} (${percent(share)}, over ${percent(threshold)}) outside ${digits(out.low)} to ${digits(out.high)}, 3 interquartile ranges from the quartiles`,
          value: share,
          threshold,
        }),
        rows: out.rows,
        repair: {
          kind: 'step' as const,
          step: { step: 'clip', columns: [column.name], ...clippedShares(column.values, out) },
        },
        repairLabel: 'Move them to the nearest usual value',
      };
    });
    if (found.length > 0) return found;
    const text = 'no number is farther than 3 interquartile ranges from the quartiles of its column';
    return [finding(context, { test: 'outliers', status: 'pass', text, threshold: 0 })];
  },
};

/** The quantiles behind which they lie, by whole percents: 0 or 1 at an end without outliers, which then stays as it is. */
function clippedShares(values: Float64Array, { low, high }: Outliers): { low: number; high: number } {
  let [under, over, n] = [0, 0, 0];
  for (const value of values) {
    if (value < low) under++;
    if (value > high) over++;
    if (!Number.isNaN(value)) n++;
  }
  const percents = (count: number) => Math.ceil((count / n) * 100);
  return { low: percents(under) / 100, high: (100 - percents(over)) / 100 };
}
