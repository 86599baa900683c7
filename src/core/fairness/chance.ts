/** @file Gaps that chance alone gives: the groups dealt out anew among the same rows (evaluation RQ5). */
import type { Rng } from '../base/random.ts';
import { countGroups, rate, rateNames, type Cells, type RateName } from './counts.ts';
import { smallestCell } from './gaps.ts';

export interface Chance {
  rate: RateName;
  /** Largest less smallest group rate; null with fewer than two groups of 30 rows of their own denominator. */
  gap: number | null;
  /** (1 + number of deals with at least this gap) / (1 + deals). */
  p: number | null;
  /** Median and 95th percentile of the gap over the deals. */
  median: number | null;
  high: number | null;
  groups: number;
}

/** Largest less smallest rate among groups with at least 30 rows of their own denominator; NaN with fewer than two. */
function gapOf(cells: readonly Cells[], name: RateName): { gap: number; groups: number } {
  let [low, high, groups] = [Infinity, -Infinity, 0];
  for (const cell of cells) {
    const [k, n] = rate(cell, name);
    if (n < smallestCell) continue;
    groups++;
    low = Math.min(low, k / n);
    high = Math.max(high, k / n);
  }
  return { gap: groups < 2 ? NaN : high - low, groups };
}

/**
 * Draws of the null: group sizes and the four kinds of rows stay, who belongs to which group is dealt out by chance. The
 * counts of a deal are multivariate hypergeometric; they are drawn by dealing the rows themselves.
 */
export function* deals(
  codes: Int32Array,
  groups: number,
  actual: Int32Array,
  predicted: Int32Array,
  positive: number,
  rng: Rng,
): Generator<Cells[], never> {
  const kept = [...codes.keys()].filter((r) => codes[r]! >= 0);
  const own = Int32Array.from(kept, (r) => codes[r]!);
  const is = Int32Array.from(kept, (r) => (actual[r] === positive ? 1 : 0));
  const said = Int32Array.from(kept, (r) => (predicted[r] === positive ? 1 : 0));
  for (;;) {
    for (let i = own.length - 1; i > 0; i--) {
      const j = rng.integer(i + 1);
      const held = own[i]!;
      own[i] = own[j]!;
      own[j] = held;
    }
    yield countGroups(own, groups, is, said, 1);
  }
}

/** Each rate's gap beside the gaps of `drawn` deals. */
export function chanceOf(cells: readonly Cells[], drawn: readonly (readonly Cells[])[]): Chance[] {
  return rateNames.map((name) => {
    const { gap, groups } = gapOf(cells, name);
    if (Number.isNaN(gap)) return { rate: name, gap: null, p: null, median: null, high: null, groups };
    // A deal may leave a group under 30 of its denominator: its gap is then over the groups that remain, or 0 for one.
    const gaps = Float64Array.from(drawn, (deal) => gapOf(deal, name).gap || 0).sort();
    const at = (share: number) => gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))] ?? null;
    const beyond = gaps.reduce((sum, g) => sum + (g >= gap - 1e-12 ? 1 : 0), 0);
    return { rate: name, gap, p: (1 + beyond) / (1 + gaps.length), median: at(0.5), high: at(0.95), groups };
  });
}
