/** @file A number with what makes it honest. */

/** value null: undefined, and `reason` says why. low and high: 95 % interval. n: its own denominator. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  reason?: string;
}
