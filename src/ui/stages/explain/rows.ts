/** @file Which test row is asked about. */
import type { Evaluated } from '../../plots/evaluated.ts';

/** Place of the test row with this source number, or of the next after it; the last where none is after. */
export function placeOfRow(rows: Uint32Array, row: number): number {
  const at = rows.findIndex((each) => each >= row);
  return at < 0 ? rows.length - 1 : at;
}

/** Place of the next test row after `from` whose decision is wrong, round the end to the start; null where none is. */
export function nextWrong(
  test: Evaluated,
  from: number,
  decide: (scores: ArrayLike<number>, place: number) => number,
): number | null {
  const { rows, actual, scores, classes } = test;
  for (let step = 1; step <= rows.length; step++) {
    const at = (from + step) % rows.length;
    if (decide(scores.subarray(at * classes, (at + 1) * classes), at) !== actual[at]) return at;
  }
  return null;
}

/** Two classes: the second from the threshold on; else the likeliest, ties to the earlier. */
export function decided(scores: ArrayLike<number>, threshold: number): number {
  if (scores.length === 2) return scores[1]! >= threshold ? 1 : 0;
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (scores[c]! > scores[best]!) best = c;
  return best;
}
