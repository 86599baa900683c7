/** @file A first look at a table in the light of a study: its target, its groups, its split. */
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import { rowsWhere } from '../data/cohort.ts';
import type { Condition } from '../data/cohort.ts';
import { associate } from '../data/explore/associations.ts';
import { distribute } from '../data/explore/distribution.ts';
import { rankInformation } from '../data/explore/information.ts';
import { findMissing } from '../data/explore/missingness.ts';
import { comparePair } from '../data/explore/pair.ts';
import type {
  Associations,
  Classes,
  Distribution,
  Followed,
  InformationRanking,
  Missingness,
  Pair,
} from '../data/explore/types.ts';
import { testQuality } from '../data/quality/index.ts';
import type { Finding, Reference } from '../data/quality/index.ts';
import { codedOf, findColumn } from '../data/select.ts';
import type { Table } from '../data/table.ts';
import { frameTarget, targetsOf } from '../framing/index.ts';
import { parseStudy } from './parse.ts';
import { prepare } from './prepare.ts';
import type { Framing, StudyInput } from './schema.ts';

/**
 * rows: looked at; total: of the part asked for. They differ where a sample stands for a large table. information: null without a
 * target; of training rows only where the study divides them, as features are chosen by it.
 */
export interface Exploration {
  rows: number;
  total: number;
  associations: Associations;
  information: InformationRanking | null;
  missingness: Missingness;
}

/** Stands for the split where a distribution is to be overlaid by it. */
export const bySplit = '(split)';

/** Rows looked at: all of them up to this many, else every k-th, so that about this many remain. */
const most = 200_000;

/** Of the rows that `where` leaves. Leaves room for other work, and ends where the signal says so. */
export async function exploreTable(
  table: Table,
  study: Partial<StudyInput> | null,
  where: readonly Condition[] = [],
  control: Partial<Control> = {},
): Promise<Exploration> {
  const all = rowsWhere(table, where);
  const rows = sampled(all);
  const target = targetOf(table, study);
  const parts = target && unless(() => prepare(parseStudy(study), table).parts);
  const known = parts ? rows.filter((row) => parts[row] === 0) : rows;
  const associations = await associate(table, rows, control);
  return {
    rows: rows.length,
    total: all.length,
    associations,
    information: target && (await rankInformation(table, target, known, control)),
    missingness: findMissing(table, target, rows),
  };
}

/**
 * All rows of the column, split by the target, by the study's split, or by the values of a column. Throws InputError where
 * there is no such column, or one of too many values.
 */
export function distributionOf(
  table: Table,
  column: string,
  by: string | null,
  study: Partial<StudyInput> | null,
  where: readonly Condition[] = [],
): Distribution {
  const target = targetOf(table, study);
  const rows = rowsWhere(table, where);
  return distribute(table, column, groupsBy(table, by, study, target), rows, followed(target, study));
}

/** Two columns against each other on the rows that `where` leaves, points coloured by the target's class. Throws InputError. */
export function pairOf(
  table: Table,
  columns: readonly [string, string],
  study: Partial<StudyInput> | null,
  where: readonly Condition[] = [],
): Pair {
  return comparePair(table, ...columns, rowsWhere(table, where), targetOf(table, study));
}

/** Every quality test on the table, by the target, split and groups of the study as far as it has them. */
export function qualityOf(
  table: Table,
  study: Partial<StudyInput> | null,
  references: Reference[],
  control: Partial<Control> = {},
): Promise<Finding[]> {
  const names = new Set(table.columns.map(({ name }) => name));
  const context = {
    table,
    target: targetOf(table, study),
    parts: unless(() => prepare(parseStudy(study), table).parts),
    // Bands are no values to count.
    groups: (study?.groups ?? []).filter((name) => names.has(name) && study?.bands?.[name] === undefined),
    references: references.filter(({ column }) => names.has(column)),
  };
  return testQuality(context, control);
}

function groupsBy(
  table: Table,
  by: string | null,
  study: Partial<StudyInput> | null,
  target: Classes | null,
): Classes | null {
  if (by === null) return null;
  if (by === target?.name) return target;
  if (by === bySplit) {
    const { parts } = prepare(parseStudy(study), table);
    const codes = Int32Array.from(parts, (part) => (part > 2 ? -1 : part));
    return { name: by, classes: ['train', 'validation', 'test'], codes };
  }
  const { codes, levels } = codedOf(findColumn(table, by, 'distribution.by'), 'distribution.by');
  return { name: by, classes: levels, codes };
}

/** Null while the study has no target, or one that cannot be framed: a look at the rest is still worth having. */
function targetOf(table: Table, study: Partial<StudyInput> | null): Classes | null {
  const framing = study?.framing;
  if (!framing) return null;
  return unless(() => ({ name: targetsOf(framing).join(' / '), ...frameTarget(table, framing as Framing) }));
}

/** Null where the study is not yet such that it could run. */
function unless<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Of two classes the share of the positive. */
function followed(target: Classes | null, study: Partial<StudyInput> | null): Followed | null {
  if (target === null || !['binary', 'threshold'].includes(study?.framing?.kind ?? '')) return null;
  const values = Float64Array.from(target.codes, (code) => (code < 0 ? NaN : code));
  return { name: `${target.name} is ${target.classes[1]}`, measure: 'share', values };
}

function sampled(rows: Uint32Array): Uint32Array {
  const stride = Math.ceil(rows.length / most);
  return stride <= 1 ? rows : rows.filter((_, i) => i % stride === 0);
}
