/** @file From scores to a threshold: told, or the cheapest on validation rows. */
import { bestThreshold } from '../metrics/threshold.ts';
import type { Decision } from './schema.ts';

interface Scored {
  classes: number;
  /** rows x 2. */
  scores: Float64Array;
  /** Rows of the table that were scored. */
  evaluated: Uint32Array;
  /** Part and class of each row of the table. */
  parts: Uint8Array;
  codes: Int32Array;
}

/** A score no probability reaches: nothing is called positive. */
const aboveAll = 1 + Number.EPSILON;

/** The score from which a row is positive; null for more than two classes, where the likeliest class wins. */
export function decideThreshold(
  decision: Decision,
  { classes, scores, evaluated, parts, codes }: Scored,
): number | null {
  if (classes > 2) return null;
  if (decision.kind === 'threshold') return decision.value;
  const places = [...evaluated.keys()].filter((i) => parts[evaluated[i]!] === 1);
  const actual = Int32Array.from(places, (i) => codes[evaluated[i]!]!);
  const score = Float64Array.from(places, (i) => scores[2 * i + 1]!);
  const { value } = bestThreshold(actual, score, decision);
  return Math.min(value, aboveAll);
}
