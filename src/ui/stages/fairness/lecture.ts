/** @file Why equal precision and equal error rates cannot both hold where base rates differ, with this run's own numbers. */
import { forcedFalsePositiveRate, total } from '../../../core/fairness/measures.ts';
import { rate, type Cells, type RateName } from '../../../core/fairness/counts.ts';
import { decimal, percent, segments, type Segment } from '../../plots/format.ts';
import { smallest } from '../../plots/group-intervals.ts';

export interface LectureRow {
  group: string;
  /** Share of positives. */
  base: number;
  predictive: number | null;
  found: number;
  alarmed: number;
  /** The false positive rate this group would be forced to if its predictive value and true positive rate were those of all rows. */
  forced: number | null;
}

/** Groups with 30 rows or more of each class. */
export function lectureRows(names: readonly string[], cells: readonly Cells[]): LectureRow[] {
  const share = (cell: Cells, name: RateName) => {
    const [k, n] = rate(cell, name);
    return k / n;
  };
  const all = total(cells);
  return cells.flatMap((cell, g) => {
    const [positives, negatives] = [cell.tp + cell.fn, cell.fp + cell.tn];
    if (positives < smallest || negatives < smallest) return [];
    const base = positives / (positives + negatives);
    const predictive = share(cell, 'positivePredictiveValue');
    return [
      {
        group: names[g]!,
        base,
        predictive: Number.isNaN(predictive) ? null : predictive,
        found: share(cell, 'truePositiveRate'),
        alarmed: share(cell, 'falsePositiveRate'),
        forced: forcedFalsePositiveRate(base, share(all, 'positivePredictiveValue'), share(all, 'truePositiveRate')),
      },
    ];
  });
}

export function lectureFinding(rows: readonly LectureRow[]): Segment[] {
  const sorted = [...rows].sort((a, b) => a.base - b.base);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (!low || !high || low === high)
    return segments('Fewer than two groups have 30 rows of each class: **the conflict cannot be shown**.');
  if (low.base === high.base)
    return segments(
      'The groups have the same base rate: here equal precision and equal error rates **can both hold**.',
    );
  const forced =
    low.forced === null || high.forced === null
      ? ''
      : ` If the precision and the share found were equal, the false positive rates would have to be **${decimal(low.forced)}** and **${decimal(high.forced)}**.`;
  return segments(
    `The base rate is **${percent(low.base)}** for ${low.group} and **${percent(high.base)}** for ${high.group}.${forced} Short of a perfect model, not all three can be equal.`,
  );
}
