/** @file The finding of a run in one sentence, in the person's own words: their target, their classes. */
import { count, decimal, percent, segments, type Segment } from '../../plots/format.ts';

export interface BinaryFinding {
  target: string;
  positive: string;
  /** Counts on the test rows at the present threshold. */
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

/** What a binary model does for those it should find, and how often it is wrong about those it names. */
export function binaryFinding(f: BinaryFinding): Segment[] {
  const those = /^not /.test(f.positive) ? f.positive : `${f.target} is ${f.positive}`;
  const actual = f.truePositive + f.falseNegative;
  const named = f.truePositive + f.falsePositive;
  if (actual + f.falsePositive + f.trueNegative === 0)
    return segments('There are no test rows, so nothing can be said.');
  if (actual === 0) return segments(`In no test row ${those}, so how many it would find **cannot be said**.`);
  if (named === 0) return segments(`It names **nobody**: it misses all ${count(actual)} test rows where ${those}.`);
  const found = percent(f.truePositive / actual);
  const wrong = percent(f.falsePositive / named);
  if (f.falseNegative + f.trueNegative === 0) {
    return segments(
      `It names **everybody**; of the ${count(named)} rows it names, **${wrong}** are not ${f.positive}.`,
    );
  }
  return segments(`It finds **${found}** of the rows where ${those}; of the rows it names, **${wrong}** are not.`);
}

/** What a multiclass model gets right, beside always saying the commonest class, and where it is weakest. */
export function multiclassFinding(confusion: number[][], classes: string[], baseline: number | null): Segment[] {
  const totals = confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
  const n = totals.reduce((sum, t) => sum + t, 0);
  if (n === 0) return segments('There are no test rows, so nothing can be said.');
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0) / n;
  const recalls = confusion
    .map((row, k) => ({ name: classes[k]!, recall: totals[k] ? row[k]! / totals[k]! : null }))
    .filter((entry): entry is { name: string; recall: number } => entry.recall !== null)
    .sort((a, b) => a.recall - b.recall);
  const worst = recalls[0]!;
  const beside = baseline === null ? '' : `; always naming the commonest class is right for ${percent(baseline)}`;
  const weakest =
    worst.recall === recalls.at(-1)!.recall
      ? ''
      : ` It is weakest on ${worst.name}, where it finds **${percent(worst.recall)}**.`;
  return segments(`It is right for **${percent(right)}** of the test rows${beside}.${weakest}`);
}

/** Where the sentence comes from. threshold: null for multiclass. */
export function lede(rows: number, threshold: number | null): string {
  const decided = threshold === null ? 'the likeliest class is named' : `decided at ${decimal(threshold, 2)}`;
  return `${count(rows)} held-out test rows only, ${decided}. Intervals are 95 %.`;
}
