/** @file What a study does so that its groups are treated alike: weights, a penalty, or a cutoff for each group. */
import { InputError } from '../base/errors.ts';
import { createRng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import { groupCutoffs, reweighing, type Choice } from '../fairness/mitigation.ts';
import { cutoffDrawn, drawsOf, equalizedOdds, type Drawn } from '../fairness/randomised.ts';
import { cutoffsOf, type Cutoffs, type Outcomes } from '../metrics/cutoffs.ts';
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
 * The cheapest cutoffs on validation rows whose gap is at most the limit told, or those of the smallest gap where none keeps it;
 * or the draws between cutoffs that give all groups the same error rates. Groups with fewer than 30 validation rows of each
 * class keep the common threshold. Null where fewer than two have them.
 */
export function chooseCutoffs(
  { mitigation, decision }: Study,
  groups: Groups | null,
  { evaluated, scores, parts, codes, threshold }: Scored,
): Run['cutoffs'] | null {
  if ((mitigation?.kind !== 'cutoffs' && mitigation?.kind !== 'randomised') || groups === null) return null;
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
  const chosen = mitigation.kind === 'randomised' ? drawn(sets, costs) : settled(sets, costs, mitigation);
  if (!chosen) return null;
  const place = new Map(own.map((g, i) => [g, i]));
  const named = <T>(of: (g: number, i: number | undefined) => T) =>
    Object.fromEntries(groups.names.map((name, g) => [name, of(g, place.get(g))]));
  return {
    column: mitigation.group,
    of: named((_, i) => Math.min(aboveAll, i === undefined ? threshold : chosen.cutoffs[i]!)),
    common: groups.names.filter((_, g) => !place.has(g)),
    ...(chosen.mixtures && {
      mixed: named((_, i) => (i === undefined ? [{ cutoff: threshold, chance: 1 }] : chosen.mixtures![i]!)),
    }),
    validation: { gap: chosen.disparity, cost: chosen.cost },
  };
}

/** A score no probability reaches, as JSON has no Infinity. */
const aboveAll = 1 + Number.EPSILON;

type Chosen = Choice & { mixtures?: Drawn[][] };

function settled(
  sets: Cutoffs[],
  costs: Outcomes,
  { alike, limit }: Extract<Mitigation, { kind: 'cutoffs' }>,
): Chosen | null {
  const most = Math.max(6, Math.floor((alike === 'equalizedOdds' ? 40 : 300) / sets.length));
  const found = groupCutoffs(sets, costs, alike, { most });
  return found.find(({ disparity }) => disparity <= limit) ?? found.at(-1) ?? null;
}

function drawn(sets: Cutoffs[], costs: Outcomes): Chosen | null {
  const found = equalizedOdds(sets, costs);
  if (!found) return null;
  const mixtures = found.mixtures.map((mixture) =>
    mixture.map(({ cutoff, chance }) => ({ cutoff: Math.min(aboveAll, cutoff), chance })),
  );
  const likeliest = mixtures.map((mixture) => mixture.reduce((a, b) => (b.chance > a.chance ? b : a)).cutoff);
  return { cutoffs: likeliest, mixtures, cost: found.cost, disparity: 0 };
}

/** The draw in [0, 1) of each row, by its number in the source: the same row of the same study draws the same each time. */
export function drawsOfRows(seed: number, sourceRows: ArrayLike<number>): Float64Array {
  return drawsOf(createRng(seed).split('randomised cutoffs'), sourceRows);
}

/** The score from which a row of the group is positive; `fallback` for a group that the run has not met. */
export function cutoffOf(
  { of, mixed }: NonNullable<Run['cutoffs']>,
  group: string,
  draw: number,
  fallback: number,
): number {
  const mixture = mixed && Object.hasOwn(mixed, group) ? mixed[group] : undefined;
  if (mixture) return cutoffDrawn(mixture, draw);
  return Object.hasOwn(of, group) ? of[group]! : fallback;
}

/** Decisions by the cutoff of each row's group. draws: one a scored row. */
export function decideByGroup(
  cutoffs: NonNullable<Run['cutoffs']>,
  groups: Groups,
  evaluated: Uint32Array,
  scores: Float64Array,
  draws: Float64Array | null = null,
): Int32Array {
  return Int32Array.from(evaluated, (row, i) => {
    const cutoff = cutoffOf(cutoffs, groups.names[groups.codes[row]!]!, draws ? draws[i]! : 0, aboveAll);
    return scores[2 * i + 1]! >= cutoff ? 1 : 0;
  });
}

/** What a person should know of a study that mitigates. */
export function mitigationWarnings({ mitigation }: Study, cutoffs: Run['cutoffs'] | null): string[] {
  if (mitigation?.kind !== 'cutoffs' && mitigation?.kind !== 'randomised') return [];
  if (!cutoffs)
    return [
      `no cutoffs by ${mitigation.group}: fewer than two groups have ${leastToTune} validation rows of each class, so that all keep the common threshold`,
    ];
  const kept = cutoffs.common.length > 0 ? `; ${cutoffs.common.join(', ')} keep the common one, too few rows` : '';
  const by = mitigation.kind === 'cutoffs' ? 'a cutoff for each group' : 'a draw between cutoffs for each group';
  return [
    `decided by ${by} of ${mitigation.group}, chosen on validation rows: the group must be known when deciding${kept}`,
    ...(mitigation.kind === 'randomised'
      ? [
          'two people alike in everything may be decided differently: a draw by row number and seed stands between them, the same each time for the same row',
        ]
      : []),
  ];
}
