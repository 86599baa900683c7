/** @file The intervals of the gaps, resampled a little at a time so that the page stays free. */
import type { Rng } from '../../../core/base/random.ts';
import { countGroups, resampleCells } from '../../../core/fairness/counts.ts';
import { gapsOf, scopeOf } from '../../../core/fairness/gaps.ts';
import { fastDraws } from '../../../core/metrics/bootstrap.ts';
import { withPercentiles } from '../../../core/metrics/intervals.ts';
import type { GroupTable } from '../../../core/study/run.ts';
import type { Groups } from './groups.ts';

type Gaps = GroupTable['gaps'];

export interface Decisions {
  groups: Groups;
  actual: Int32Array;
  predicted: Int32Array;
  /** Class code that counts as selected. */
  positive: number;
}

/**
 * `gaps` (as computed from the same rows, without intervals) with percentile intervals of a bootstrap stratified by group.
 * Between slices of about 12 ms the page gets its turn. An aborted call answers what it was given.
 */
export async function resampleGaps(
  gaps: Gaps,
  { groups, actual, predicted, positive }: Decisions,
  rng: Rng,
  signal: AbortSignal,
  replicates = 2000,
): Promise<Gaps> {
  const cells = countGroups(groups.codes, groups.names.length, actual, predicted, positive);
  const scope = scopeOf(cells);
  const keys = Object.keys(gaps) as (keyof Gaps)[];
  const drawn = Object.fromEntries(keys.map((key) => [key, new Float64Array(replicates)]));
  const draw = fastDraws(rng.split('groups'));
  const uniform = () => draw() / 4294967296;
  let turn = performance.now();
  for (let b = 0; b < replicates; b++) {
    const point = gapsOf(
      cells.map((cell) => resampleCells(cell, uniform)),
      scope,
    );
    for (const key of keys) drawn[key]![b] = point[key];
    if (performance.now() - turn > 12) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return gaps;
      turn = performance.now();
    }
  }
  return Object.fromEntries(
    keys.map((key) => {
      const gap = gaps[key];
      if (gap.value === null) return [key, gap];
      const { low, high, reason } = withPercentiles(gap.value, drawn[key]!, actual.length);
      return [key, { ...gap, low, high, reason }];
    }),
  ) as unknown as Gaps;
}
