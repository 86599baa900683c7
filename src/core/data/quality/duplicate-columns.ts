import { isNumeric } from '../table.ts';
import type { Column } from '../table.ts';
import { featureColumns, finding, leaveOut, digits } from './contract.ts';
import type { QualityTest } from './contract.ts';

export const duplicateColumns: QualityTest = {
  kind: 'duplicate-columns',
  label: 'Duplicate columns',
  describes: 'Warns of a feature that says in every row what an earlier feature says, whatever its levels are called.',
  run(context) {
    const seen = new Map<number, { column: Column; cells: ArrayLike<number> }[]>();
    const found = featureColumns(context).flatMap((column) => {
      const cells = isNumeric(column) ? column.values : byAppearance(column.coded.codes, column.coded.levels.length);
      const key = hashOf(cells);
      const alike = seen.get(key) ?? [];
      seen.set(key, alike);
      const twin = alike.find((other) => isNumeric(other.column) === isNumeric(column) && areSame(other.cells, cells));
      alike.push({ column, cells });
      if (twin === undefined || isEmpty(cells)) return [];
      return finding(context, {
        test: 'duplicate-columns',
        status: 'warn',
        column: column.name,
        text: `${column.name}: says in all ${digits(cells.length)} rows the same as ${twin.column.name}`,
        value: 1,
        threshold: 1,
        levels: [twin.column.name, column.name],
        ...leaveOut(column.name),
      });
    });
    if (found.length > 0) return found;
    const text = 'no feature says the same as another';
    return [finding(context, { test: 'duplicate-columns', status: 'pass', text, threshold: 1 })];
  },
};

/** Codes numbered anew by first appearance, so that columns whose levels are only called otherwise agree. */
function byAppearance(codes: Int32Array, levels: number): Int32Array {
  const place = new Int32Array(levels).fill(-1);
  let next = 0;
  return codes.map((code) => {
    if (code < 0) return -1;
    if (place[code]! < 0) place[code] = next++;
    return place[code]!;
  });
}

const isSame = (a: number, b: number) => a === b || (a !== a && b !== b);

function areSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (!isSame(a[i]!, b[i]!)) return false;
  return true;
}

function isEmpty(cells: ArrayLike<number>): boolean {
  return Array.prototype.every.call(cells, (cell: number) => Number.isNaN(cell) || cell === -1);
}

function hashOf(cells: ArrayLike<number>): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    const bits = Number.isNaN(cell) ? 0x7fc00000 : Math.trunc(cell % 2147483648) ^ Math.trunc((cell % 1) * 1048576);
    hash = Math.imul(hash ^ bits, 0x01000193);
  }
  return hash;
}
