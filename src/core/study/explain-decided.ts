/** @file How scores are decided, and what the next best decision would be. */

/** Two classes: positive when the score is at the threshold or over; else the likeliest, ties to the earlier. */
export function decidedAs(scores: ArrayLike<number>, threshold: number | null): number {
  if (scores.length === 2 && threshold !== null) return scores[1]! >= threshold ? 1 : 0;
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (scores[c]! > scores[best]!) best = c;
  return best;
}

/** The likeliest class but the one decided. */
export function otherThan(now: number, scores: ArrayLike<number>): number {
  let best = now === 0 ? 1 : 0;
  for (let c = 0; c < scores.length; c++) if (c !== now && scores[c]! > scores[best]!) best = c;
  return best;
}
