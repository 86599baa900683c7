/** @file How far each pair of columns goes together. */
import type { Table } from '../table.ts';
import { averageRanks, correlationRatio, cramersV, pearson } from './measures.ts';
import type { Measured } from './measures.ts';
import type { AssociationMatrix, Associations, Measure } from './types.ts';
import { isUsable, viewOf } from './view.ts';
import type { View } from './view.ts';

/**
 * Every pair of columns that are no texts and no ids, on `rows`: two numbers (a date is one) by Pearson and by Spearman, two
 * categories by Cramér's V, one of each by the correlation ratio. O(columns^2 rows); nothing is sampled.
 */
export function associate(table: Table, rows: Uint32Array): Associations {
  const usable = table.columns.filter(isUsable);
  const views = usable.map((column) => viewOf(column, rows));
  const ranks = views.map((view) => (view.values === null ? null : averageRanks(view, null)));
  const names = views.map(({ name }) => name);
  const linear = emptyMatrix(names);
  const ranked = emptyMatrix(names);
  for (const [i, a] of views.entries())
    for (let j = i; j < views.length; j++) {
      const b = views[j]!;
      if (a.values !== null && b.values !== null) {
        put(linear, i, j, 'pearson', pearson(a.values, b.values, [a.name, b.name]));
        put(ranked, i, j, 'spearman', spearman(a, b, ranks[i]!, ranks[j]!));
        continue;
      }
      const mixed = (a.values === null) !== (b.values === null);
      const measured = mixed ? correlationRatio(a.values ? a : b, a.values ? b : a) : cramersV(a, b);
      for (const matrix of [linear, ranked]) put(matrix, i, j, mixed ? 'correlation-ratio' : 'cramers-v', measured);
    }
  const left = table.columns
    .filter((column) => !isUsable(column))
    .map(({ name, type }) => ({ column: name, reason: `${type}: neither a number nor a category` }));
  return { rows: rows.length, pearson: linear, spearman: ranked, left };
}

/** Pearson's r of average ranks; ranks are counted anew where either has gaps that the other has not. */
function spearman(a: View, b: View, ranksA: Float64Array, ranksB: Float64Array): Measured {
  const names = [a.name, b.name] as const;
  if (a.missing === 0 && b.missing === 0) return pearson(ranksA, ranksB, names);
  return pearson(averageRanks(a, b), averageRanks(b, a), names);
}

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
