/** @file The kinds of answer: what goes in and comes out, what each takes, and how one becomes another. Pure. */
import { stableJson } from '../../../core/base/hash.ts';
import type { ColumnProfile, TableSummary } from '../../../core/data/profile-types.ts';
import { separator } from '../../../core/framing/hierarchical.ts';
import { framings, targetsOf } from '../../../core/framing/index.ts';
import type { FrameNotes } from '../../../core/study/verdicts.ts';
import type { StudyInput } from '../../../core/study/schema.ts';
import { suggestScore } from '../../state/framing.ts';
import { candidateKinds, candidateRefusal, isCandidates, withCandidates } from './candidates.ts';
import { fewRows } from './findings.ts';

export type Framing = StudyInput['framing'];
export type Kind = Framing['kind'];

/** In: one row. */
export const kinds: { kind: Kind; name: string; sentence: string }[] = [
  { kind: 'binary', name: 'Yes or no', sentence: 'a row → how likely it is the positive class, against all the rest' },
  { kind: 'multiclass', name: 'One of several', sentence: 'a row → one class; the scores of all classes sum to 1' },
  {
    kind: 'one-vs-rest',
    name: 'Several yes or no',
    sentence: 'a row → yes or no for each class by a model of its own; several may be yes, or none',
  },
  {
    kind: 'hierarchical',
    name: 'Coarse to fine',
    sentence: 'a row → a coarse class, then a finer one within it, each fork with a model of its own',
  },
  { kind: 'score', name: 'A number, then classes', sentence: 'a row → a number, cut at edges into classes' },
  { kind: 'threshold', name: 'At least a number', sentence: 'a row → how likely its number is the threshold or more' },
  ...candidateKinds,
];

const columnOf = (table: TableSummary, name: string) => table.columns.find((column) => column.name === name);

/** Whether two framings ask the same: defaults may be written out in one of them. */
export function sameFraming(a: Framing, b: Framing): boolean {
  const whole = (framing: Framing) => stableJson(framings[framing.kind].options.parse(framing));
  return a.kind === b.kind && whole(a) === whole(b);
}

/** Without classes that are held back or came later: other columns have other classes. */
export function withoutGrowth(framing: Extract<Framing, { kind: 'hierarchical' }>): typeof framing {
  const { without: _, later: __, ...rest } = framing;
  return rest;
}

/** Why the kind cannot be asked of this target; null where it can. */
export function refusal(kind: Kind, framing: Framing, table: TableSummary): string | null {
  if (isCandidates(kind)) return candidateRefusal(kind, framing, table);
  const finest = columnOf(table, targetsOf(framing).at(-1)!);
  if (kind === 'score' || kind === 'threshold')
    return finest && suggestScore(table, finest.name) ? null : 'needs a target of numbers';
  return finest?.levels ? null : 'has more than 1,000 different values; a number can be cut into classes';
}

/** The same target asked in another way; null where it cannot be. */
export function switched(kind: Kind, framing: Framing, table: TableSummary): Framing | null {
  const finest = columnOf(table, targetsOf(framing).at(-1)!);
  if (!finest || refusal(kind, framing, table) !== null) return null;
  if (isCandidates(kind)) return withCandidates(kind, framing, table);
  const target = finest.name;
  if (kind === 'score' && framing.kind === 'threshold') return { kind, target, edges: [framing.from] };
  if (kind === 'score') return suggestScore(table, target);
  if (kind === 'threshold') {
    const [from] = framing.kind === 'score' ? framing.edges : suggestScore(table, target)!.edges;
    return { kind, target, from: from! };
  }
  if (kind === 'binary') return { kind, target, positive: finest.levels!.at(-1)?.text ?? '' };
  if (kind === 'hierarchical') return { kind, target: [...coarser(finest, table), target] };
  return { kind, target };
}

/** The first category of fewer values that is not learned from, where there is one. A sensitive column is no level by itself. */
function coarser(finest: ColumnProfile, { columns }: TableSummary): string[] {
  const found = columns.find(
    ({ name, type, role, sensitive, levels }) =>
      name !== finest.name &&
      type === 'category' &&
      role !== 'feature' &&
      !sensitive &&
      levels &&
      levels.length > 1 &&
      levels.length < finest.levels!.length,
  );
  return found ? [found.name] : [];
}

/** `5 classes of at least 100 rows need 500; 2 of them have fewer.` */
export function examplesNeeded(classes: FrameNotes['classes']): string {
  const short = classes.filter(({ n }) => n < fewRows).length;
  const said = (n: number) => n.toLocaleString('en');
  const total = classes.reduce((sum, { n }) => sum + n, 0);
  const enough =
    short === 0 ? 'each has as many' : short === 1 ? 'one of them has fewer' : `${said(short)} of them have fewer`;
  return `${said(classes.length)} classes of at least ${fewRows} rows need ${said(classes.length * fewRows)} examples: there are ${said(total)}, and ${enough}.`;
}

/** Where a finer class stands in more than one coarser one, in a sentence; null where each stands in one. */
export function nestingSentence(
  { target }: { target: readonly string[] },
  classes: FrameNotes['classes'],
): string | null {
  if (target.length < 2) return null;
  const leaves = new Set(classes.map(({ label }) => label.slice(label.lastIndexOf(separator) + separator.length)));
  const paths = classes.length;
  if (leaves.size === paths) return null;
  const [finest, above] = [target.at(-1)!, target.slice(0, -1).join(' and ')];
  return `The same ${finest} stands in more than one ${above}: ${leaves.size.toLocaleString('en')} of ${finest} make ${paths.toLocaleString('en')} classes. That is right for a question of both; where ${finest} alone is asked for, choose a level that holds each in one place.`;
}

/** Numbers between commas or spaces; null where one is none. */
export function readEdges(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = words.map(Number);
  return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : null;
}
