import { featureColumns, finding, percent, digits } from './contract.ts';
import type { QualityTest } from './contract.ts';

const fails = 0.01;
const names = ['training', 'validation', 'test'];

export const unseen: QualityTest = {
  kind: 'unseen',
  label: 'Levels never seen',
  describes:
    'Warns of a category with levels in validation or test rows that no training row has, and fails where more than 1 % of the rows have one.',
  run(context) {
    const { table, parts } = context;
    if (parts === null) return [];
    const found = featureColumns(context).flatMap((column) => {
      if (column.type !== 'category' && column.type !== 'ordinal' && column.type !== 'boolean') return [];
      const { codes, levels } = column.coded!;
      const known = new Uint8Array(levels.length);
      for (let row = 0; row < table.rows; row++) if (parts[row] === 0 && codes[row]! >= 0) known[codes[row]!] = 1;
      return [1, 2].flatMap((part) => {
        const rows: number[] = [];
        const counts = new Map<number, number>();
        let n = 0;
        for (let row = 0; row < table.rows; row++) {
          if (parts[row] !== part) continue;
          n++;
          const code = codes[row]!;
          if (code < 0 || known[code]) continue;
          rows.push(row);
          counts.set(code, (counts.get(code) ?? 0) + 1);
        }
        if (rows.length === 0) return [];
        const share = rows.length / n;
        const status = share > fails ? 'fail' : 'warn';
        const threshold = status === 'fail' ? fails : 0;
        return finding(context, {
          test: 'unseen',
          status,
          column: column.name,
          text: `${column.name}: ${digits(rows.length)} of ${digits(n)} ${names[part]} rows (${percent(share)}, over ${percent(threshold)}) have a level that no training row has`,
          value: share,
          threshold,
          rows,
          levels: [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([code]) => levels[code]!),
          repair: { kind: 'step', step: { step: 'rare', columns: [column.name] } },
          repairLabel: 'Pool its rare levels',
        });
      });
    });
    if (found.length > 0) return found;
    const text = 'every level of a validation or test row is in the training rows too';
    return [finding(context, { test: 'unseen', status: 'pass', text, threshold: 0 })];
  },
};
