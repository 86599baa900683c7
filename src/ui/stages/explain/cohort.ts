/** @file What an edit of many rows changes: the mean score, the decisions, the gaps between groups. */
import type { ColumnEdit } from '../../../core/explain/cohort-edit.ts';
import { countGroups } from '../../../core/fairness/counts.ts';
import { spread } from '../../../core/fairness/measures.ts';
import type { CohortScores } from '../../../core/study/explainer.ts';
import type { Evaluated } from '../../plots/evaluated.ts';
import { count, decimal, segments, signed, type Segment } from '../../plots/format.ts';
import { cellWords } from './findings.ts';

export interface CohortChange {
  /** Rows edited. */
  n: number;
  /** Mean score of the class over them. */
  was: number;
  now: number;
  /** Decisions for the class that were gained and lost. */
  gained: number;
  lost: number;
}

/** test: the rows as they were, in the order of `after`. decide: a class by scores, of the row at a place, before or after the edit. */
export function cohortChange(
  test: Evaluated,
  after: CohortScores,
  of: number,
  decide: (scores: ArrayLike<number>, place: number, isAfter: boolean) => number,
): CohortChange & { before: Int32Array; decided: Int32Array } {
  const { classes } = test;
  const at = (scores: Float64Array, r: number) => scores.subarray(r * classes, (r + 1) * classes);
  const before = Int32Array.from(test.rows, (_, r) => decide(at(test.scores, r), r, false));
  const decided = before.map((said, r) => (after.edited[r] ? decide(at(after.scores, r), r, true) : said));
  let [n, was, now, gained, lost] = [0, 0, 0, 0, 0];
  for (let r = 0; r < test.rows.length; r++) {
    if (!after.edited[r]) continue;
    n++;
    was += test.scores[r * classes + of]!;
    now += after.scores[r * classes + of]!;
    if (before[r] !== of && decided[r] === of) gained++;
    if (before[r] === of && decided[r] !== of) lost++;
  }
  return { n, was: was / n, now: now / n, gained, lost, before, decided };
}

/** The gap in the selection rate of the class, before and after; null where fewer than two groups have 30 rows. */
export function gapChange(
  groups: { codes: Int32Array; names: readonly string[] },
  test: Evaluated,
  before: Int32Array,
  after: Int32Array,
  of: number,
): { was: number | null; now: number | null } {
  const gap = (said: Int32Array) =>
    spread(countGroups(groups.codes, groups.names.length, test.actual, said, of), 'selectionRate').difference;
  return { was: gap(before), now: gap(after) };
}

export function editWords(edit: ColumnEdit): string {
  if ('set' in edit) return `${edit.column} set to ${cellWords(edit.set)}`;
  if ('add' in edit) return `${edit.column} ${signed(edit.add, Number.isInteger(edit.add) ? 0 : 3)}`;
  return `${edit.column} times ${edit.times}`;
}

export function cohortFinding(change: CohortChange, edit: ColumnEdit, label: string): Segment[] {
  if (change.n === 0) return segments('No test row is in this cohort.');
  const turned = change.gained + change.lost;
  const which = turned === 0 ? '' : `: ${count(change.gained)} to ${label}, ${count(change.lost)} away from it`;
  return segments(
    `With **${editWords(edit)}** in ${count(change.n)} rows, the mean score for ${label} goes from ${decimal(change.was)} to **${decimal(change.now)}**, and **${count(turned)}** decisions turn${which}.`,
  );
}

export function gapWords(group: string, label: string, was: number | null, now: number | null): string {
  const gap = `The gap by ${group} in the share named ${label}`;
  if (was === null || now === null) return `${gap} cannot be told: fewer than two groups have 30 rows.`;
  return `${gap} goes from ${decimal(was)} to ${decimal(now)}.`;
}
