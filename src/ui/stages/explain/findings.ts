/** @file What the curves say in one sentence. */
import type { Interaction } from '../../../core/explain/interaction.ts';
import type { Permutation } from '../../../core/explain/permutation.ts';
import type { Question, Surrogate } from '../../../core/explain/surrogate.ts';
import type { PartialDependence, RowCounterfactuals } from '../../../core/study/run.ts';
import { count, decimal, percent, segments, type Segment } from '../../plots/format.ts';

/** The column whose mean score moves the most, of the curves for one class. Null without curves. */
export function explainFinding(curves: PartialDependence[], of: string): Segment[] | null {
  const spread = (curve: PartialDependence) => Math.max(...curve.mean) - Math.min(...curve.mean);
  const widest = curves.filter((curve) => curve.class === of).sort((a, b) => spread(b) - spread(a))[0];
  if (!widest) return null;
  const lowest = widest.mean.indexOf(Math.min(...widest.mean));
  const highest = widest.mean.indexOf(Math.max(...widest.mean));
  if (lowest === highest || spread(widest) < 0.0005) {
    return segments(`The mean score for ${of} **does not move** with any column asked for.`);
  }
  const at = (g: number) => {
    const value = widest.grid[g]!;
    return typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value;
  };
  return segments(
    `With ${widest.column} at ${at(highest)} the mean score for ${of} is **${decimal(widest.mean[highest], 2)}**, at ${at(lowest)} **${decimal(widest.mean[lowest], 2)}**, all else as it is.`,
  );
}

/** How many rows the curves rest on. */
export function rowsUsed(used: number, total: number): string {
  return used < total
    ? `${count(used)} of ${count(total)} test rows, a seeded sample. What the model says, not what the world does.`
    : `All ${count(used)} test rows. What the model says, not what the world does.`;
}

/** found: most first. The column most is lost with, and how many are lost without notice. */
export function importanceFinding(found: readonly Permutation[]): Segment[] {
  const [first, second] = found;
  const idle = found.filter(({ low }) => low <= 0).length;
  const without = idle === 0 ? '' : `; ${count(idle)} of ${count(found.length)} columns are not missed`;
  if (!first || first.low <= 0) return segments('**No column** is missed when it is shuffled.');
  const next = second && second.low > 0 ? `, next ${second.column} with ${decimal(second.mean)}` : '';
  return segments(
    `It leans most on **${first.column}**: shuffled, the log loss rises by **${decimal(first.mean)}** nats${next}${without}.`,
  );
}

export interface Told {
  row: number;
  /** Of the class in question, as it is and as edited. */
  was: number;
  now: number;
  of: string;
  actual: string;
  decided: string;
  edited: string[];
}

/** What the model says of one row, and what edits change about it. */
export function whatIfFinding({ row, was, now, of, actual, decided, edited }: Told): Segment[] {
  if (edited.length === 0)
    return segments(
      `Row ${count(row)} is ${actual}; the score for ${of} is **${decimal(was)}**, and it says **${decided}**.`,
    );
  return segments(
    `With ${edited.join(', ')} changed the score for ${of} goes from ${decimal(was)} to **${decimal(now)}**, and it says **${decided}**.`,
  );
}

/** What would have to be for another decision. */
export function counterfactualFinding({ found, decided, to, sentence }: RowCounterfactuals): Segment[] {
  const nearest = found[0];
  if (!nearest) return segments(decided === to ? sentence : `No change was found after which it says ${to}.`);
  const changes = Object.entries(nearest.changes).map(([column, value]) => `${column} ${cellWords(value)}`);
  return segments(`With **${changes.join(', ')}** it would say **${to}** instead of ${decided}.`);
}

/** A raw value in words. */
export function cellWords(value: number | string | null): string {
  if (value === null) return '(missing)';
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? `${value}` : `${Number(value.toPrecision(4))}`;
}

/** How much of what two columns do is done only together. */
export function pairFinding({ columns: [a, b], value, reason, class: label }: Interaction): Segment[] {
  if (value === null) return segments(`${a} and ${b}: undefined, ${reason}.`);
  const much = value < 0.01 ? 'next to nothing' : value < 0.1 ? 'a little' : 'much';
  return segments(
    `Of how the score for ${label} varies with ${a} and ${b}, **${decimal(Math.min(1, value), 3)}** is not the sum of the two: ${much} depends on both at once.`,
  );
}

/** How far a small tree can stand for the model. */
export function surrogateFinding({ class: label, nodes, fidelity, agreement }: Surrogate): Segment[] {
  if (fidelity === null) return segments(`The score for ${label} **does not vary** on the rows held out.`);
  const asked = nodes.filter(({ question }) => question !== null).length;
  const questions = asked === 1 ? 'one question' : `${count(asked)} questions`;
  const share = fidelity > 0 ? `**${percent(fidelity)}** of how the score for ${label} varies` : '**nothing** of it';
  return segments(
    `A tree of ${questions} explains ${share}; it decides as the model does in **${percent(agreement)}** of rows.`,
  );
}

/** `age is at most 30`, `sex is f`. */
export function questionWords(question: Question): string {
  return 'upTo' in question
    ? `${question.column} is at most ${cellWords(question.upTo)}`
    : `${question.column} is ${question.is}`;
}
