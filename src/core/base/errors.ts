/** @file The errors core throws. Messages: path in front, lower case, value last. The door (page, runner) shows them. */

/** The study, the table or a file is wrong: the person can mend it. The runner exits 2. */
export class InputError extends RangeError {
  override name = 'InputError';
}

/** The run started and could not end well: the loss became NaN, the device was lost. The runner exits 1. */
export class RunError extends Error {
  override name = 'RunError';
  constructor(
    message: string,
    /** Which clear end state this is. */
    readonly reason: 'nan-loss' | 'device-lost' | 'out-of-memory' | 'failed',
  ) {
    super(message);
  }
}

/** The name of the candidate nearest to `word` (Levenshtein distance at most half its length, at most 3), or null. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.min(3, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < least) [best, least] = [candidate, d];
  }
  return best;
}

/** ` (did you mean x?)`, or nothing. */
export function hint(word: string, candidates: readonly string[]): string {
  const found = nearest(word, candidates);
  return found === null ? '' : ` (did you mean ${found}?)`;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
