/** @file Intervals in closed form: Wilson, Newcombe, DeLong; and the percentile of a resampled distribution. */
import type { Estimate } from '../base/estimate.ts';

/** Two-sided 95 % point of the standard normal. */
export const z95 = 1.959963984540054;

/** An estimate that cannot be told, and why. */
export function undefinedEstimate(n: number, reason: string): Estimate {
  return { value: null, low: null, high: null, n, reason };
}

/** The proportion k/n with its Wilson score interval at 95 % (Wilson 1927). Null with a reason when n is 0. */
export function wilson(k: number, n: number): Estimate {
  if (n === 0) return undefinedEstimate(0, 'no rows to divide by');
  const p = k / n;
  const z2 = z95 * z95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { value: p, low: k === 0 ? 0 : Math.max(0, centre - half), high: k === n ? 1 : Math.min(1, centre + half), n };
}

/** k1/n1 minus k2/n2 with Newcombe's hybrid score interval at 95 % (Newcombe 1998, method 10). n is n1 + n2. */
export function newcombe(k1: number, n1: number, k2: number, n2: number): Estimate {
  const a = wilson(k1, n1);
  const b = wilson(k2, n2);
  if (a.value === null || b.value === null) return undefinedEstimate(n1 + n2, 'one side has no rows');
  const value = a.value - b.value;
  const low = value - Math.hypot(a.value - a.low!, b.high! - b.value);
  const high = value + Math.hypot(a.high! - a.value, b.value - b.low!);
  return { value, low, high, n: n1 + n2 };
}

/** The p-quantile (0 to 1) of sorted or unsorted finite values, linear between order statistics (Hyndman and Fan 1996, type 7). */
export function percentile(values: Float64Array, p: number): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.slice().sort();
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (at - below) * (upper - sorted[below]!);
}

/** `value` with the 2.5 and 97.5 percentiles of its finite resampled values; no interval where fewer than half are defined. */
export function withPercentiles(value: number, resampled: Float64Array, n: number): Estimate {
  if (resampled.length === 0) return { value, low: null, high: null, n, reason: 'not resampled' };
  const defined = resampled.filter(Number.isFinite);
  if (defined.length < resampled.length / 2 || defined.length === 0)
    return { value, low: null, high: null, n, reason: 'too few rows to resample' };
  return { value, low: percentile(defined, 0.025), high: percentile(defined, 0.975), n };
}
