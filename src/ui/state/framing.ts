/** @file Pure suggestions: what a study looks like when a person has only chosen a table or a target. */
import type { TableSummary } from '../../core/data/profile-types.ts';
import { targetsOf } from '../../core/framing/index.ts';
import type { Framing, StudyInput } from '../../core/study/schema.ts';

/**
 * Two classes: binary, the rarer one positive (ties: the later in code-point order). 3 to 100: multiclass. Null where the
 * column has fewer than two or too many values to be a target.
 */
export function suggestFraming(table: TableSummary, target: string): Framing | null {
  const levels = table.columns.find(({ name }) => name === target)?.levels;
  if (!levels || levels.length < 2 || levels.length > 100) return null;
  if (levels.length > 2) return { kind: 'multiclass', target };
  const [a, b] = levels as [(typeof levels)[0], (typeof levels)[0]];
  const rarer = a.count === b.count ? (a.text > b.text ? a : b) : a.count < b.count ? a : b;
  return { kind: 'binary', target, positive: rarer.text };
}

/** A number of any many values, cut in the middle of its rows; null for other columns. */
export function suggestScore(table: TableSummary, target: string): Extract<Framing, { kind: 'score' }> | null {
  const column = table.columns.find(({ name }) => name === target);
  if (!column?.numbers || column.type !== 'number') return null;
  const { min, max, median, mean } = column.numbers;
  const edge = [Number(median.toPrecision(4)), median, mean].find((value) => value > min && value <= max);
  return edge === undefined ? null : { kind: 'score', target, edges: [edge] };
}

/** The study a table starts with: the target where the file itself names one, the sensitive columns as groups. */
export function startingStudy(table: TableSummary, data: Partial<StudyInput['data']>): Partial<StudyInput> {
  const targets = table.columns.filter(({ role }) => role === 'target');
  const framing = targets.length === 1 ? suggestFraming(table, targets[0]!.name) : null;
  return {
    version: 1,
    name: table.name.replace(/\.[^.]+$/, ''),
    data: { ...data, source: table.name, sha256: table.sha256 },
    ...(framing && { framing }),
    groups: table.columns.filter(({ sensitive }) => sensitive).map(({ name }) => name),
  };
}

/** The same study for another table: what names a column that is gone is left out. */
export function carryOver(
  study: Partial<StudyInput>,
  table: TableSummary,
  data: Partial<StudyInput['data']>,
): Partial<StudyInput> {
  const names = new Set(table.columns.map(({ name }) => name));
  const next: Partial<StudyInput> = { ...study, data: { ...data, source: table.name, sha256: table.sha256 } };
  if (next.framing && !targetsOf(next.framing).every((name) => names.has(name))) delete next.framing;
  if (next.split && 'column' in next.split && !names.has(next.split.column)) delete next.split;
  if (next.groups) next.groups = next.groups.filter((name) => names.has(name));
  if (next.bands) next.bands = Object.fromEntries(Object.entries(next.bands).filter(([name]) => names.has(name)));
  // Only a feature can be explained.
  const features = new Set(table.columns.filter(({ role }) => role === 'feature').map(({ name }) => name));
  return { ...next, ...explainOnly(next, (name) => features.has(name)) };
}

/** A new target is neither explained nor compared by. */
export function withoutTarget(
  study: Partial<StudyInput>,
  framing: Pick<StudyInput['framing'], 'target'>,
): Partial<StudyInput> {
  const targets = targetsOf(framing);
  const next = { ...study, ...explainOnly(study, (name) => !targets.includes(name)) };
  if (next.groups) next.groups = next.groups.filter((name) => !targets.includes(name));
  return next;
}

function explainOnly({ explain }: Partial<StudyInput>, isKept: (name: string) => boolean): Partial<StudyInput> {
  if (!explain) return {};
  const { partialDependence = [], ice = [], ale, permutation, ...rest } = explain;
  const kept = { ...rest, partialDependence: partialDependence.filter(isKept), ice: ice.filter(isKept) };
  return {
    explain: {
      ...kept,
      ...(ale && { ale: ale.filter(isKept) }),
      ...(permutation !== undefined && {
        permutation: Array.isArray(permutation)
          ? permutation.filter((told) => [told].flat().every(isKept))
          : permutation,
      }),
    },
  };
}

/** A framing whose positive class is missing or belongs to another target is filled in from the table. */
export function completeFraming(framing: StudyInput['framing'], table: TableSummary): StudyInput['framing'] {
  if (framing.kind !== 'binary') return framing;
  const levels = table.columns.find(({ name }) => name === framing.target)?.levels;
  if (framing.positive && (!levels || levels.some(({ text }) => text === framing.positive))) return framing;
  const suggested = suggestFraming(table, framing.target);
  return suggested ?? framing;
}
