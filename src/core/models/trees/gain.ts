/** @file The best cut of one leaf by its histogram of gradients and hessians (Chen and Guestrin 2016, equation 7, times 2). */
import type { Coded } from './bins.ts';

export interface GainOptions {
  readonly l2: number;
  readonly minHessian: number;
  readonly minSamplesLeaf: number;
  /** 1 or -1 where the scores must rise or fall with a column; null for none at all. */
  readonly monotone: Int8Array | null;
}

/** Between which values the leaf must stay for the sake of monotone columns above it. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Cut {
  readonly gain: number;
  readonly column: number;
  /** Codes up to it go left. */
  readonly code: number;
  readonly isMissingRight: boolean;
  /** Sums of the left side. */
  readonly gradient: number;
  readonly hessian: number;
}

export interface Leaf {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
  readonly bounds: Bounds;
}

/** Of a leaf with these sums: where gradient * v + (hessian + l2) / 2 * v^2 is least within the bounds. */
export function leafValue(gradient: number, hessian: number, l2: number, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, hessian + l2 > 0 ? -gradient / (hessian + l2) : 0));
}

/** Twice what the value takes off the loss. */
const taken = (gradient: number, hessian: number, value: number, l2: number) =>
  -2 * gradient * value - (hessian + l2) * value * value;

/**
 * Null where no cut has a gain above 0. Of equal gains the first column wins, then the lowest cut, then missing values to the right.
 * mostHessian: of any row; tells without counting that a side has rows enough. counts: rows by code of a column.
 */
export function bestCut(
  leaf: Leaf,
  sums: Float64Array,
  { cuts, offsets, hasMissing }: Coded<Uint8Array>,
  columns: Int32Array,
  options: GainOptions,
  mostHessian: number,
  counts: (column: number) => Int32Array,
): Cut | null {
  const { l2, minHessian, minSamplesLeaf, monotone } = options;
  const { gradient: G, hessian: H, bounds } = leaf;
  const before = monotone ? taken(G, H, leafValue(G, H, l2, bounds), l2) : (G * G) / (H + l2);
  // A side whose hessian is above this has rows enough.
  const ample = minSamplesLeaf * mostHessian * (1 + 1e-9);
  // Gains within rounding of 0 are none.
  let best: Cut | null = null;
  let most = before * (1 + 1e-12) + 1e-14;
  let counted = -1;
  let below: Int32Array = new Int32Array();

  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    const start = 2 * offsets[column]!;
    const codes = cuts[column]!.length;
    const missing = start + 2 * (codes + 1);
    const sign = monotone ? monotone[column]! : 0;
    for (let pass = 0; pass < (hasMissing[column] ? 2 : 1); pass++) {
      // First missing values go right with the rest, then left.
      let g = pass === 1 ? sums[missing]! : 0;
      let h = pass === 1 ? sums[missing + 1]! : 0;
      const last = pass === 0 && hasMissing[column] ? codes : codes - 1;
      for (let code = 0, at = start; code <= last; code++, at += 2) {
        const own = sums[at + 1]!;
        if (own === 0) continue;
        g += sums[at]!;
        h += own;
        if (h < minHessian) continue;
        const right = H - h;
        if (right < minHessian || right <= 0) break;
        const rest = G - g;
        let after: number;
        if (monotone) {
          const [a, b] = [leafValue(g, h, l2, bounds), leafValue(rest, right, l2, bounds)];
          if (sign * (b - a) < 0) continue;
          after = taken(g, h, a, l2) + taken(rest, right, b, l2);
        } else {
          // A product is quicker than a quotient, which only what may be best is worth.
          const [over, under] = [g * g * (right + l2) + rest * rest * (h + l2), (h + l2) * (right + l2)];
          if (!(over > most * under)) continue;
          after = over / under;
        }
        if (!(after > most)) continue;
        if (h < ample || right < ample) {
          if (counted !== column) {
            below = counts(column);
            counted = column;
          }
          let rows = pass === 1 ? below[codes + 1]! : 0;
          for (let k = 0; k <= code; k++) rows += below[k]!;
          if (rows < minSamplesLeaf || leaf.rows - rows < minSamplesLeaf) continue;
        }
        most = after;
        best = { gain: after - before, column, code, isMissingRight: pass === 0, gradient: g, hessian: h };
      }
    }
  }
  return best;
}
