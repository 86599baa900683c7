/** @file Pairs of features: which of them tell more together, and one step on the grid of a pair. */
import { score } from './step.ts';

/** A feature with few bins: the group of each bin, as many rows in each group as can be. */
export function groupsOf(rowsByBin: Float64Array, most: number): { group: number[]; groups: number } {
  if (rowsByBin.length <= most) return { group: [...rowsByBin.keys()], groups: rowsByBin.length };
  const total = rowsByBin.reduce((sum, n) => sum + n, 0);
  const group: number[] = [];
  let before = 0;
  for (const n of rowsByBin) {
    group.push(Math.min(most - 1, Math.floor((most * (before + n / 2)) / total)));
    before += n;
  }
  // Empty groups are closed up.
  const names = [...new Set(group)];
  return { group: group.map((g) => names.indexOf(g)), groups: names.length };
}

/** Gradients and hessians summed in each cell of a grid, row-major over the groups of the first. */
export interface Grid {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly rows: Float64Array;
  readonly first: number;
  readonly second: number;
}

export function emptyGrid(first: number, second: number): Grid {
  const cells = () => new Float64Array(first * second);
  return { gradient: cells(), hessian: cells(), rows: cells(), first, second };
}

interface Quadrants {
  /** Groups of the first and of the second below the cuts. */
  cuts: [number, number];
  gain: number;
}

/**
 * The pair of cuts whose four quadrants, each with a step of its own, lower the loss most (FAST; Lou, Caruana, Gehrke and
 * Hooker 2013). Quadrants with too few rows keep no cut.
 */
export function bestQuadrants(grid: Grid, minSamplesLeaf: number, l2: number): Quadrants | null {
  const { first, second } = grid;
  const [g, h, n] = [grid.gradient, grid.hessian, grid.rows].map((cells) => cumulate(cells, first, second)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const last = first * second - 1;
  const whole = score(g[last]!, h[last]!, l2);
  let best: Quadrants | null = null;
  for (let a = 0; a + 1 < first; a++)
    for (let b = 0; b + 1 < second; b++) {
      const corner = a * second + b;
      const row = a * second + second - 1;
      const column = (first - 1) * second + b;
      let gain = -whole;
      for (const [plus, minus, again] of [
        [corner, -1, -1],
        [row, corner, -1],
        [column, corner, -1],
        [last, row, column],
      ] as const) {
        const part = (of: Float64Array) =>
          of[plus]! - (minus < 0 ? 0 : of[minus]!) - (again < 0 ? 0 : of[again]! - of[corner]!);
        if (part(n) < minSamplesLeaf) gain = -Infinity;
        else gain += score(part(g), part(h), l2);
      }
      if (gain > (best?.gain ?? 0) && gain > 1e-12 * Math.abs(whole)) best = { cuts: [a + 1, b + 1], gain };
    }
  return best;
}

/** Newton's step of each quadrant, by cell. */
export function quadrantStep(grid: Grid, { cuts }: Quadrants, l2: number): Float64Array {
  const { gradient, hessian, first, second } = grid;
  const quadrant = (a: number, b: number) => (a < cuts[0] ? 0 : 2) + (b < cuts[1] ? 0 : 1);
  const g = new Float64Array(4);
  const h = new Float64Array(4);
  for (let a = 0; a < first; a++)
    for (let b = 0; b < second; b++) {
      g[quadrant(a, b)]! += gradient[a * second + b]!;
      h[quadrant(a, b)]! += hessian[a * second + b]!;
    }
  const step = new Float64Array(first * second);
  for (let a = 0; a < first; a++)
    for (let b = 0; b < second; b++) {
      const q = quadrant(a, b);
      step[a * second + b] = h[q]! + l2 > 0 ? -g[q]! / (h[q]! + l2) : 0;
    }
  return step;
}

/** Sums over all cells up to and with each. */
function cumulate(cells: Float64Array, first: number, second: number): Float64Array {
  const sums = cells.slice();
  for (let a = 0; a < first; a++) for (let b = 1; b < second; b++) sums[a * second + b]! += sums[a * second + b - 1]!;
  for (let a = 1; a < first; a++) for (let b = 0; b < second; b++) sums[a * second + b]! += sums[(a - 1) * second + b]!;
  return sums;
}
