/** @file The groups before the model: how many rows each has and how many of them are positive; beside what the model then says. */
import type { Distribution } from '../../../core/data/explore/types.ts';
import { wilson } from '../../../core/metrics/intervals.ts';
import type { Estimate, GroupTable } from '../../../core/study/run.ts';
import type { Groups } from './groups.ts';
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

/** Rows of each group, and those that are positive. */
export interface GroupCount {
  group: string;
  rows: number;
  positives: number;
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
  const counted = of.levels.map((group, l) => ({
    group,
    rows: of.groups.reduce((sum, { counts }) => sum + counts[l]!, 0),
    positives: wanted.counts[l]!,
  }));
  return balanceOf(counted, table, reference);
}

/** Groups of several sets of rows counted together; actual: 1 for the positive class. All sets name the same groups. */
export function heldOut(sets: readonly { groups: Groups; actual: Int32Array }[]): GroupCount[] {
  return (sets[0]?.groups.names ?? []).map((group, g) => {
    const own = sets.flatMap(({ groups, actual }) => [...actual].filter((_, r) => groups.codes[r] === g));
    return { group, rows: own.length, positives: own.filter((y) => y === 1).length };
  });
}

export function balanceOf(
  counted: readonly GroupCount[],
  table: GroupTable | null,
  reference: Readonly<Record<string, number>> | null,
): BalanceRow[] {
  const total = counted.reduce((sum, { rows }) => sum + rows, 0);
  const mass = reference && Object.values(reference).reduce((sum, share) => sum + share, 0);
  return counted.flatMap(({ group, rows, positives }) =>
    rows === 0
      ? []
      : [
          {
            group,
            n: rows,
            share: rows / total,
            base: wilson(positives, rows),
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
