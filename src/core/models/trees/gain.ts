/** @file The best cut of one leaf by its histogram of gradients and hessians (Chen and Guestrin 2016, equation 7, times 2). */
import type { Coded } from './bins.ts';
import { bestSet } from './category-cut.ts';
import { leafValue, taken } from './leaf.ts';
import type { Cut, GainOptions, Leaf } from './leaf.ts';

/**
 * Null where no cut has a gain above 0. Of equal gains the first column wins, then the lowest cut, then missing values to the right.
 * mostHessian: of any row; tells without counting that a side has rows enough. counts: rows by code of a column.
 */
export function bestCut(
  leaf: Leaf,
  sums: Float64Array,
  coded: Coded<Uint8Array>,
  columns: Int32Array,
  options: GainOptions,
  mostHessian: number,
  counts: (column: number) => Int32Array,
): Cut | null {
  const { cuts, offsets, hasMissing, categories } = coded;
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
    if (categories?.[column]) {
      const found = bestSet(column, leaf, sums, coded, options, most, ample, counts);
      if (!found) continue;
      most = found.after;
      best = { ...found.cut, gain: most - before };
      continue;
    }
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
        if (own === 0 && sums[at] === 0) continue;
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
