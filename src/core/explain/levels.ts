/** @file An order of the levels of a category in which neighbours have similar rows (Apley and Zhu 2020, appendix E). */
import { byCodePoint } from '../base/order.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';

/**
 * Codes of the levels that occur. Ordinal: as given. Else by the first coordinate of classical scaling of the distances between
 * levels, which are summed over the other columns: Kolmogorov-Smirnov for numbers, half the sum of differences of shares
 * for categories. The level that is first by code point stands in the first half.
 */
export function similarLevels(columns: readonly Column[], place: number): number[] {
  const column = columns[place] as Exclude<Column, { values: Float64Array }>;
  const { codes, levels } = column.coded;
  const present = [...new Set(codes)].filter((code) => code >= 0).sort((a, b) => a - b);
  if (column.type === 'ordinal') return present;
  present.sort((a, b) => byCodePoint(levels[a]!, levels[b]!));
  if (present.length < 3) return present;
  const rowsOf = present.map((code) => Uint32Array.from([...codes.keys()].filter((row) => codes[row] === code)));
  const others = columns.filter((_, j) => j !== place);
  const distances = rowsOf.map((a, i) => rowsOf.map((b, j) => (i === j ? 0 : apart(others, a, b))));
  const scores = firstCoordinate(distances);
  const turned = scores[0]! > 0 ? scores.map((score) => -score) : scores;
  return [...present.keys()].sort((a, b) => turned[a]! - turned[b]! || a - b).map((i) => present[i]!);
}

function apart(columns: readonly Column[], a: Uint32Array, b: Uint32Array): number {
  return columns.reduce((sum, column) => {
    if (isNumeric(column)) return sum + smirnov(taken(column.values, a), taken(column.values, b));
    const [p, q] = [sharesOf(column.coded, a), sharesOf(column.coded, b)];
    return sum + p.reduce((total, share, i) => total + Math.abs(share - q[i]!), 0) / 2;
  }, 0);
}

function taken(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
}

/** Largest difference of the two distribution functions; 0 where one has no values. */
function smirnov(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) return 0;
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

function sharesOf({ codes, levels }: { codes: Int32Array; levels: readonly string[] }, rows: Uint32Array): number[] {
  const shares = levels.map(() => 0);
  for (const row of rows) if (codes[row]! >= 0) shares[codes[row]!]! += 1 / rows.length;
  return shares;
}

/** The leading eigenvector of -1/2 J D^2 J by power iteration from a fixed start. */
function firstCoordinate(distances: number[][]): number[] {
  const n = distances.length;
  const squares = distances.map((row) => row.map((d) => (d * d) / -2));
  const means = squares.map((row) => row.reduce((a, b) => a + b, 0) / n);
  const all = means.reduce((a, b) => a + b, 0) / n;
  const gram = squares.map((row, i) => row.map((d, j) => d - means[i]! - means[j]! + all));
  // Shifted by its largest row sum, so that the largest eigenvalue is the one of largest size.
  const shift = Math.max(...gram.map((row) => row.reduce((sum, d) => sum + Math.abs(d), 0)));
  // Multiples of the golden ratio: a start that no pattern of distances is at right angles to.
  let vector = gram.map((_, i) => (((i + 1) * 0.6180339887498949) % 1) - 0.5);
  for (let round = 0; round < 500; round++) {
    const next = gram.map((row, i) => row.reduce((sum, d, j) => sum + d * vector[j]!, shift * vector[i]!));
    const length = Math.hypot(...next);
    if (length === 0) return vector;
    vector = next.map((v) => v / length);
  }
  return vector;
}
