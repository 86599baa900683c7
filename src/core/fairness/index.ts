/** @file Per-group rates with intervals, and the gaps between them with theirs. No verdict word: numbers and their n. */
import type { Rng } from '../base/random.ts';
import { fastDraws } from '../metrics/bootstrap.ts';
import { wilson } from '../metrics/intervals.ts';
import { countGroups, rate, rateNames, resampleCells, type Cells } from './counts.ts';
import { gapEstimate, gapsOf, scopeOf, smallestCell, type Scope } from './gaps.ts';
import type { Gap, GroupRow, GroupTable } from './types.ts';

export { smallestCell };

/**
 * Rates of each group and gaps between groups. groups.codes: group of each row (-1 left out), groups.names: their names
 * (a missing value is already `(missing)`). actual, predicted: class codes; `positive`: the class that counts as selected.
 * Gaps leave out rates with a denominator under 30; intervals are percentiles of a bootstrap stratified by group
 * (`bootstrap`: how many resamples, 2,000 unless told; 0: no interval).
 */
export function groupTable(
  groups: { codes: Int32Array; names: readonly string[] },
  actual: Int32Array,
  predicted: Int32Array,
  positive: number,
  rng: Rng,
  options: { bootstrap?: number } = {},
): GroupTable {
  const all = countGroups(groups.codes, groups.names.length, actual, predicted, positive);
  const size = (cell: Cells) => cell.tp + cell.fp + cell.fn + cell.tn;
  const present = all.flatMap((cell, g) => (size(cell) > 0 ? [{ cell, name: groups.names[g]! }] : []));
  const cells = present.map(({ cell }) => cell);
  const rows: GroupRow[] = present.map(({ cell, name }) => ({
    group: name,
    n: size(cell),
    ...(Object.fromEntries(rateNames.map((r) => [r, wilson(...rate(cell, r))])) as Omit<GroupRow, 'group' | 'n'>),
  }));
  const names = present.map(({ name }) => name);
  return { rows, gaps: gaps(cells, names, rng, options.bootstrap ?? 2000), warnings: rows.flatMap(warningsOf) };
}

function gaps(cells: readonly Cells[], names: readonly string[], rng: Rng, replicates: number): GroupTable['gaps'] {
  const scope = scopeOf(cells);
  const point = gapsOf(cells, scope);
  const keys = Object.keys(point) as (keyof typeof point)[];
  const resampled = Object.fromEntries(keys.map((key) => [key, new Float64Array(replicates)]));
  const draw = fastDraws(rng.split('groups'));
  const uniform = () => draw() / 4294967296;
  for (let b = 0; b < replicates; b++) {
    const drawn = gapsOf(
      cells.map((cell) => resampleCells(cell, uniform)),
      scope,
    );
    for (const key of keys) resampled[key]![b] = drawn[key];
  }
  const basis: Record<keyof typeof point, (keyof Scope)[]> = {
    demographicParityDifference: ['selectionRate'],
    demographicParityRatio: ['selectionRate'],
    equalOpportunityDifference: ['truePositiveRate'],
    equalizedOddsDifference: ['truePositiveRate', 'falsePositiveRate'],
  };
  return Object.fromEntries(
    keys.map((key): [string, Gap] => {
      const used = basis[key].map((name) => scope[name]);
      const excluded = names.filter((_, g) => used.some((places) => !places.includes(g)));
      const left = Math.max(...used.map((places) => places.length));
      return [key, gapEstimate(key, point[key], resampled[key]!, left, excluded)];
    }),
  ) as GroupTable['gaps'];
}

/** What cannot be told about a group, and what to do. */
function warningsOf(row: GroupRow): string[] {
  const advice = 'collect more, or merge it with another group and say so';
  if (row.n < smallestCell)
    return [`${row.group} has ${row.n} rows, fewer than ${smallestCell}: too few to say anything; ${advice}`];
  const thin = (
    [
      ['actual positive rows', row.truePositiveRate.n],
      ['actual negative rows', row.falsePositiveRate.n],
    ] as const
  ).filter(([, n]) => n < smallestCell);
  return thin.map(
    ([what, n]) =>
      `${row.group} has ${n} ${what}, fewer than ${smallestCell}: its rate among them is left out of the gaps`,
  );
}
