/** @file Which pairs of features get a surface, and where a row stands on it. */
import type { Part, Scored } from './boost.ts';
import { bestQuadrants, emptyGrid, groupsOf, quadrantStep } from './pairs.ts';
import type { Sums } from './step.ts';

/** Two features by their numbers, each with its bins put together into groups. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly firstGroup: readonly number[];
  readonly secondGroup: readonly number[];
  readonly firstGroups: number;
  readonly secondGroups: number;
}

/** Groups a feature has on a surface, and in the search for pairs. */
const most = { surface: 32, search: 16 };
/** Features looked at in pairs: those whose curves move the most. */
const searched = 40;

/** The pairs whose best four quadrants take most off the loss that the curves left, for two classes. */
export function choosePairs(
  mains: readonly Part[],
  { y, weights, scores }: Scored,
  { interactions, minSamplesLeaf, l2 }: { interactions: number; minSamplesLeaf: number; l2: number },
): Pair[] {
  if (interactions === 0 || mains.length < 2) return [];
  const gradient = new Float64Array(y.length);
  const hessian = new Float64Array(y.length);
  for (let row = 0; row < y.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    const p = 1 / (1 + Math.exp(-scores[row]!));
    gradient[row] = weight * (p - y[row]!);
    hessian[row] = weight * p * (1 - p);
  }
  const strong = mains
    .map((part, f) => ({ f, weight: spread(part) }))
    .sort((a, b) => b.weight - a.weight || a.f - b.f)
    .slice(0, searched)
    .map(({ f }) => f)
    .sort((a, b) => a - b);
  const coarse = new Map(
    strong.map((f) => {
      const { group, groups } = groupsOf(mains[f]!.rows, most.search);
      return [f, { groups, places: mains[f]!.places.map((bin) => group[bin]!) }];
    }),
  );
  const found: { first: number; second: number; gain: number }[] = [];
  for (const [i, first] of strong.entries())
    for (const second of strong.slice(i + 1)) {
      const [a, b] = [coarse.get(first)!, coarse.get(second)!];
      const grid = emptyGrid(a.groups, b.groups);
      for (let row = 0; row < y.length; row++) {
        const cell = a.places[row]! * b.groups + b.places[row]!;
        grid.gradient[cell]! += gradient[row]!;
        grid.hessian[cell]! += hessian[row]!;
        grid.rows[cell]!++;
      }
      const gain = bestQuadrants(grid, minSamplesLeaf, l2)?.gain;
      if (gain !== undefined) found.push({ first, second, gain });
    }
  found.sort((a, b) => b.gain - a.gain || a.first - b.first || a.second - b.second);
  return found.slice(0, interactions).map(({ first, second }) => {
    const [a, b] = [groupsOf(mains[first]!.rows, most.surface), groupsOf(mains[second]!.rows, most.surface)];
    return {
      first,
      second,
      firstGroup: a.group,
      secondGroup: b.group,
      firstGroups: a.groups,
      secondGroups: b.groups,
    };
  });
}

/** Mean absolute value over the training rows. */
function spread({ values, rows }: Part): number {
  let sum = 0;
  for (const [bin, n] of rows.entries()) sum += n * Math.abs(values[bin]!);
  return sum;
}

/** The cell of each row, row-major over the groups of the first. */
export function cellsOf(pair: Pair, first: Uint16Array, second: Uint16Array): Uint16Array {
  const { firstGroup, secondGroup, secondGroups } = pair;
  return first.map((bin, row) => firstGroup[bin]! * secondGroups + secondGroup[second[row]!]!);
}

export function pairStep(
  { firstGroups, secondGroups }: Pair,
  sums: Sums,
  minSamplesLeaf: number,
  l2: number,
): Float64Array {
  const grid = { ...sums, first: firstGroups, second: secondGroups };
  const best = bestQuadrants(grid, minSamplesLeaf, l2);
  return best === null ? new Float64Array(sums.gradient.length) : quadrantStep(grid, best, l2);
}
