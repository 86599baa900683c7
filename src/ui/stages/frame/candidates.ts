/** @file Rows as candidates of a query: what the table must have for it, and how a question becomes one. Pure. */
import type { ColumnProfile, TableSummary } from '../../../core/data/profile-types.ts';
import { targetsOf } from '../../../core/framing/index.ts';
import type { StudyInput } from '../../../core/study/schema.ts';

type Framing = StudyInput['framing'];
export type Candidates = Extract<Framing, { query: string }>;
export type CandidateKind = Candidates['kind'];

export const candidateKinds: { kind: CandidateKind; name: string; sentence: string }[] = [
  {
    kind: 'per-item',
    name: 'Candidates, ranked',
    sentence:
      'a row → the chance that it is the right candidate; those of a query are ranked, new ones without training',
  },
  {
    kind: 'decoupled',
    name: 'Two objectives, ranked',
    sentence: 'a row → whether it is right and what it is worth, by two models; a weight between them ranks',
  },
];

export function isCandidates(kind: Framing['kind']): kind is CandidateKind {
  return kind === 'per-item' || kind === 'decoupled';
}

/** Columns whose values stand in two rows or more each, and are three at least: what a query may be. */
export function queryColumns({ columns, rows }: TableSummary, framing: Framing): string[] {
  const targets = targetsOf(framing);
  return columns
    .filter(({ name, distinct, missing }) => !targets.includes(name) && distinct >= 3 && 2 * distinct <= rows - missing)
    .map(({ name }) => name);
}

/** Numbers that a row may be worth. */
export function worthColumns({ columns }: TableSummary, framing: Framing): string[] {
  const target = targetsOf(framing).at(-1);
  return columns.filter(({ name, type }) => type === 'number' && name !== target).map(({ name }) => name);
}

/** As many as a study may name. */
export const mostWatched = 12;

type Watch = NonNullable<Extract<Candidates, { kind: 'decoupled' }>['watch']>;

/** One more, on a column nobody looks at yet where there is one. */
export function addWatched(watch: Watch, columns: readonly string[]): Watch {
  const column = columns.find((name) => !watch.some((own) => own.column === name)) ?? columns[0]!;
  return [...watch, { who: `person ${watch.length + 1}`, column, better: 'more' }];
}

/** Why rows cannot be candidates here; null where they can. */
export function candidateRefusal(kind: CandidateKind, framing: Framing, table: TableSummary): string | null {
  const target = table.columns.find(({ name }) => name === targetsOf(framing).at(-1));
  if (!target?.levels) return 'needs a target of few different values';
  if (queryColumns(table, framing).length === 0) return 'no column groups rows, several to a value';
  if (kind === 'decoupled' && worthColumns(table, framing).length === 0) return 'needs a column of numbers';
  return null;
}

/** The same target asked of candidates; what can be carried over is. */
export function withCandidates(kind: CandidateKind, framing: Framing, table: TableSummary): Candidates | null {
  if (candidateRefusal(kind, framing, table) !== null) return null;
  const target = targetsOf(framing).at(-1)!;
  const known = 'query' in framing ? framing : null;
  const common = {
    target,
    positive: 'positive' in framing ? framing.positive : rarest(table.columns.find(({ name }) => name === target)!),
    query: known?.query ?? likeliestQuery(table, framing),
    ...(known?.item !== undefined && { item: known.item }),
  };
  if (kind === 'per-item') return { kind, ...common };
  const free = worthColumns(table, framing).filter((name) => name !== common.query && name !== common.item);
  return free.length === 0 ? null : { kind, ...common, value: free[0]! };
}

/** Candidates of a query stay together: a split that would part them becomes one by query. */
export function splitByQuery(framing: Framing, split: StudyInput['split']): Pick<StudyInput, 'split'> {
  if (!('query' in framing) || split?.kind === 'column' || split?.kind === 'time') return split ? { split } : {};
  const { test = 0.2, validation = 0.2 } = split ?? {};
  return { split: { kind: 'group', column: framing.query, test, validation } };
}

/** An id or a category before a number, the most values before fewer. */
function likeliestQuery(table: TableSummary, framing: Framing): string {
  const names = new Set(queryColumns(table, framing));
  const likely = ({ type, distinct }: ColumnProfile) => (type === 'number' || type === 'date' ? 0 : 1e9) + distinct;
  return table.columns.filter(({ name }) => names.has(name)).sort((a, b) => likely(b) - likely(a))[0]!.name;
}

function rarest({ levels }: ColumnProfile): string {
  return levels!.reduce((least, level) => (level.count < least.count ? level : least)).text;
}
