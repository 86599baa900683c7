/** @file What a run's mistakes say, in words. */
import type { Condition } from '../../../core/data/cohort.ts';
import type { Question } from '../../../core/explain/surrogate.ts';
import type { Part } from '../../../core/mistakes/conditions.ts';
import type { ErrorNode } from '../../../core/mistakes/tree.ts';
import type { Labels, Suspects, WeakSpots } from '../../../core/study/mistakes.ts';
import { count, decimal, percent, segments, type Segment } from '../../plots/format.ts';

const short = (value: number) => Number(value.toPrecision(4)).toLocaleString('en', { maximumFractionDigits: 4 });
const day = (value: number) => new Date(value).toISOString().slice(0, 10);

/** `age 30 to under 45`, `job nurse`, `age missing`. dates: columns whose numbers are moments. */
export function partWords(part: Part, dates: ReadonlySet<string> = new Set()): string {
  const { column } = part;
  if ('level' in part) return part.level === null ? `${column} missing` : `${column} ${part.level}`;
  const word = dates.has(column) ? day : short;
  const { from, below } = part;
  if (from === null) return below === null ? `${column} not missing` : `${column} under ${word(below)}`;
  return below === null ? `${column} ${word(from)} or more` : `${column} ${word(from)} to under ${word(below)}`;
}

export const sliceWords = (parts: readonly Part[], dates?: ReadonlySet<string>) =>
  parts.map((part) => partWords(part, dates)).join(' and ');

/** The same part of the rows as Explore filters it, where both ends belong to a stretch. */
export function conditionOf(part: Part): Condition {
  const { column } = part;
  if ('level' in part) return part.level === null ? { column, missing: true } : { column, levels: [part.level] };
  const { from, below } = part;
  return { column, low: from ?? -Number.MAX_VALUE, high: below === null ? Number.MAX_VALUE : justUnder(below) };
}

function justUnder(value: number): number {
  return value === 0 ? -Number.MIN_VALUE : value - Math.abs(value) * 2 ** -53 * 2;
}

export function questionWords(question: Question, dates: ReadonlySet<string> = new Set()): string {
  if ('is' in question) return `${question.column} is ${question.is}`;
  return `${question.column} is at most ${(dates.has(question.column) ? day : short)(question.upTo)}`;
}

export function slicesFinding(spots: WeakSpots, dates?: ReadonlySet<string>): Segment[] {
  const { slices, tried, found } = spots;
  if (found.rows === 0) return segments('There are no validation rows to look for weak spots in.');
  if (found.wrong === 0) return segments(`It is right about **all** ${count(found.rows)} validation rows.`);
  if (slices.length === 0)
    return segments(
      `**No part** of the rows stands out: of ${count(tried)} tried, none is wrong more often than chance would have it.`,
    );
  const confirmed = slices.filter(({ held }) => (held.difference.low ?? -1) > 0);
  const [first] = confirmed;
  if (!first) {
    return segments(
      `${count(slices.length)} of ${count(tried)} parts stood out on validation rows, and test rows confirm **none** of them.`,
    );
  }
  const others =
    slices.length > 1 ? ` Of ${count(slices.length)} such parts test rows confirm ${count(confirmed.length)}.` : '';
  const { inside, outside, wrong } = first.held;
  const share = percent(wrong / Math.max(1, spots.held.wrong));
  return segments(
    `Where ${sliceWords(first.conditions, dates)} it is wrong in **${percent(inside.value)}** of test rows, elsewhere in ${percent(outside.value)}; ${share} of its errors are there.${others}`,
  );
}

/** Leaves of the tree, and whether any is worse than all test rows together. */
export function treeFinding(nodes: readonly ErrorNode[], dates?: ReadonlySet<string>): Segment[] {
  const [root] = nodes;
  if (!root || root.question === null || root.wrong.value === null)
    return segments('No question parts wrong rows from right ones.');
  const worst = leavesOf(nodes).reduce((a, b) => ((b.node.wrong.low ?? -1) > (a.node.wrong.low ?? -1) ? b : a));
  if ((worst.node.wrong.low ?? -1) <= root.wrong.value)
    return segments('The questions found on validation rows part **nothing** on test rows.');
  const path = worst.path
    .map(({ question, yes }) => `${yes ? '' : 'not '}${questionWords(question, dates)}`)
    .join(', ');
  return segments(
    `Its worst corner is ${path}: **${percent(worst.node.wrong.value)}** wrong of ${count(worst.node.wrong.n)} test rows, against ${percent(root.wrong.value)} of all.`,
  );
}

function leavesOf(nodes: readonly ErrorNode[]) {
  const out: { node: ErrorNode; path: { question: Question; yes: boolean }[] }[] = [];
  const walk = (at: number, path: { question: Question; yes: boolean }[]) => {
    const node = nodes[at]!;
    if (node.question === null) return void out.push({ node, path });
    walk(node.yes, [...path, { question: node.question, yes: true }]);
    walk(node.no, [...path, { question: node.question, yes: false }]);
  };
  walk(0, []);
  return out;
}

export function hardestFinding({ hardest }: Suspects, classes: readonly string[]): Segment[] {
  const [first] = hardest;
  if (!first) return segments('There are no test rows.');
  return segments(
    `Its hardest test row is **${count(first.row)}**: it is ${classes[first.actual]}, which the model gave ${first.score < 0.0005 ? 'less than .001' : decimal(first.score)}.`,
  );
}

export function labelsFinding(labels: Labels, classes: readonly string[]): Segment[] {
  const { joint, rows, of } = labels;
  if (rows === 0) return segments('There are no rows the model did not learn from.');
  if (of === 0) return segments('**No label** is one that the model is confident against.');
  let [wrong, most] = [0, { given: 0, likely: 0, n: -1 }];
  joint.forEach((row, given) =>
    row.forEach((n, likely) => {
      if (given === likely) return;
      wrong += n;
      if (n > most.n) most = { given, likely, n };
    }),
  );
  return segments(
    `The model is confident against **${count(of)}** of ${count(rows)} labels; were it right, ${percent(wrong / rows)} of all would be wrong, most often ${classes[most.given]} for ${classes[most.likely]}. Where classes overlap that is too many: read them first.`,
  );
}

export function alikeFinding({ alike }: Suspects): Segment[] {
  const { conflicting, conflicts, unavoidable, rows, near, pairs } = alike;
  const nearly =
    near === null
      ? ' The table is too large to look for rows that are nearly alike.'
      : pairs > 0
        ? ` ${count(pairs)} more pairs differ in one number only, and hardly.`
        : '';
  if (conflicts.length === 0)
    return segments(`**No two rows** of ${count(rows)} say the same and are labelled otherwise.${nearly}`);
  return segments(
    `**${count(conflicting)}** rows are like others in every column the model sees and labelled otherwise: whatever it learns, at least ${count(unavoidable)} of ${count(rows)} (${percent(unavoidable / rows)}) stay wrong.${nearly}`,
  );
}

/** The rows of each conflict, its number in front, the column they differ in behind. */
export function alikeRows({ alike }: Suspects, classes: readonly string[]): { row: number; words: string[] }[] {
  const groups: { rows: number[]; labels: number[]; column?: string }[] = [...alike.conflicts, ...(alike.near ?? [])];
  return groups.flatMap(({ rows, labels, column = '' }, g) =>
    rows.map((row, i) => ({ row, words: [`${g + 1}`, classes[labels[i]!]!, column] })),
  );
}
