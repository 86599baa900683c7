/** @file A linear support vector machine for two sides by dual coordinate descent (Hsieh and others 2008, as in LIBLINEAR). */
import type { Rng } from '../base/random.ts';
import type { SparseMatrix } from './contract.ts';

export interface DualProblem {
  readonly x: SparseMatrix;
  /** Which rows are on the positive side. */
  readonly isPositive: ArrayLike<boolean>;
  readonly weights: Float64Array | null;
  readonly cost: number;
  readonly loss: 'squared hinge' | 'hinge';
  readonly tolerance: number;
  readonly maxPasses: number;
  readonly rng: Rng;
}

export interface Separator {
  /** A coefficient a column, then the intercept, which is penalised like the rest. */
  readonly coefficients: Float64Array;
  readonly isConverged: boolean;
}

/** Minimises |w|^2 / 2 + cost * the weighted sum of hinge losses (or of their squares). pace: awaited once a pass. */
export async function separate(problem: DualProblem, pace: () => Promise<unknown>): Promise<Separator> {
  const { x, isPositive, weights, cost, loss, tolerance, maxPasses, rng } = problem;
  const d = x.names.length;
  const w = new Float64Array(d + 1);
  const alpha = new Float64Array(x.rows);
  const squares = new Float64Array(x.rows);
  for (let r = 0; r < x.rows; r++) {
    squares[r] = 1;
    for (let i = x.starts[r]!; i < x.starts[r + 1]!; i++) squares[r]! += x.values[i]! ** 2;
  }
  const all = Uint32Array.from(alpha.keys()).filter((r) => !weights || weights[r]! > 0);
  let active = all.slice();
  let [highest, lowest] = [Infinity, -Infinity];
  for (let pass = 0; pass < maxPasses; pass++) {
    await pace();
    shuffle(active, rng);
    let [nextHighest, nextLowest] = [-Infinity, Infinity];
    let kept = 0;
    for (const r of active) {
      const side = isPositive[r] ? 1 : -1;
      const bound = cost * (weights ? weights[r]! : 1);
      const diagonal = loss === 'hinge' ? 0 : 0.5 / bound;
      const upper = loss === 'hinge' ? bound : Infinity;
      const to = x.starts[r + 1]!;
      let sum = w[d]!;
      for (let i = x.starts[r]!; i < to; i++) sum += w[x.columns[i]!]! * x.values[i]!;
      const before = alpha[r]!;
      const gradient = side * sum - 1 + before * diagonal;
      // A row at its bound whose slope holds it there is left out until the rest has settled.
      if ((before === 0 && gradient > highest) || (before === upper && gradient < lowest)) continue;
      active[kept++] = r;
      const projected = before === 0 ? Math.min(gradient, 0) : before === upper ? Math.max(gradient, 0) : gradient;
      nextHighest = Math.max(nextHighest, projected);
      nextLowest = Math.min(nextLowest, projected);
      if (Math.abs(projected) <= 1e-14) continue;
      alpha[r] = Math.min(upper, Math.max(0, before - gradient / (squares[r]! + diagonal)));
      const step = (alpha[r]! - before) * side;
      for (let i = x.starts[r]!; i < to; i++) w[x.columns[i]!]! += step * x.values[i]!;
      w[d]! += step;
    }
    active = active.subarray(0, kept);
    if (nextHighest - nextLowest <= tolerance || kept === 0) {
      if (active.length === all.length) return { coefficients: w, isConverged: true };
      active = all.slice();
      [highest, lowest] = [Infinity, -Infinity];
      continue;
    }
    highest = nextHighest <= 0 ? Infinity : nextHighest;
    lowest = nextLowest >= 0 ? -Infinity : nextLowest;
  }
  return { coefficients: w, isConverged: false };
}

/** The signed distance from the border, in units of the margin, for every row. */
export function margins(x: SparseMatrix, coefficients: Float64Array): Float64Array {
  const found = new Float64Array(x.rows);
  for (let r = 0; r < x.rows; r++) {
    let sum = coefficients[x.names.length]!;
    for (let i = x.starts[r]!; i < x.starts[r + 1]!; i++) sum += coefficients[x.columns[i]!]! * x.values[i]!;
    found[r] = sum;
  }
  return found;
}

function shuffle(order: Uint32Array, rng: Rng): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const t = order[i]!;
    order[i] = order[j]!;
    order[j] = t;
  }
}
