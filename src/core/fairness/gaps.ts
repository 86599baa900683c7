/** @file Gaps between group rates (evaluation RQ4): largest minus smallest, or smallest over largest. */
import { withPercentiles } from '../metrics/intervals.ts';
import { rate, type Cells, type RateName } from './counts.ts';
import type { Gap, GroupTable } from './types.ts';

/** Below this denominator a rate is shown but kept out of every gap. */
export const smallestCell = 30;

type Point = Record<keyof GroupTable['gaps'], number>;

/** Places of the groups whose rate has a denominator of at least 30. */
function included(cells: readonly Cells[], name: RateName): number[] {
  return cells.flatMap((cell, g) => (rate(cell, name)[1] >= smallestCell ? [g] : []));
}

/** Groups that count for each rate, decided once on the real counts, so that every resample compares the same groups. */
export interface Scope {
  selectionRate: number[];
  truePositiveRate: number[];
  falsePositiveRate: number[];
}

export function scopeOf(cells: readonly Cells[]): Scope {
  return {
    selectionRate: included(cells, 'selectionRate'),
    truePositiveRate: included(cells, 'truePositiveRate'),
    falsePositiveRate: included(cells, 'falsePositiveRate'),
  };
}

/** Gaps of one set of counts; NaN where fewer than two groups remain, or 0/0. */
export function gapsOf(cells: readonly Cells[], scope: Scope): Point {
  const extremes = (name: keyof Scope) => {
    const rates = scope[name]
      .map((g) => rate(cells[g]!, name))
      .filter(([, n]) => n > 0)
      .map(([k, n]) => k / n);
    return rates.length < 2 ? [NaN, NaN] : [Math.min(...rates), Math.max(...rates)];
  };
  const [lowest, highest] = extremes('selectionRate') as [number, number];
  const difference = (name: keyof Scope) => {
    const [low, high] = extremes(name) as [number, number];
    return high - low;
  };
  const odds = [difference('truePositiveRate'), difference('falsePositiveRate')].filter((d) => !Number.isNaN(d));
  return {
    demographicParityDifference: highest - lowest,
    demographicParityRatio: lowest / highest,
    equalOpportunityDifference: difference('truePositiveRate'),
    equalizedOddsDifference: odds.length > 0 ? Math.max(...odds) : NaN,
  };
}

/** A point gap with its percentile interval, or null with the reason. */
export function gapEstimate(
  name: keyof Point,
  value: number,
  resampled: Float64Array,
  left: number,
  excluded: string[],
): Gap {
  if (Number.isNaN(value)) {
    const reason =
      left < 2
        ? `fewer than two groups have ${smallestCell} rows to divide by`
        : name === 'demographicParityRatio'
          ? 'nobody is selected in any group'
          : 'nothing to divide by';
    return { value: null, low: null, high: null, reason, excluded };
  }
  const { low, high, reason } = withPercentiles(value, resampled, 0);
  return { value, low, high, ...(reason ? { reason } : {}), excluded };
}
