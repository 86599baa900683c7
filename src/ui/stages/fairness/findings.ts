/** @file What the groups say, in one sentence and without a verdict. */
import type { Gap, GroupRow } from '../../../core/study/run.ts';
import { decimal, interval, percent, segments, type Segment } from '../../plots/format.ts';
import { smallest } from '../../plots/group-intervals.ts';

/** The two groups furthest apart in the share it finds; groups whose own denominator is under 30 stay out. */
export function fairnessFinding(column: string, rows: GroupRow[], gap: Gap | null): Segment[] {
  const said = rows
    .filter((row) => row.truePositiveRate.n >= smallest && row.truePositiveRate.value !== null)
    .sort((a, b) => a.truePositiveRate.value! - b.truePositiveRate.value!);
  const low = said[0];
  const high = said.at(-1);
  if (!low || !high || said.length < 2) {
    return segments(
      `By ${column}, fewer than two groups have ${smallest} positive test rows: **nothing can be said** about a gap in who is found.`,
    );
  }
  if (low.truePositiveRate.value === high.truePositiveRate.value) {
    return segments(
      `By ${column}, it finds **${percent(high.truePositiveRate.value)}** in every group large enough to tell.`,
    );
  }
  const beside =
    gap && gap.value !== null && gap.low !== null ? `, a gap of ${decimal(gap.value, 2)} (${interval(gap, 2)})` : '';
  return segments(
    `It finds **${percent(high.truePositiveRate.value)}** of the positives where ${column} is ${high.group} and **${percent(low.truePositiveRate.value)}** where it is ${low.group}${beside}.`,
  );
}
