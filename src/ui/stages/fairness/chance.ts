/** @file Dealing the groups out a little at a time, so that the page stays free; and what that says in words. */
import type { Rng } from '../../../core/base/random.ts';
import { chanceOf, deals, type Chance } from '../../../core/fairness/chance.ts';
import { countGroups, type Cells } from '../../../core/fairness/counts.ts';
import { decimal, segments, type Segment } from '../../plots/format.ts';
import { rates } from './groups.ts';
import type { Decisions } from './resample.ts';

/** 1,000 deals to 20,000 rows, fewer beyond and never under 200. */
export function dealsFor(rows: number): number {
  return Math.max(200, Math.min(1000, Math.floor(2e7 / Math.max(1, rows))));
}

/** Between slices of about 12 ms the page gets its turn. Null when aborted. */
export async function dealOut(
  { groups, actual, predicted, positive }: Decisions,
  rng: Rng,
  signal: AbortSignal,
  wanted = dealsFor(actual.length),
): Promise<Chance[] | null> {
  const n = groups.names.length;
  const from = deals(groups.codes, n, actual, predicted, positive, rng.split('deals'));
  const drawn: Cells[][] = [];
  let turn = performance.now();
  while (drawn.length < wanted) {
    drawn.push(from.next().value);
    if (performance.now() - turn > 12) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return null;
      turn = performance.now();
    }
  }
  return chanceOf(countGroups(groups.codes, n, actual, predicted, positive), drawn);
}

/** Which gaps are larger than chance would give; no word on whether they are right. */
export function chanceFinding(column: string, chances: readonly Chance[]): Segment[] {
  const told = chances.filter((c) => c.gap !== null);
  if (told.length === 0)
    return segments(`By ${column} fewer than two groups are large enough: **nothing can be said**.`);
  const name = (c: Chance) => rates.find(({ key }) => key === c.rate)!.name.toLowerCase();
  const beyond = told.filter((c) => c.gap! > c.high!);
  if (beyond.length === 0)
    return segments(
      `By ${column} **no gap is larger** than 95 % of those that chance gives between groups of these sizes.`,
    );
  const widest = beyond.reduce((most, c) => (c.p! < most.p! ? c : most));
  return segments(
    `By ${column}, **${beyond.length} of ${told.length}** gaps are larger than 95 % of those chance gives; the least likely is that in ${name(widest)}, **${decimal(widest.gap)}**, p ${decimal(widest.p)}.`,
  );
}
