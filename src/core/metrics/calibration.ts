/** @file Do scores mean what they say: bins, expected calibration error, the Brier score's parts. */
import type { Estimate } from '../base/estimate.ts';
import { wilson } from './intervals.ts';

/** The right-closed bin ((b)/bins, (b+1)/bins] a score in [0, 1] falls in; 0 is in the first. */
export function binOf(score: number, bins: number): number {
  let b = Math.min(bins - 1, Math.max(0, Math.ceil(score * bins) - 1));
  while (b > 0 && score <= b / bins) b--;
  while (b < bins - 1 && score > (b + 1) / bins) b++;
  return b;
}

export interface Bin {
  /** Mean score of the rows in the bin; null when it is empty. */
  mean: number | null;
  /** Share of the positive class, Wilson 95 %; its n is the rows in the bin. */
  observed: Estimate;
}

/** Every one of the equal-width right-closed bins, empty ones with observed.value null. */
export function reliabilityBins(actual01: ArrayLike<number>, score: ArrayLike<number>, bins = 15): Bin[] {
  const rows = new Float64Array(bins);
  const positives = new Float64Array(bins);
  const sums = new Float64Array(bins);
  for (let i = 0; i < score.length; i++) {
    const b = binOf(score[i]!, bins);
    rows[b]! += 1;
    positives[b]! += actual01[i]!;
    sums[b]! += score[i]!;
  }
  return Array.from(rows, (n, b) => ({ mean: n > 0 ? sums[b]! / n : null, observed: wilson(positives[b]!, n) }));
}

/** Expected and maximum calibration error with bin means (Guo et al. 2017; Naeini et al. 2015). NaN without rows. */
export function calibrationError(actual01: ArrayLike<number>, score: ArrayLike<number>, bins = 15) {
  let expected = 0;
  let maximum = NaN;
  for (const { mean, observed } of reliabilityBins(actual01, score, bins)) {
    if (mean === null) continue;
    const gap = Math.abs(observed.value! - mean);
    expected += (observed.n / score.length) * gap;
    maximum = Math.max(Number.isNaN(maximum) ? 0 : maximum, gap);
  }
  return { expected: score.length > 0 ? expected : NaN, maximum };
}

/** Brier score = reliability - resolution + uncertainty over unique scores (Murphy 1973). */
export function brierParts(actual01: ArrayLike<number>, score: ArrayLike<number>) {
  const bySame = new Map<number, { n: number; k: number }>();
  let positives = 0;
  for (let i = 0; i < score.length; i++) {
    const cell = bySame.get(score[i]!) ?? { n: 0, k: 0 };
    cell.n += 1;
    cell.k += actual01[i]!;
    positives += actual01[i]!;
    bySame.set(score[i]!, cell);
  }
  const n = score.length;
  const base = positives / n;
  let [reliability, resolution] = [0, 0];
  for (const [s, cell] of bySame) {
    reliability += (cell.n / n) * (s - cell.k / cell.n) ** 2;
    resolution += (cell.n / n) * (cell.k / cell.n - base) ** 2;
  }
  return { reliability, resolution, uncertainty: base * (1 - base) };
}
