/** @file What a limited number of actions finds. */
import type { Cutoffs } from '../../../core/metrics/cutoffs.ts';

/**
 * Acting on the `share` highest of the rows. A score shared by more rows than there is room for counts by its mean: which
 * of them are taken is chance. Null where no row is positive.
 */
export function atCapacity(
  { truePositive, falsePositive, positives, negatives }: Cutoffs,
  share: number,
): { rows: number; found: number; lift: number } | null {
  if (positives === 0) return null;
  const rows = Math.max(1, Math.floor(share * (positives + negatives) + 1e-9));
  let e = truePositive.length - 1;
  while (e > 0 && truePositive[e - 1]! + falsePositive[e - 1]! <= rows) e--;
  const named = truePositive[e]! + falsePositive[e]!;
  let found = truePositive[e]!;
  if (named < rows && e > 0) {
    const tied = truePositive[e - 1]! + falsePositive[e - 1]! - named;
    found += ((rows - named) / tied) * (truePositive[e - 1]! - truePositive[e]!);
  }
  return { rows, found: found / positives, lift: (found / rows) * ((positives + negatives) / positives) };
}
