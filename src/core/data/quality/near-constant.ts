import { isNumeric } from '../table.ts';
import type { Column } from '../table.ts';
import { featureColumns, finding, leaveOut, percent } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 0.99;

export const nearConstant: QualityTest = {
  kind: 'near-constant',
  label: 'Nearly one value',
  describes: 'Warns of a feature of which more than 99 % of the cells that are there are the same.',
  run(context) {
    const found = featureColumns(context).flatMap((column) => {
      const share = commonShare(column);
      if (share === null || share <= warns || share === 1) return [];
      return finding(context, {
        test: 'near-constant',
        status: 'warn',
        column: column.name,
        text: `${column.name}: ${percent(share)} of its cells are the same, over ${percent(warns)}`,
        value: share,
        threshold: warns,
        ...leaveOut(column.name),
      });
    });
    if (found.length > 0) return found;
    const text = `no feature has one value in more than ${percent(warns)} of its cells`;
    return [finding(context, { test: 'near-constant', status: 'pass', text, threshold: warns })];
  },
};

/** Share of the most frequent value among the cells that are there; null where there is none. */
function commonShare(column: Column): number | null {
  const counts = new Map<number, number>();
  const cells: ArrayLike<number> = isNumeric(column) ? column.values : column.coded.codes;
  let n = 0;
  let most = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (Number.isNaN(cell) || (!isNumeric(column) && cell < 0)) continue;
    n++;
    const count = (counts.get(cell) ?? 0) + 1;
    counts.set(cell, count);
    if (count > most) most = count;
    // A column of so many different numbers is not nearly constant.
    if (counts.size > 10_000 && most < n / 2) return most / n;
  }
  return n === 0 ? null : most / n;
}
