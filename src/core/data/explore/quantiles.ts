/** @file Order statistics of numbers, and what lies far outside them. */
import type { Outliers, Quantile } from './types.ts';

const marks = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];
export const mostRows = 50;

/** The values that are there, ascending. */
export function sortedValues(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === value) present[n++] = value;
  }
  return (n === values.length ? present : present.slice(0, n)).sort();
}

/** Of these rows. */
export function sortedAt(values: Float64Array, rows: Uint32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!;
  return sortedValues(taken);
}

/** sorted: ascending, one value at least. Linear between order statistics at (n - 1) at (type 7). */
export function quantile(sorted: Float64Array, at: number): number {
  const place = (sorted.length - 1) * at;
  const low = Math.floor(place);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (place - low);
}

export function quantilesOf(sorted: Float64Array): Quantile[] | null {
  return sorted.length === 0 ? null : marks.map((at) => ({ at, value: quantile(sorted, at) }));
}

/** Values farther than `fences` interquartile ranges from the quartiles (Tukey 1977: 1.5 outside, 3 far out). */
export function outliersOf(values: Float64Array, sourceRow: (i: number) => number, fences: number): Outliers | null {
  const sorted = sortedValues(values);
  if (sorted.length === 0) return null;
  const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const [low, high] = [q1 - fences * (q3 - q1), q3 + fences * (q3 - q1)];
  const out: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i]! < low || values[i]! > high) out.push(i);
  const distance = (i: number) => Math.max(low - values[i]!, values[i]! - high);
  const rows = [...out].sort((a, b) => distance(b) - distance(a) || a - b).slice(0, mostRows);
  return { low, high, fences, n: out.length, rows: rows.map(sourceRow) };
}
