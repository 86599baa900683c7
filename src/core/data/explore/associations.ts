/** @file How far each pair of columns goes together. */
import type { Control } from '../../base/progress.ts';
import { restsBetween } from '../records.ts';
import type { Table } from '../table.ts';
import { equalFrequency, mutualInformation } from './information.ts';
import { correlationRatio, cramersV, pearson, product, scaled, scaledRanks, spearman } from './measures.ts';
import type { Measured } from './measures.ts';
import type { AssociationMatrix, Associations, Measure } from './types.ts';
import { isUsable, viewOf } from './view.ts';
import type { View } from './view.ts';

/**
 * Every pair of columns that are no texts and no ids, on `rows`: two numbers (a date is one) by Pearson and by Spearman, two
 * categories by Cramér's V, one of each by the correlation ratio; and all of them by mutual information (`informed`; else its
 * matrix is empty). O(columns^2 rows); nothing is sampled. Leaves room for other work between pairs.
 */
export async function associate(
  table: Table,
  rows: Uint32Array,
  control: Partial<Control> = {},
  informed = true,
): Promise<Associations> {
  const rest = restsBetween(control);
  const usable = table.columns.filter(isUsable);
  const views: View[] = [];
  const binned: View[] = [];
  for (const column of usable) {
    await rest();
    const view = viewOf(column, rows);
    views.push(view);
    if (informed) binned.push(view.distinct === null ? view : { ...view, ...equalFrequency(view), distinct: null });
  }
  // Pairs without a gap need one sum of products; scaled once a column. A sum of squares that overflows is left to pearson.
  const whole = views.map((view) => view.values !== null && view.missing === 0 && view.size > 1);
  const values = views.map((view, i) => (whole[i] ? finite(scaled(view.values!)) : null));
  const ranks = views.map((view, i) => (whole[i] ? scaledRanks(view) : null));
  const names = views.map(({ name }) => name);
  const linear = emptyMatrix(names);
  const ranked = emptyMatrix(names);
  const information = emptyMatrix(names);
  for (const [i, a] of views.entries()) {
    control.progress?.({ stage: 'associations', done: i, total: views.length, what: 'columns' });
    for (let j = i; j < views.length; j++) {
      await rest();
      if (informed) put(information, i, j, 'information', mutualInformation(binned[i]!, binned[j]!));
      const b = views[j]!;
      if (a.values !== null && b.values !== null) {
        const [u, v] = [values[i]!, values[j]!];
        put(linear, i, j, 'pearson', u && v ? product(u, v) : pearson(a.values, b.values, [a.name, b.name]));
        const [p, q] = [ranks[i]!, ranks[j]!];
        put(ranked, i, j, 'spearman', p && q ? product(p, q) : spearman(a, b));
        continue;
      }
      const mixed = (a.values === null) !== (b.values === null);
      const measured = mixed ? correlationRatio(a.values ? a : b, a.values ? b : a) : cramersV(a, b);
      for (const matrix of [linear, ranked]) put(matrix, i, j, mixed ? 'correlation-ratio' : 'cramers-v', measured);
    }
  }
  const left = table.columns
    .filter((column) => !isUsable(column))
    .map(({ name, type }) => ({ column: name, reason: `${type}: neither a number nor a category` }));
  return { rows: rows.length, pearson: linear, spearman: ranked, information, left };
}

const finite = (column: Float64Array) => (column.every(Number.isFinite) ? column : null);

function emptyMatrix(columns: string[]): AssociationMatrix {
  const square = <T>(entry: T): T[][] => columns.map(() => columns.map(() => entry));
  return {
    columns,
    kind: square<Measure>('pearson'),
    value: square<number | null>(null),
    n: square(0),
    reason: square<string | null>(null),
  };
}

function put(matrix: AssociationMatrix, i: number, j: number, kind: Measure, { value, n, reason }: Measured): void {
  for (const [row, column] of [
    [i, j],
    [j, i],
  ] as const) {
    matrix.kind[row]![column] = kind;
    matrix.value[row]![column] = value;
    matrix.n[row]![column] = n;
    matrix.reason[row]![column] = reason;
  }
}
