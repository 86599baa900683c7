import { featureColumns, finding, percent, digits } from './contract.ts';
import type { QualityTest } from './contract.ts';
import { firstSame } from './same.ts';

const fails = 0.05;
const names = ['training', 'validation', 'test'];

export const overlap: QualityTest = {
  kind: 'overlap',
  label: 'Overlap of the parts',
  describes:
    'Warns of validation or test rows with the same features as a row of an earlier part, and fails where more than 5 % have.',
  run(context) {
    const { table, parts } = context;
    const features = featureColumns(context);
    if (parts === null || features.length === 0) return [];
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => parts[row]! <= 2);
    const first = firstSame(features, rows);
    /** By the first row of each set of same rows: the parts it is in, as bits. */
    const holds = new Uint8Array(rows.length);
    for (let i = 0; i < rows.length; i++) holds[first[i]!]! |= 1 << parts[rows[i]!]!;
    return [1, 2].flatMap((part) => {
      const earlier = part === 1 ? 1 : 3;
      const own = rows.reduce((n, row) => n + (parts[row] === part ? 1 : 0), 0);
      if (own === 0) return [];
      const shared = rows.filter((row, i) => parts[row] === part && (holds[first[i]!]! & earlier) !== 0);
      const share = shared.length / own;
      const status = shared.length === 0 ? 'pass' : share > fails ? 'fail' : 'warn';
      const threshold = status === 'fail' ? fails : 0;
      const where = part === 1 ? 'training' : 'training or validation';
      return finding(context, {
        test: 'overlap',
        status,
        text:
          shared.length === 0
            ? `no ${names[part]} row has the same features as a ${where} row`
            : `${digits(shared.length)} of ${digits(own)} ${names[part]} rows (${percent(share)}, over ${percent(threshold)}) have the same features as a ${where} row`,
        value: share,
        threshold,
        rows: shared,
      });
    });
  },
};
