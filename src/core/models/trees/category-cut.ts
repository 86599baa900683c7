/** @file The best set of levels to go left: levels in the order of their gradients, parted at one place (Fisher 1958), as in LightGBM. */
import type { Coded } from './bins.ts';
import { leafValue, taken } from './leaf.ts';
import type { Cut, GainOptions, Leaf } from './leaf.ts';

/** Levels with fewer rows (told from their hessian) go right untried; also what the hessian is smoothed by. As in scikit-learn. */
const support = 10;

/**
 * Null where no set takes more than `most` (twice what both sides take off the loss). What is missing counts as one level more. Of equal
 * sets the one of low gradients wins, then the smaller one. ample, counts: as in bestCut.
 */
export function bestSet(
  column: number,
  leaf: Leaf,
  sums: Float64Array,
  { cuts, offsets, hasMissing }: Coded<Uint8Array>,
  { l2, minHessian, minSamplesLeaf }: GainOptions,
  most: number,
  ample: number,
  counts: (column: number) => Int32Array,
): { cut: Omit<Cut, 'gain'>; after: number } | null {
  const { gradient: G, hessian: H, bounds } = leaf;
  const missing = cuts[column]!.length + 1;
  const first = 2 * offsets[column]!;
  const bins: { code: number; g: number; h: number; rank: number }[] = [];
  for (let code = 0; code < missing + (hasMissing[column] ? 1 : 0); code++) {
    const [g, h] = [sums[first + 2 * code]!, sums[first + 2 * code + 1]!];
    if ((h * leaf.rows) / H >= support) bins.push({ code, g, h, rank: g / (h + support) });
  }
  if (bins.length < 2) return null;
  bins.sort((a, b) => a.rank - b.rank || a.code - b.code);
  let below: Int32Array | null = null;
  let best: { size: number; gradient: number; hessian: number; isFromTop: boolean } | null = null;

  for (const isFromTop of [false, true]) {
    let [g, h, rows] = [0, 0, 0];
    if (isFromTop) bins.reverse();
    // The other half are the same sets seen from the other end; levels untried stay with at least half of the others.
    for (let size = 1; size <= ((bins.length + 1) >> 1) - (isFromTop ? 1 : 0); size++) {
      const bin = bins[size - 1]!;
      g += bin.g;
      h += bin.h;
      const [rest, right] = [G - g, H - h];
      if (h < ample || right < ample) {
        below ??= counts(column);
        rows = 0;
        for (let i = 0; i < size; i++) rows += below[bins[i]!.code]!;
        if (rows < minSamplesLeaf) continue;
        if (leaf.rows - rows < minSamplesLeaf) break;
      }
      if (h < minHessian) continue;
      if (right < minHessian || right <= 0) break;
      const after =
        taken(g, h, leafValue(g, h, l2, bounds), l2) + taken(rest, right, leafValue(rest, right, l2, bounds), l2);
      if (!(after > most)) continue;
      most = after;
      best = { size, gradient: g, hessian: h, isFromTop };
    }
  }
  if (!best) return null;
  // They lie as the second look left them.
  if (!best.isFromTop) bins.reverse();
  const goesLeft = new Uint8Array(256);
  for (const { code } of bins.slice(0, best.size)) goesLeft[code] = 1;
  const { gradient, hessian } = best;
  const isMissingRight = goesLeft[missing] === 0;
  return { cut: { column, code: -1, isMissingRight, gradient, hessian, goesLeft }, after: most };
}
