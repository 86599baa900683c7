import { isNumeric } from '../table.ts';
import type { Column } from '../table.ts';
import { featureColumns, finding, leaveOut } from './contract.ts';
import type { QualityTest } from './contract.ts';

export const constant: QualityTest = {
  kind: 'constant',
  label: 'One value only',
  describes: 'Fails a feature that has fewer than two different values.',
  run(context) {
    const found = featureColumns(context)
      .filter((column) => !moves(column))
      .map((column) =>
        finding(context, {
          test: 'constant',
          status: 'fail',
          column: column.name,
          text: `${column.name}: fewer than 2 different values, so there is nothing to learn from it`,
          threshold: 2,
          ...leaveOut(column.name),
        }),
      );
    if (found.length > 0) return found;
    return [
      finding(context, { test: 'constant', status: 'pass', text: 'every feature has 2 values or more', threshold: 2 }),
    ];
  },
};

function moves(column: Column): boolean {
  const cells: ArrayLike<number> = isNumeric(column) ? column.values : column.coded.codes;
  let first: number | null = null;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (Number.isNaN(cell) || (!isNumeric(column) && cell < 0)) continue;
    if (first !== null && cell !== first) return true;
    first = cell;
  }
  return false;
}
