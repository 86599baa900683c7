/** @file Of several classes: what naming one for another costs, and what deciding by that price would change. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { cheapestClass } from '../../../core/metrics/cutoffs.ts';
import { undefinedEstimate, z95 } from '../../../core/metrics/intervals.ts';
import { count, decimal, interval, segments, signed, type Segment } from '../../plots/format.ts';

/** cost[j][k]: of a row of class j named k; 0 where right, else 1. */
export function equalCosts(classes: number): number[][] {
  return Array.from({ length: classes }, (_, j) => Array.from({ length: classes }, (_, k) => (j === k ? 0 : 1)));
}

export interface ClassCosts {
  /** Means a row: as the run decides, deciding by least expected cost, and the second less the first, paired. */
  now: Estimate;
  cheapest: Estimate;
  difference: Estimate;
  /** Rows that would be named otherwise. */
  changed: number;
  /** Class named by least expected cost, a row each. */
  named: Int32Array;
}

/** scores: rows x classes. */
export function classCosts(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  scores: ArrayLike<number>,
  cost: readonly (readonly number[])[],
): ClassCosts {
  const named = cheapestClass(scores, cost);
  const now = Float64Array.from(named, (_, r) => cost[actual[r]!]![predicted[r]!]!);
  const then = Float64Array.from(named, (k, r) => cost[actual[r]!]![k]!);
  return {
    now: mean(now),
    cheapest: mean(then),
    difference: mean(then.map((value, r) => value - now[r]!)),
    changed: named.reduce((sum, k, r) => sum + (k === predicted[r] ? 0 : 1), 0),
    named,
  };
}

/** With the normal interval of a mean. */
function mean(values: Float64Array): Estimate {
  const n = values.length;
  if (n < 2) return undefinedEstimate(n, 'fewer than two rows');
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const half = z95 * Math.sqrt(values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n - 1) / n);
  return { value, low: value - half, high: value + half, n };
}

export function classCostsFinding({ now, cheapest, difference, changed }: ClassCosts): Segment[] {
  if (now.value === null) return segments(`Nothing can be said: ${now.reason}.`);
  if (changed === 0)
    return segments(
      `At these prices the decisions cost **${decimal(now.value * 1000, 0)} per 1,000** test rows, and deciding by least expected cost **changes none** of them.`,
    );
  const thousand = (of: number | null) => of && of * 1000;
  const scaled = { ...difference, low: thousand(difference.low), high: thousand(difference.high) };
  return segments(
    `At these prices the decisions cost **${decimal(now.value * 1000, 0)} per 1,000** test rows; deciding by least expected cost **${decimal(cheapest.value! * 1000, 0)}**, a difference of ${signed(difference.value! * 1000, 0)} (${interval(scaled, 0)}), with ${count(changed)} of ${count(now.n)} rows named otherwise.`,
  );
}
