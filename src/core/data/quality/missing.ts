import { missingFlags } from '../explore/missingness.ts';
import { allRows } from '../explore/view.ts';
import { finding, leaveOut, percent, usedColumns } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 0.05;
const fails = 0.4;

export const missing: QualityTest = {
  kind: 'missing',
  label: 'Missing values',
  describes: 'Warns of a column with more than 5 % of its cells missing, and fails one with more than 40 %.',
  run(context) {
    const rows = allRows(context.table);
    const found = usedColumns(context).flatMap((column) => {
      const flags = missingFlags(column, rows);
      const at = rows.filter((row) => flags[row] === 1);
      const share = at.length / Math.max(1, rows.length);
      if (share <= warns) return [];
      const threshold = share > fails ? fails : warns;
      const text = `${column.name}: ${percent(share)} of the cells are missing, over ${percent(threshold)}`;
      const learned = column.role === 'feature' && column.name !== context.target?.name;
      const fill = {
        repair: {
          kind: 'step' as const,
          step: {
            step: 'impute',
            columns: [column.name],
            strategy: column.type === 'number' || column.type === 'date' ? 'median' : 'most-frequent',
            indicator: true,
          },
        },
        repairLabel: 'Fill, and mark what was filled',
      };
      return finding(context, {
        test: 'missing',
        status: share > fails ? 'fail' : 'warn',
        column: column.name,
        text,
        value: share,
        threshold,
        rows: at,
        ...(!learned ? {} : share > fails ? leaveOut(column.name) : column.type === 'text' ? {} : fill),
      });
    });
    if (found.length > 0) return found;
    const text = `no column has more than ${percent(warns)} of its cells missing`;
    return [finding(context, { test: 'missing', status: 'pass', text, threshold: warns })];
  },
};
