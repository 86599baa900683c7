/** @file Calibration: a curve fitted on validation rows that makes scores mean what they say. */
import { InputError } from '../../base/errors.ts';
import { fitIsotonic, isotonicProbability } from './isotonic.ts';
import type { Isotonic } from './isotonic.ts';
import { fitPlatt, normalizeRow, plattProbability } from './platt.ts';
import type { Sigmoid } from './platt.ts';
import { applyTemperature, fitTemperature } from './temperature.ts';

/** JSON. platt and isotonic: one curve for two classes (of the second), else one a class against the rest. */
export type Calibration =
  | { readonly kind: 'platt'; readonly curves: readonly Sigmoid[] }
  | { readonly kind: 'isotonic'; readonly curves: readonly Isotonic[] }
  | { readonly kind: 'temperature'; readonly temperature: number };

export const calibrationKinds = ['none', 'platt', 'isotonic', 'temperature'] as const;
export type CalibrationKind = (typeof calibrationKinds)[number];

/** `scores`: rows x classes of rows the model did not learn from. Throws InputError where there are none. */
export function fitCalibration(
  kind: Exclude<CalibrationKind, 'none'>,
  scores: Float64Array,
  codes: Int32Array,
  classes: number,
): Calibration {
  if (codes.length === 0)
    throw new InputError(`study.calibration: is fitted on validation rows, and there are none: ${kind}`);
  if (kind === 'temperature') return { kind, temperature: fitTemperature(scores, codes, classes) };
  const curve = (k: number) => {
    const own = columnOf(scores, classes, k);
    const isPositive = Array.from(codes, (code) => code === k);
    return { own, isPositive };
  };
  const ranked = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
  if (kind === 'isotonic')
    return { kind, curves: ranked.map(curve).map(({ own, isPositive }) => fitIsotonic(own, isPositive)) };
  return { kind, curves: ranked.map(curve).map(({ own, isPositive }) => fitPlatt(own.map(logit), isPositive, null)) };
}

/** New scores; each row sums to 1. */
export function applyCalibration(calibration: Calibration, scores: Float64Array, classes: number): Float64Array {
  const made = scores.slice();
  if (calibration.kind === 'temperature') {
    applyTemperature(made, classes, calibration.temperature);
    return made;
  }
  const { curves, kind } = calibration;
  const read = curves.map((curve) =>
    kind === 'platt'
      ? (score: number) => plattProbability(curve as Sigmoid, logit(score))
      : (score: number) => isotonicProbability(curve as Isotonic, score),
  );
  for (let at = 0; at < made.length; at += classes) {
    if (classes === 2) {
      made[at + 1] = read[0]!(made[at + 1]!);
      made[at] = 1 - made[at + 1]!;
      continue;
    }
    for (let k = 0; k < classes; k++) made[at + k] = read[k]!(made[at + k]!);
    normalizeRow(made, at, classes);
  }
  return made;
}

/** The margin of a probability, for Platt's curve. */
function logit(score: number): number {
  const p = Math.min(1 - 1e-15, Math.max(1e-15, score));
  return Math.log(p / (1 - p));
}

function columnOf(scores: Float64Array, classes: number, k: number): Float64Array {
  return Float64Array.from({ length: scores.length / classes }, (_, r) => scores[r * classes + k]!);
}
