import { allRows } from '../explore/view.ts';
import { finding, percent, digits } from './contract.ts';
import type { QualityTest } from './contract.ts';
import { firstSame } from './same.ts';

const fails = 0.1;

export const duplicateRows: QualityTest = {
  kind: 'duplicate-rows',
  label: 'Duplicate rows',
  describes:
    'Warns of rows that repeat an earlier row in every cell (ids left out), and fails where more than 10 % do.',
  run(context) {
    const { table } = context;
    const columns = table.columns.filter(({ type }) => type !== 'id');
    if (columns.length === 0) return [];
    const rows = allRows(table);
    const first = firstSame(columns, rows);
    const again = rows.filter((row) => first[row] !== row);
    const share = again.length / Math.max(1, rows.length);
    const status = again.length === 0 ? 'pass' : share > fails ? 'fail' : 'warn';
    const text =
      again.length === 0
        ? 'no row repeats another'
        : `${digits(again.length)} of ${digits(rows.length)} rows (${percent(share)}) repeat an earlier row, over ${percent(status === 'fail' ? fails : 0)}`;
    return [
      finding(context, {
        test: 'duplicate-rows',
        status,
        text,
        value: share,
        threshold: status === 'fail' ? fails : 0,
        rows: again,
      }),
    ];
  },
};
