/** @file What framings side by side come to, in words. Pure. */
import type { Beside } from '../../../../core/study/beside.ts';
import type { Estimate } from '../../../../core/base/estimate.ts';
import { targetsOf } from '../../../../core/framing/index.ts';
import type { Cost } from '../../../../core/study/cost.ts';
import type { FrameNotes } from '../../../../core/study/verdicts.ts';
import type { StudyInput } from '../../../../core/study/schema.ts';
import { count, decimal, interval, percent, segments, type Segment } from '../../../plots/format.ts';
import { fewRows } from '../findings.ts';

/** Who is right most often on what all answer, or that they cannot be told apart. */
export function besideFinding(
  verdict: Beside | null,
  titles: readonly string[],
  studies: readonly Pick<StudyInput, 'framing'>[] = [],
): Segment[] {
  if (!verdict || verdict.framings.length === 0)
    return segments('The same data, framed differently, is **a different system**.');
  if (verdict.common.length < 2)
    return segments('These framings **share no answer**: each can be held against its own baseline only.');
  const sure = verdict.framings.map(({ right }, f) => ({ right, title: titles[f]! }));
  const asked = askedFor(verdict, studies);
  if (sure.length === 1)
    return segments(`**${percent(sure[0]!.right.value)}** of ${count(verdict.rows)} test rows are answered rightly.`);
  const [best, ...others] = [...sure].sort((a, b) => (b.right.value ?? 0) - (a.right.value ?? 0));
  const [most, least] = [percent(best!.right.value), percent(others.at(-1)!.right.value)];
  if (most === least) return segments(`${asked}, each is right in **${most}** of rows.`);
  const apart = others.every(({ right }) => right.high! < best!.right.low!);
  return segments(
    apart
      ? `${asked}, **${best!.title}** is right most often: **${most}** of rows.`
      : `${asked}, they are right in **${least}** to **${most}** of rows, and the intervals of the best two overlap.`,
  );
}

/** `Asked whether species is Gentoo`, or for which of several. */
function askedFor({ common, positive }: Beside, studies: readonly Pick<StudyInput, 'framing'>[]): string {
  if (positive === null) return `Asked for ${listed(common)}`;
  const binary = studies
    .map(({ framing }) => framing)
    .find((framing) => 'positive' in framing && framing.positive === positive);
  return `Asked whether ${binary ? targetsOf(binary).at(-1)! : 'it'} is ${positive}`;
}

export function listed(names: readonly string[]): string {
  if (names.length > 4) return `one of ${names.length} answers`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
}

/** `Adelie 152, Gentoo 124` of few classes, `106 classes of 23 to 142 rows` of many; and how many examples they need. */
export function classesSaid({ classes }: FrameNotes): { counts: string; needed: string } {
  const sizes = classes.map(({ n }) => n);
  const [least, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const short = sizes.filter((n) => n < fewRows).length;
  return {
    counts:
      classes.length <= 5
        ? classes.map(({ label, n }) => `${label} ${count(n)}`).join(', ')
        : `${count(classes.length)} classes of ${least === largest ? count(least) : `${count(least)} to ${count(largest)}`} rows`,
    needed: `${count(classes.length * fewRows)} needed, ${short === 0 ? 'each class has its 100' : `${count(short)} ${short === 1 ? 'class has' : 'classes have'} fewer than ${fewRows}`}`,
  };
}

/** What a wrong answer costs: the prices of the study's decision, else 1 each. */
export function prices({ decision }: Pick<StudyInput, 'decision'>): { falsePositive: number; falseNegative: number } {
  return decision?.kind === 'cost' ? decision : { falsePositive: 1, falseNegative: 1 };
}

/** Cost of 1,000 rows on the common answers: by kind of error of two, else 1 a wrong answer. */
export function costPerThousand(matrix: number[][], costs: { falsePositive: number; falseNegative: number }): number {
  const n = matrix.flat().reduce((sum, cell) => sum + cell, 0);
  const wrong = matrix.flatMap((row, i) =>
    row.map((cell, j) =>
      i === j ? 0 : matrix.length > 2 ? cell : cell * (i === 0 ? costs.falsePositive : costs.falseNegative),
    ),
  );
  return (1000 * wrong.reduce((sum, cost) => sum + cost, 0)) / n;
}

/** `.912 (.888 to .932)` */
export function withInterval(estimate: Pick<Estimate, 'value' | 'low' | 'high' | 'reason'>, digits = 3): string {
  if (estimate.value === null) return estimate.reason ?? 'undefined';
  return `${decimal(estimate.value, digits)} (${interval(estimate, digits)})`;
}

/** `0.42 ms for one row (95 of 100 within 0.61); 3.1 µs a row, 1,000 at once`. */
export function latency(cost: Cost | undefined): string {
  if (!cost) return '';
  const { oneRow, rowsPerSecond, batchRows } = cost;
  const three = (value: number) => String(Number(value.toPrecision(value >= 100 ? 3 : 2)));
  const one = `${three(oneRow.median)} ms for one row (95 of 100 within ${three(oneRow.p95)})`;
  return rowsPerSecond === null ? one : `${one}; ${three(1e6 / rowsPerSecond)} µs a row, ${count(batchRows)} at once`;
}

/** An amount with digits that suit its size; 0 as 0. */
export function amount(value: number): string {
  return value === 0 ? '0' : decimal(value, digitsFor(value));
}

/** Digits after the point for amounts of any size. */
export function digitsFor(value: number | null): number {
  const size = Math.abs(value ?? 0);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
}
