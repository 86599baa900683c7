import { singleAuc } from '../explore/auc.ts';
import { missingFlags } from '../explore/missingness.ts';
import { isUsable, viewOf } from '../explore/view.ts';
import { digits, featureColumns, finding, leaveOut } from './contract.ts';
import type { QualityTest } from './contract.ts';

const fails = 0.98;
/** Fewer rows of either class order themselves by chance too often. */
const leastRows = 10;

export const leakage: QualityTest = {
  kind: 'leakage',
  label: 'Label leakage',
  describes:
    'For two classes: fails a feature that alone, or by where its cells are missing, tells them apart with an AUC over 0.98.',
  run(context) {
    const { target, table } = context;
    if (target === null || target.classes.length !== 2) return [];
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => target.codes[row]! >= 0);
    const positive = Int32Array.from(rows, (row) => target.codes[row]!);
    const found = featureColumns(context).flatMap((column) => {
      const flags = missingFlags(column, rows);
      const faults = [];
      const value = isUsable(column) && enough(positive, flags) ? singleAuc(viewOf(column, rows), positive) : null;
      if (value !== null && value > fails) faults.push({ value, how: 'its values alone tell' });
      const gaps = missingAuc(flags, positive);
      if (gaps !== null && gaps > fails) faults.push({ value: gaps, how: 'where its cells are missing alone tells' });
      return faults.map((fault) =>
        finding(context, {
          test: 'leakage',
          status: 'fail',
          column: column.name,
          text: `${column.name}: ${fault.how} ${target.classes[1]} from ${target.classes[0]} with an AUC of ${digits(fault.value)}, over ${fails}; is it known when the prediction is made?`,
          value: fault.value,
          threshold: fails,
          ...leaveOut(column.name),
        }),
      );
    });
    if (found.length > 0) return found;
    const text = `no feature alone tells the classes apart with an AUC over ${fails}`;
    return [finding(context, { test: 'leakage', status: 'pass', text, threshold: fails })];
  },
};

function enough(positive: Int32Array, flags: Uint8Array): boolean {
  const n = [0, 0];
  for (let i = 0; i < positive.length; i++) if (flags[i] === 0) n[positive[i]!]!++;
  return n[0]! >= leastRows && n[1]! >= leastRows;
}

/** AUC of a 0/1 score: 1/2 + |share missing among the one class - share among the other| / 2. */
function missingAuc(flags: Uint8Array, positive: Int32Array): number | null {
  const n = [0, 0];
  const missing = [0, 0];
  for (let i = 0; i < positive.length; i++) {
    n[positive[i]!]!++;
    missing[positive[i]!]! += flags[i]!;
  }
  if (n[0]! < leastRows || n[1]! < leastRows) return null;
  return 0.5 + Math.abs(missing[1]! / n[1]! - missing[0]! / n[0]!) / 2;
}
