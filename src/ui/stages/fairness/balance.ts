/** @file The groups before the model: how many rows each has and how many of them are positive; beside what the model then says. */
import type { Distribution } from '../../../core/data/explore/types.ts';
import { wilson } from '../../../core/metrics/intervals.ts';
import type { Estimate, GroupTable } from '../../../core/study/run.ts';
import { percent, segments, type Segment } from '../../plots/format.ts';

export interface BalanceRow {
  group: string;
  n: number;
  /** Of the rows with a target. */
  share: number;
  /** Share of positives in the data. */
  base: Estimate;
  /** Share that the model names, on test rows; null where the run has no such group. */
  selected: Estimate | null;
  /** Share in the reference population of the data card, which sums to 1; null: none is told. */
  reference: number | null;
}

/** of: the column by the target. reference: shares by level in any unit. Levels beyond the 20 most frequent have no row. */
export function balanceRows(
  of: Distribution,
  positive: string,
  table: GroupTable | null,
  reference: Readonly<Record<string, number>> | null,
): BalanceRow[] {
  const wanted = of.groups.find(({ label }) => label === positive);
  if (!of.levels || !wanted) return [];
  const sizes = of.levels.map((_, l) => of.groups.reduce((sum, { counts }) => sum + counts[l]!, 0));
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const mass = reference && Object.values(reference).reduce((sum, share) => sum + share, 0);
  return of.levels.flatMap((group, l) =>
    sizes[l] === 0
      ? []
      : [
          {
            group,
            n: sizes[l]!,
            share: sizes[l]! / total,
            base: wilson(wanted.counts[l]!, sizes[l]!),
            selected: table?.rows.find((row) => row.group === group)?.selectionRate ?? null,
            reference: mass ? (reference![group] ?? 0) / mass : null,
          },
        ],
  );
}

/** Rows under which a group's rates are not compared in words. */
const enough = 30;

export function balanceFinding(column: string, rows: readonly BalanceRow[]): Segment[] {
  const told = rows.filter(({ n }) => n >= enough).sort((a, b) => a.base.value! - b.base.value!);
  const [low, high] = [told[0], told.at(-1)];
  if (!low || !high || low === high) return segments(`By ${column} fewer than two groups have ${enough} rows.`);
  const least = rows.reduce((a, b) => (b.n < a.n ? b : a));
  const after =
    low.selected?.value != null && high.selected?.value != null
      ? ` The model names **${percent(low.selected.value)}** and **${percent(high.selected.value)}**.`
      : '';
  return segments(
    `Before any model, **${percent(low.base.value)}** of ${low.group} and **${percent(high.base.value)}** of ${high.group} are positive; ${least.group} is ${percent(least.share)} of the rows.${after}`,
  );
}
