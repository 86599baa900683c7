/** @file What a study does so that its groups are treated alike: weights, a penalty, or a cutoff for each group. */
import { InputError } from '../base/errors.ts';
import type { Table } from '../data/table.ts';
import { groupCutoffs, reweighing } from '../fairness/mitigation.ts';
import { cutoffsOf } from '../metrics/cutoffs.ts';
import type { Penalty } from '../models/penalised.ts';
import { groupsOf } from './columns.ts';
import type { Groups } from './columns.ts';
import type { Run } from './run.ts';
import type { Study } from './schema.ts';

export type Mitigation = NonNullable<Study['mitigation']>;

/** Rows of each class that a group must have on validation rows to get a cutoff of its own. */
export const leastToTune = 30;

/** The group of each row of the table. Throws InputError where the study cannot be mitigated so. */
export function mitigatedGroups(study: Study, table: Table, classes: readonly string[]): Groups | null {
  const { mitigation, model, framing } = study;
  if (mitigation === undefined) return null;
  const path = 'study.mitigation';
  if (mitigation.kind !== 'reweighing') {
    if (classes.length !== 2)
      throw new InputError(`${path}.kind: ${mitigation.kind} is of two classes, and these are: ${classes.length}`);
    if (framing.kind !== 'binary' && framing.kind !== 'threshold')
      throw new InputError(`${path}.kind: ${mitigation.kind} takes a binary framing, not: ${framing.kind}`);
  }
  if (mitigation.kind === 'penalty') {
    if (model.kind !== 'logistic')
      throw new InputError(`${path}.kind: a penalty is paid by logistic regression only, not by: ${model.kind}`);
    if (Number(model.options['l1'] ?? 0) !== 0)
      throw new InputError(`study.model.options.l1: use 0 where groups are penalised: ${String(model.options['l1'])}`);
  }
  return groupsOf(study, table, mitigation.group, `${path}.group`);
}

/**
 * Each training row's own weight times that which makes group and class independent (Kamiran and Calders 2012), by weight.
 * Other rows keep their weight.
 */
export function reweighed(
  { codes: groups, names }: Groups,
  codes: Int32Array,
  classes: number,
  train: Uint32Array,
  own: Float64Array | null,
): Float64Array {
  const weights = own?.slice() ?? new Float64Array(codes.length).fill(1);
  const counts = names.map(() => new Array<number>(classes).fill(0));
  for (const row of train) counts[groups[row]!]![codes[row]!]! += weights[row]!;
  const factors = reweighing(counts);
  for (const row of train) weights[row]! *= factors[groups[row]!]![codes[row]!] ?? 1;
  return weights;
}

/** The penalty of rows that are fitted; null where the study asks for none. */
export function penaltyOf({ mitigation }: Study, groups: Groups | null, rows: Uint32Array): Penalty | null {
  if (mitigation?.kind !== 'penalty' || groups === null) return null;
  const { strength, alike } = mitigation;
  return { strength, alike, groups: Int32Array.from(rows, (row) => groups.codes[row]!) };
}

interface Scored {
  /** Rows of the table that were scored; scores: rows x 2. */
  evaluated: Uint32Array;
  scores: Float64Array;
  /** Part and class of each row of the table. */
  parts: Uint8Array;
  codes: Int32Array;
  threshold: number;
}

/**
 * The cheapest cutoffs on validation rows whose gap is at most the limit told, or those of the smallest gap where none keeps it.
 * Groups with fewer than 30 validation rows of each class keep the common threshold. Null where fewer than two have them.
 */
export function chooseCutoffs(
  { mitigation, decision }: Study,
  groups: Groups | null,
  { evaluated, scores, parts, codes, threshold }: Scored,
): Run['cutoffs'] | null {
  if (mitigation?.kind !== 'cutoffs' || groups === null) return null;
  const members: number[][] = groups.names.map(() => []);
  for (const [i, row] of evaluated.entries()) if (parts[row] === 1) members[groups.codes[row]!]!.push(i);
  const positives = members.map((of) => of.reduce((sum, i) => sum + codes[evaluated[i]!]!, 0));
  const own = [...members.keys()].filter(
    (g) => positives[g]! >= leastToTune && members[g]!.length - positives[g]! >= leastToTune,
  );
  if (own.length < 2) return null;
  const sets = own.map((g) =>
    cutoffsOf(
      members[g]!.map((i) => codes[evaluated[i]!]!),
      Float64Array.from(members[g]!, (i) => scores[2 * i + 1]!),
    ),
  );
  const [falsePositive, falseNegative] =
    decision.kind === 'cost' ? [decision.falsePositive, decision.falseNegative] : [1, 1];
  const costs = { truePositive: 0, trueNegative: 0, falsePositive, falseNegative };
  const most = Math.max(6, Math.floor((mitigation.alike === 'equalizedOdds' ? 40 : 300) / own.length));
  const found = groupCutoffs(sets, costs, mitigation.alike, { most });
  const chosen = found.find(({ disparity }) => disparity <= mitigation.limit) ?? found.at(-1);
  if (!chosen) return null;
  const of = new Map(own.map((g, i) => [g, chosen.cutoffs[i]!]));
  const aboveAll = 1 + Number.EPSILON;
  return {
    column: mitigation.group,
    of: Object.fromEntries(groups.names.map((name, g) => [name, Math.min(aboveAll, of.get(g) ?? threshold)])),
    common: groups.names.filter((_, g) => !of.has(g)),
    validation: { gap: chosen.disparity, cost: chosen.cost },
  };
}

/** Decisions by the cutoff of each row's group. */
export function decideByGroup(
  cutoffs: NonNullable<Run['cutoffs']>,
  groups: Groups,
  evaluated: Uint32Array,
  scores: Float64Array,
): Int32Array {
  const of = groups.names.map((name) => cutoffs.of[name]!);
  return Int32Array.from(evaluated, (row, i) => (scores[2 * i + 1]! >= of[groups.codes[row]!]! ? 1 : 0));
}

/** What a person should know of a study that mitigates. */
export function mitigationWarnings({ mitigation }: Study, cutoffs: Run['cutoffs'] | null): string[] {
  if (mitigation?.kind !== 'cutoffs') return [];
  if (!cutoffs)
    return [
      `no cutoffs by ${mitigation.group}: fewer than two groups have ${leastToTune} validation rows of each class, so that all keep the common threshold`,
    ];
  const kept = cutoffs.common.length > 0 ? `; ${cutoffs.common.join(', ')} keep the common one, too few rows` : '';
  return [
    `decided by a cutoff for each group of ${mitigation.group}, chosen on validation rows: the group must be known when deciding${kept}`,
  ];
}
