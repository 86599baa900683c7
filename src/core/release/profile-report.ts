/** @file A table's profile as a file of aggregates that can be kept, and compared with another table's later. */
import { z } from 'zod';
import { parseAt } from '../base/parse.ts';
import { stabilityIndex } from '../data/quality/drift.ts';
import type { ColumnProfile, TableSummary } from '../data/profile-types.ts';
import { smallCell } from './data-card.ts';

/** Most levels written out a column. */
const mostLevels = 50;

const columnSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  missing: z.number(),
  distinct: z.number(),
  numbers: z
    .strictObject({ mean: z.number(), deviation: z.number(), edges: z.array(z.number()), counts: z.array(z.number()) })
    .nullable(),
  /** Levels of 5 rows at least; the rest are one count. */
  levels: z.array(z.strictObject({ text: z.string(), count: z.number() })).nullable(),
  rest: z.number(),
});

export const profileSchema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  sha256: z.string(),
  rows: z.number(),
  columns: z.array(columnSchema),
});
export type ProfileReport = z.output<typeof profileSchema>;
type ColumnReport = ProfileReport['columns'][number];

/**
 * Aggregates only: no cell of a text, an id or a date, no least or greatest value, and no count of 1 to 4, which is 0 instead and
 * part of the rest.
 */
export function profileReport({ name, sha256, rows, columns }: TableSummary): ProfileReport {
  return { version: 1, name, sha256, rows, columns: columns.map(columnReport) };
}

function columnReport({
  name,
  type,
  missing,
  distinct,
  numbers,
  histogram,
  levels,
  rows,
}: ColumnProfile): ColumnReport {
  const base = { name, type, missing: hidden(missing), distinct };
  const isOpen = type === 'category' || type === 'ordinal' || type === 'boolean';
  if (type === 'number' && numbers && histogram.edges) {
    // Bounds by deviations from the mean: the ends of the histogram are cells of single rows.
    const { mean, deviation } = numbers;
    const inner = histogram.edges.slice(1, -1).map((edge) => Number(edge.toPrecision(6)));
    const counts = histogram.counts.map(hidden);
    return { ...base, numbers: { mean, deviation, edges: inner, counts }, levels: null, rest: 0 };
  }
  if (!isOpen || levels === null) return { ...base, numbers: null, levels: null, rest: rows - missing };
  const kept = levels.filter(({ count }) => count >= smallCell).slice(0, mostLevels);
  const rest = levels.reduce((sum, { count }) => sum + count, 0) - kept.reduce((sum, { count }) => sum + count, 0);
  return { ...base, numbers: null, levels: kept.map(({ text, count }) => ({ text, count })), rest: hidden(rest) };
}

const hidden = (count: number) => (count < smallCell ? 0 : count);

/** Throws InputError where the text is no profile. */
export function parseProfile(text: string): ProfileReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = text;
  }
  return parseAt(profileSchema, value, 'profile');
}

/** What is different between an earlier table and this one, a line a column; index: the population stability index, or null. */
export interface ProfileChange {
  column: string;
  kind: 'new' | 'gone' | 'type' | 'changed' | 'same';
  /** Shares of missing cells. */
  missing: [before: number | null, now: number | null];
  /** How far the mean moved, in deviations of before. */
  shift: number | null;
  index: number | null;
  /** Levels that were not there, or are there no more; 10 at most each. */
  appeared: string[];
  vanished: string[];
}

/** Over this a share moved: by convention. */
const moved = 0.1;

export function compareProfiles(before: ProfileReport, now: ProfileReport): ProfileChange[] {
  const names = [...new Set([...before.columns, ...now.columns].map(({ name }) => name))];
  return names.map((name) => {
    const [a, b] = [before, now].map((report) => report.columns.find((column) => column.name === name));
    const share = (column: ColumnReport | undefined, rows: number) =>
      column && rows > 0 ? column.missing / rows : null;
    const missing: ProfileChange['missing'] = [share(a, before.rows), share(b, now.rows)];
    const none = { column: name, missing, shift: null, index: null, appeared: [], vanished: [] };
    if (!a || !b) return { ...none, kind: a ? 'gone' : 'new' };
    if (a.type !== b.type) return { ...none, kind: 'type' };
    const shift =
      a.numbers && b.numbers && a.numbers.deviation > 0
        ? (b.numbers.mean - a.numbers.mean) / a.numbers.deviation
        : null;
    const { index, appeared, vanished } = a.levels && b.levels ? levelChange(a, b) : { ...none, index: null };
    const isMoved =
      Math.abs(missing[0]! - missing[1]!) > 0.05 ||
      Math.abs(shift ?? 0) > moved ||
      (index ?? 0) > moved ||
      appeared.length + vanished.length > 0;
    return { ...none, kind: isMoved ? 'changed' : 'same', shift, index, appeared, vanished };
  });
}

function levelChange(a: ColumnReport, b: ColumnReport) {
  const texts = [...new Set([...a.levels!, ...b.levels!].map(({ text }) => text))];
  const countOf = (column: ColumnReport, text: string) =>
    column.levels!.find((level) => level.text === text)?.count ?? 0;
  const counts = (column: ColumnReport) => Float64Array.of(...texts.map((text) => countOf(column, text)), column.rest);
  const only = (own: ColumnReport, other: ColumnReport) =>
    texts.filter((text) => countOf(own, text) > 0 && countOf(other, text) === 0).slice(0, 10);
  // A level under 5 rows is in the rest, so that one is new or gone only where the other has no rest.
  return {
    index: stabilityIndex(counts(a), counts(b)),
    appeared: a.rest > 0 ? [] : only(b, a),
    vanished: b.rest > 0 ? [] : only(a, b),
  };
}
