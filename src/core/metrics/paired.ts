/** @file Two models on the same rows: do they rank differently (DeLong), is one right more often (McNemar)? */
import type { Estimate } from '../base/estimate.ts';
import { upperTail } from '../base/normal.ts';
import { mcnemar } from './exact.ts';
import { undefinedEstimate, z95 } from './intervals.ts';
import { placements } from './rank.ts';

/** p: the chance of a difference this large where there is none; null where it cannot be told. */
export interface PairedTest {
  difference: Estimate;
  p: number | null;
}

/**
 * Second AUC less the first, with DeLong's interval and test for curves on the same rows (DeLong, DeLong and Clarke-Pearson 1988).
 * actual01: 1 where positive.
 */
export function aucDifference(actual01: ArrayLike<number>, first: Float64Array, second: Float64Array): PairedTest {
  const n = first.length;
  const [a, b] = [placements(actual01, first), placements(actual01, second)];
  const parts = [1, 0].map((kind) => {
    const gaps: number[] = [];
    for (let i = 0; i < n; i++) if (actual01[i] === kind) gaps.push(b[i]! - a[i]!);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
    return { rows: gaps.length, mean, variance: squares / (gaps.length - 1) / gaps.length };
  });
  if (parts.some(({ rows }) => rows < 2))
    return { difference: undefinedEstimate(n, 'needs two rows of each class'), p: null };
  const value = parts[0]!.mean;
  const error = Math.sqrt(parts[0]!.variance + parts[1]!.variance);
  const difference = { value, low: value - z95 * error, high: value + z95 * error, n };
  // Rounding leaves a trace of an error where the curves are the same.
  const p = error < 1e-12 ? (Math.abs(value) < 1e-12 ? 1 : 0) : Math.min(1, 2 * upperTail(Math.abs(value) / error));
  return { difference, p };
}

/** Who is right where only one is. */
export interface Disagreement {
  bothRight: number;
  onlyFirst: number;
  onlySecond: number;
  bothWrong: number;
  /** McNemar's test, exact. */
  p: number;
}

export function disagreement(actual: Int32Array, first: Int32Array, second: Int32Array): Disagreement {
  let [bothRight, onlyFirst, onlySecond, bothWrong] = [0, 0, 0, 0];
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [first[i] === actual[i], second[i] === actual[i]];
    if (a && b) bothRight++;
    else if (a) onlyFirst++;
    else if (b) onlySecond++;
    else bothWrong++;
  }
  return { bothRight, onlyFirst, onlySecond, bothWrong, p: mcnemar(onlyFirst, onlySecond) };
}

/**
 * Cohen's kappa of a confusion matrix, rows actual, with the asymptotic interval (Fleiss, Cohen and Everitt 1969). Undefined where
 * chance alone would agree on every row.
 */
export function kappa(matrix: readonly (readonly number[])[]): Estimate {
  const n = matrix.flat().reduce((a, b) => a + b, 0);
  if (n === 0) return undefinedEstimate(0, 'no rows');
  const rows = matrix.map((row) => row.reduce((a, b) => a + b, 0) / n);
  const columns = matrix.map((_, j) => matrix.reduce((sum, row) => sum + row[j]!, 0) / n);
  const seen = matrix.reduce((sum, row, k) => sum + row[k]!, 0) / n;
  const expected = rows.reduce((sum, row, k) => sum + row * columns[k]!, 0);
  if (expected >= 1 - 1e-12) return undefinedEstimate(n, 'every row is, and is predicted, one class');
  const value = (seen - expected) / (1 - expected);
  let spread = -((value - expected * (1 - value)) ** 2);
  for (const [i, row] of matrix.entries())
    for (const [j, cell] of row.entries())
      spread +=
        (cell / n) *
        (i === j ? (1 - (rows[i]! + columns[i]!) * (1 - value)) ** 2 : ((1 - value) * (columns[i]! + rows[j]!)) ** 2);
  const half = (z95 * Math.sqrt(Math.max(0, spread) / n)) / (1 - expected);
  return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half), n };
}
