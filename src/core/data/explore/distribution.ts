/** @file One column, of all rows and by group, on shared bins. */
import { findColumn } from '../select.ts';
import type { Table } from '../table.ts';
import { outliersOf, quantile, quantilesOf, sortedValues } from './quantiles.ts';
import { trendOf } from './trend.ts';
import type { Classes, Distribution, DistributionGroup, Followed } from './types.ts';
import { placeOf, viewOf } from './view.ts';
import type { View } from './view.ts';

const shownLevels = 20;
const shownGroups = 20;
export const missing = '(missing)';
export const other = '(other)';

/**
 * The column `name` on `rows`, split by `by` (null: not split): its 20 largest groups in the order of `by.classes`, the rest
 * as `(other)`, rows of no group as `(missing)`. followed: what a date column's trend shows beside the count.
 * Throws InputError where the table has no such column.
 */
export function distribute(
  table: Table,
  name: string,
  by: Classes | null,
  rows: Uint32Array,
  followed: Followed | null = null,
): Distribution {
  const column = findColumn(table, name, 'distribution.column');
  const view = viewOf(column, rows);
  const { labels, group } = groupsOf(by, rows);
  const edges = view.values === null ? null : edgesOf(sortedValues(view.values));
  const order = view.levels === null ? null : topLevels(view);
  const place = order && Int32Array.from({ length: view.size }, (_, code) => order.indexOf(code));
  const bin = (i: number) => (edges ? binOf(edges, view.values![i]!) : place![view.codes[i]!]!);
  const bins = edges ? Math.max(1, edges.length - 1) : order!.length;
  const groups = labels.map((label) => emptyGroup(label, edges && edges.length === 0 ? 0 : bins));
  const all = emptyGroup('', edges && edges.length === 0 ? 0 : bins);
  for (let i = 0; i < rows.length; i++) {
    const own = group === null ? [all] : [all, groups[group[i]!]!];
    const at = view.codes[i]! < 0 ? -2 : bin(i);
    for (const counted of own) {
      if (at === -2) counted.missing++;
      else {
        counted.n++;
        if (at < 0) counted.other++;
        else counted.counts[at]!++;
      }
    }
  }
  if (view.values !== null) {
    all.quantiles = quantilesOf(sortedValues(view.values));
    for (const [k, counted] of groups.entries())
      counted.quantiles = quantilesOf(sortedValues(view.values.filter((_, i) => group![i] === k)));
  }
  return {
    column: name,
    type: column.type,
    by: by?.name ?? null,
    n: all.n,
    missing: all.missing,
    edges: edges && Array.from(edges),
    levels: order && order.map((code) => view.levels![code]!),
    all,
    groups,
    outliers: view.values && outliersOf(view.values, (i) => table.sourceRows[rows[i]!]!, 1.5),
    trend: column.type === 'date' ? trendOf(view.values!, rows, followed) : null,
  };
}

const emptyGroup = (label: string, bins: number): DistributionGroup => ({
  label,
  n: 0,
  missing: 0,
  counts: new Array<number>(bins).fill(0),
  other: 0,
  quantiles: null,
});

/** group: place among the labels of each of `rows`. */
function groupsOf(by: Classes | null, rows: Uint32Array): { labels: string[]; group: Int32Array | null } {
  if (by === null) return { labels: [], group: null };
  const counts = by.classes.map(() => 0);
  let gaps = 0;
  for (const row of rows) {
    if (by.codes[row]! < 0) gaps++;
    else counts[by.codes[row]!]!++;
  }
  const occurring = counts.map((n, code) => ({ n, code })).filter(({ n }) => n > 0);
  const kept = occurring
    .sort((a, b) => b.n - a.n || a.code - b.code)
    .slice(0, shownGroups)
    .map(({ code }) => code)
    .sort((a, b) => a - b);
  const labels = kept.map((code) => by.classes[code]!);
  const rest = occurring.length > kept.length ? labels.push(other) - 1 : -1;
  const none = gaps > 0 ? labels.push(missing) - 1 : -1;
  const place = by.classes.map((_, code) => (kept.includes(code) ? kept.indexOf(code) : rest));
  return { labels, group: Int32Array.from(rows, (row) => (by.codes[row]! < 0 ? none : place[by.codes[row]!]!)) };
}

/** Codes of the most frequent levels, ties by code; of an ordinal column in its own order. */
function topLevels(view: View): number[] {
  const counts = new Float64Array(view.size);
  for (const code of view.codes) if (code >= 0) counts[code]!++;
  const codes = Array.from({ length: view.size }, (_, code) => code)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, shownLevels);
  return view.type === 'ordinal' ? codes.sort((a, b) => a - b) : codes;
}

/**
 * Bounds of bins of equal width: as many as range / (2 IQR n^(-1/3)) rounded up (Freedman and Diaconis 1981), 10 at least and
 * 60 at most; 60 where the middle half of the values is one value. Two equal bounds for one value, none for no value.
 */
export function edgesOf(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  if (n === 0) return new Float64Array(0);
  const [low, high] = [sorted[0]!, sorted[n - 1]!];
  if (low === high) return Float64Array.of(low, high);
  const width = (2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))) / Math.cbrt(n);
  const bins = Math.min(60, Math.max(10, width > 0 ? Math.ceil((high - low) / width) : 60));
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + (high - low) * (i / bins)));
}

function binOf(edges: Float64Array, value: number): number {
  return Math.max(0, Math.min(edges.length - 2, placeOf(edges, value)));
}
