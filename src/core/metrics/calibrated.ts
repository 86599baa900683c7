/** @file How far scores are from what happens, beside how far calibrated scores of as many rows would seem to be. */
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import { fastDraws, replicatesFor, resample } from './bootstrap.ts';
import { binOf, brierParts, calibrationError } from './calibration.ts';
import { percentile, undefinedEstimate, withPercentiles } from './intervals.ts';

/** Equal-width bins, and bins of equally many rows. */
const bins = 15;

export interface CalibrationLine {
  rows: number;
  positives: number;
  /** Expected calibration error in bins of equal width, percentile bootstrap. */
  expected: Estimate;
  /** Were the scores the chances: the error that 95 in 100 such sets stay under, and the chance of one as large as this. */
  chance: { high: number; p: number } | null;
  /** In bins of equally many rows. */
  byMass: number | null;
  /** Of the worst bin of equal width. */
  maximum: number | null;
  /**
   * reliability - resolution + uncertainty is the Brier score (Murphy 1973) where few scores differ; else that of scores put to the mean
   * of their bin of equal width, as scores that all differ have no parts: each would be its own bin.
   */
  brier: { score: number; reliability: number; resolution: number; uncertainty: number } | null;
  /** Mean, in nats. */
  logLoss: number | null;
}

/** actual01: whether it happened; score: the chance told, in [0, 1]. */
export function calibrationLine(actual01: ArrayLike<number>, score: Float64Array, rng: Rng): CalibrationLine {
  const rows = score.length;
  let [positives, brier, loss] = [0, 0, 0];
  const bin = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const y = actual01[i]!;
    positives += y;
    brier += (score[i]! - y) ** 2;
    loss -= Math.log(Math.min(1 - 1e-15, Math.max(1e-15, y === 1 ? score[i]! : 1 - score[i]!)));
    bin[i] = binOf(score[i]!, bins);
  }
  if (rows === 0) {
    const none = { chance: null, byMass: null, maximum: null, brier: null, logLoss: null };
    return { rows, positives, expected: undefinedEstimate(0, 'no rows'), ...none };
  }
  const { expected, maximum } = calibrationError(actual01, score, bins);
  // Fewer on very many rows, which vary less: a part stays under a second or two.
  const replicates = Math.min(1000, replicatesFor(rows), Math.max(200, Math.floor(2e7 / rows)));
  const resampled = new Float64Array(replicates);
  const gaps = new Float64Array(bins);
  const errorOf = () => {
    let sum = 0;
    for (let b = 0; b < bins; b++) sum += Math.abs(gaps[b]!);
    return sum / rows;
  };
  resample(rows, replicates, rng.split('bootstrap'), (weights, b) => {
    gaps.fill(0);
    for (let i = 0; i < rows; i++) gaps[bin[i]!]! += weights[i]! * (actual01[i]! - score[i]!);
    resampled[b] = errorOf();
  });
  const draw = fastDraws(rng.split('calibrated'));
  const limit = score.map((s) => s * 4294967296);
  const drawn = new Float64Array(replicates);
  for (let b = 0; b < replicates; b++) {
    gaps.fill(0);
    for (let i = 0; i < rows; i++) gaps[bin[i]!]! += (draw() < limit[i]! ? 1 : 0) - score[i]!;
    drawn[b] = errorOf();
  }
  const asLarge = drawn.reduce((sum, error) => sum + (error >= expected ? 1 : 0), 0);
  return {
    rows,
    positives,
    expected: withPercentiles(expected, resampled, rows),
    chance: { high: percentile(drawn, 0.95), p: (1 + asLarge) / (1 + replicates) },
    byMass: massError(actual01, score),
    maximum,
    brier: { score: brier / rows, ...brierParts(actual01, grouped(score, bin)) },
    logLoss: loss / rows,
  };
}

/** Different scores that Murphy's parts are taken over as they are, at most. */
const few = 100;

function grouped(score: Float64Array, bin: Uint8Array): Float64Array {
  if (new Set(score).size <= few) return score;
  const sums = new Float64Array(bins);
  const counts = new Float64Array(bins);
  for (let i = 0; i < score.length; i++) {
    sums[bin[i]!]! += score[i]!;
    counts[bin[i]!]! += 1;
  }
  return score.map((_, i) => sums[bin[i]!]! / counts[bin[i]!]!);
}

/** Expected calibration error in bins of equally many rows; equal scores stay in one bin, that of their first. */
export function massError(actual01: ArrayLike<number>, score: Float64Array): number {
  const order = Uint32Array.from(score, (_, i) => i).sort((a, b) => score[a]! - score[b]! || a - b);
  const gaps = new Float64Array(bins);
  let own = 0;
  order.forEach((i, place) => {
    if (place === 0 || score[i] !== score[order[place - 1]!]) own = Math.floor((place * bins) / order.length);
    gaps[own]! += actual01[i]! - score[i]!;
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / order.length;
}
