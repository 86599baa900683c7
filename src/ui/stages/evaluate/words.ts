/** @file What the other cards of the verdict say, in words. */
import type { LearningCurve } from '../../../core/study/learning-curve.ts';
import type { NamedLine, PricedCutoffs } from '../../../core/study/judging.ts';
import type { Comparison } from '../../../core/study/verdicts.ts';
import { count, decimal, segments, signed, type Segment } from '../../plots/format.ts';

/** `p .032`, `p under .001` */
export function chanceWords(p: number): string {
  return p < 0.001 ? 'p under .001' : `p ${decimal(p)}`;
}

/** b is the run shown, a the other. */
export function againstFinding({ disagreement, metrics, rows }: Comparison, other: string): Segment[] {
  if (!disagreement) {
    const why = metrics.find(({ difference }) => difference.reason)?.difference.reason;
    return segments(`It **cannot be compared** with ${other}: ${why ?? 'they have no metric in common'}.`);
  }
  const { onlyFirst, onlySecond, p } = disagreement;
  const alone = onlyFirst + onlySecond;
  if (alone === 0)
    return segments(`It and ${other} are right and wrong about **the same** ${count(rows.shared)} test rows.`);
  const [more, fewer] = [Math.max(onlyFirst, onlySecond), Math.min(onlyFirst, onlySecond)];
  const who = onlySecond >= onlyFirst ? 'this run' : other;
  const sure =
    p < 0.05
      ? `**${who}** is right more often: where only one is, in ${count(more)} of ${count(alone)}`
      : `**neither** is surely right more often: where only one is, ${who} is in ${count(more)}, the other in ${count(fewer)}`;
  return segments(`On the same ${count(rows.shared)} test rows ${sure} (McNemar, ${chanceWords(p)}).`);
}

export function learningFinding({ points, doubling }: LearningCurve): Segment[] {
  const last = points.at(-1)!;
  const { difference, p } = doubling;
  const from = `from ${count(Math.round(points.at(-2)!.rows))} to ${count(Math.round(last.rows))} rows`;
  const change = `log loss ${signed(difference.value === null ? null : -difference.value)}`;
  if (p === null || difference.low === null || difference.high === null)
    return segments(
      `The last doubling, ${from}, **changed nothing** that can be told (${difference.reason ?? change}).`,
    );
  if (difference.low > 0)
    return segments(
      `**More rows would likely help**: the last doubling, ${from}, still lowered the error (${change}; ${chanceWords(p)}). The next can be expected to give less.`,
    );
  if (difference.high < 0)
    return segments(
      `**More rows did harm**: the last doubling, ${from}, raised the error (${change}; ${chanceWords(p)}).`,
    );
  return segments(
    `**More rows of this kind would hardly help**, as far as can be told: the last doubling, ${from}, changed nothing beyond chance (${change}; ${chanceWords(p)}).`,
  );
}

export function calibrationFinding(lines: readonly NamedLine[]): Segment[] {
  const [all, ...parts] = lines;
  if (!all || all.expected.value === null) return segments('There are no test rows.');
  const off = decimal(all.expected.value);
  const first = isOff(all)
    ? `The scores are off by **${off}** on average, more than chance (under ${decimal(all.chance!.high)}).`
    : `The scores are off by ${off} on average, **no more than chance** gives scores that are right (under ${decimal(all.chance!.high)}).`;
  const worst = parts
    .filter((line) => isOff(line) && line.rows >= 30)
    .sort((a, b) => b.expected.value! - a.expected.value!)[0];
  if (parts.length === 0) return segments(first);
  return segments(
    worst
      ? `${first} Furthest off: ${worst.name}, by **${decimal(worst.expected.value)}** (chance: under ${decimal(worst.chance!.high)}).`
      : `${first} No part of 30 rows or more is further off than chance.`,
  );
}

/** At the 5 % of its own test, not corrected for how many lines there are. */
function isOff({ chance }: NamedLine): boolean {
  return chance !== null && chance.p < 0.05;
}

export function pricesFinding({ best, now, rows }: PricedCutoffs, column: string, threshold: number): Segment[] {
  if (rows.tested === rows.unpriced) return segments(`**No test row** has a number in ${column}.`);
  const without = rows.unpriced > 0 ? ` ${count(rows.unpriced)} test rows have no ${column} and are left out.` : '';
  const here = `At ${decimal(threshold, 2)} its errors cost **${decimal(now.value, 2)}** of ${column} a test row`;
  if (!best) return segments(`${here}; there are no validation rows to look for a cheaper cutoff on.${without}`);
  const cutoff = Number.isFinite(best.threshold) ? decimal(best.threshold, 3) : 'above every score';
  return segments(
    `${here}; at **${cutoff}**, the cheapest on validation rows, ${decimal(best.cost.value, 2)}.${without}`,
  );
}
