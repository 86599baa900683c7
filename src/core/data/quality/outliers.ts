import { outliersOf } from '../explore/quantiles.ts';
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
      };
    });
    if (found.length > 0) return found;
    const text = 'no number is farther than 3 interquartile ranges from the quartiles of its column';
    return [finding(context, { test: 'outliers', status: 'pass', text, threshold: 0 })];
  },
};
