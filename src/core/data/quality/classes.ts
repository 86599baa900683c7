/** @file How many rows each class has. */
import type { Classes } from '../explore/types.ts';

/** counts: in the order of the classes. n: rows with a class. */
export function classCounts({ classes, codes }: Classes): { counts: { label: string; n: number }[]; n: number } {
  const counts = classes.map((label) => ({ label, n: 0 }));
  let n = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code]!.n++;
    n++;
  }
  return { counts, n };
}
