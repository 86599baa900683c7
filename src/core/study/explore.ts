/** @file A first look at a table in the light of a study: its target, its groups, its split. */
import { InputError } from '../base/errors.ts';
import { associate } from '../data/explore/associations.ts';
import { distribute } from '../data/explore/distribution.ts';
import { rankInformation } from '../data/explore/information.ts';
import { findMissing } from '../data/explore/missingness.ts';
import type {
  Associations,
  Classes,
  Distribution,
  Followed,
  InformationRanking,
  Missingness,
} from '../data/explore/types.ts';
import { testQuality } from '../data/quality/index.ts';
import type { Finding, Reference } from '../data/quality/index.ts';
import { codedOf, findColumn } from '../data/select.ts';
import type { Table } from '../data/table.ts';
import { frameTarget } from '../framing/index.ts';
import { parseStudy } from './parse.ts';
import { prepare } from './prepare.ts';
import type { Framing, StudyInput } from './schema.ts';

/**
 * rows: looked at; total: in the table. They differ where a sample stands for a large table. information: null without a
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

export function exploreTable(table: Table, study: Partial<StudyInput> | null): Exploration {
  const rows = sampled(table.rows);
  const target = targetOf(table, study);
  const parts = target && unless(() => prepare(parseStudy(study), table).parts);
  const known = parts ? rows.filter((row) => parts[row] === 0) : rows;
  return {
    rows: rows.length,
    total: table.rows,
    associations: associate(table, rows),
    information: target && rankInformation(table, target, known),
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
): Distribution {
  const target = targetOf(table, study);
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  return distribute(table, column, groupsBy(table, by, study, target), rows, followed(target, study));
}

/** Every quality test on the table, by the target, split and groups of the study as far as it has them. */
export function qualityOf(table: Table, study: Partial<StudyInput> | null, references: Reference[]): Finding[] {
  const names = new Set(table.columns.map(({ name }) => name));
  return testQuality({
    table,
    target: targetOf(table, study),
    parts: unless(() => prepare(parseStudy(study), table).parts),
    groups: (study?.groups ?? []).filter((name) => names.has(name)),
    references: references.filter(({ column }) => names.has(column)),
  });
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
  return unless(() => ({ name: framing.target, ...frameTarget(table, framing as Framing) }));
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
  if (target === null || study?.framing?.kind !== 'binary') return null;
  const values = Float64Array.from(target.codes, (code) => (code < 0 ? NaN : code));
  return { name: `${target.name} is ${target.classes[1]}`, measure: 'share', values };
}

function sampled(rows: number): Uint32Array {
  const stride = Math.ceil(rows / most);
  return Uint32Array.from({ length: Math.ceil(rows / Math.max(1, stride)) }, (_, i) => i * stride);
}
