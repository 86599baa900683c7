/** @file A first look at each column of a table. */
import { sortedValues } from './explore/quantiles.ts';
import type { ColumnProfile, TableNotice, TableSummary } from './profile-types.ts';
import { isNumeric } from './table.ts';
import type { Coded, Column, Table } from './table.ts';

const bins = 20;
const mostLevels = 1000;

/** `bytes`: length of the source file. */
export function profileTable(table: Table, notices: TableNotice[], bytes: number): TableSummary {
  const { name, sha256, rows } = table;
  return { name, sha256, bytes, rows, columns: table.columns.map((column) => profileColumn(column, rows)), notices };
}

export function profileColumn(column: Column, rows: number): ColumnProfile {
  const { name, type, role, sensitive, reason, treatment } = column;
  const levels = column.coded === null ? null : countLevels(column.coded);
  const shared = { name, type, role, sensitive, reason, ...(treatment !== undefined && { treatment }), rows };
  const shown = levels !== null && levels.length <= mostLevels ? levels : null;
  if (isNumeric(column)) {
    const sorted = sortedValues(column.values);
    const distinct = levels?.length ?? countDistinct(sorted);
    const missing = rows - sorted.length;
    return { ...shared, missing, distinct, numbers: summarize(sorted), histogram: histogram(sorted), levels: shown };
  }
  const counted = levels ?? [];
  const present = counted.reduce((sum, level) => sum + level.count, 0);
  const top = counted.slice(0, bins);
  const counts = top.map((level) => level.count);
  const other = present - counts.reduce((sum, count) => sum + count, 0);
  const order = type === 'ordinal' ? [...column.coded!.levels] : undefined;
  const bars = { edges: null, labels: top.map((level) => level.text), counts, other };
  return {
    ...shared,
    missing: rows - present,
    distinct: counted.length,
    numbers: null,
    histogram: bars,
    levels: shown,
    ...(order && { order }),
  };
}

/** Levels that occur, by falling count, ties in code-point order. */
function countLevels(coded: Coded): { text: string; count: number }[] {
  const counts = new Uint32Array(coded.levels.length);
  for (const code of coded.codes) if (code >= 0) counts[code]!++;
  return coded.levels
    .map((text, i) => ({ text, count: counts[i]! }))
    .filter((level) => level.count > 0)
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}

function countDistinct(sorted: Float64Array): number {
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count++;
  return count;
}

/** deviation: with n - 1; 0 for a single value. Two passes, so that large values with small differences keep their digits. */
function summarize(sorted: Float64Array): ColumnProfile['numbers'] {
  const n = sorted.length;
  if (n === 0) return null;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sorted[i]! - mean) * (sorted[i]! - mean);
  const half = n >> 1;
  const median = n % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  return { min: sorted[0]!, max: sorted[n - 1]!, mean, median, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

/** 20 bins of equal width; the last is closed on both sides. One bin where all values are equal. */
function histogram(sorted: Float64Array): ColumnProfile['histogram'] {
  if (sorted.length === 0) return { edges: null, labels: null, counts: [], other: 0 };
  const [low, high] = [sorted[0]!, sorted[sorted.length - 1]!];
  if (low === high) return { edges: [low, high], labels: null, counts: [sorted.length], other: 0 };
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + ((high - low) * i) / bins));
  const counts = new Array<number>(bins).fill(0);
  for (let bin = 0, i = 0; bin < bins; bin++) {
    const from = i;
    i = bin === bins - 1 ? sorted.length : firstFrom(sorted, edges[bin + 1]!);
    counts[bin] = i - from;
  }
  return { edges, labels: null, counts, other: 0 };
}

/** Place of the first value that is `least` at least. */
function firstFrom(sorted: Float64Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
