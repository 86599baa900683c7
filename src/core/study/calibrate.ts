/** @file Scores calibrated as a study says, on its validation rows. */
import { applyCalibration, fitCalibration } from '../models/calibration/index.ts';
import type { Calibration } from '../models/calibration/index.ts';
import type { Study } from './schema.ts';

interface Scored {
  /** Rows of the table that were scored. */
  rows: Uint32Array;
  /** Part and class of each row of the table. */
  parts: Uint8Array;
  codes: Int32Array;
  classes: number;
}

/** `raw`: rows x classes. calibration is null where the study asks for none, and the scores are then the same. */
export function calibrate(
  { calibration: kind = 'none' }: Study,
  raw: Float64Array,
  { rows, parts, codes, classes }: Scored,
): { scores: Float64Array; calibration: Calibration | null } {
  if (kind === 'none') return { scores: raw, calibration: null };
  const places = [...rows.keys()].filter((i) => parts[rows[i]!] === 1);
  const own = new Float64Array(places.length * classes);
  for (const [to, from] of places.entries()) own.set(raw.subarray(from * classes, (from + 1) * classes), to * classes);
  const actual = Int32Array.from(places, (i) => codes[rows[i]!]!);
  const calibration = fitCalibration(kind, own, actual, classes);
  return { scores: applyCalibration(calibration, raw, classes), calibration };
}
