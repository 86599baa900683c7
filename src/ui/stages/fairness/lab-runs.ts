/** @file The mitigation lab: which runs can be held side by side, and what they say together. */
import type { Run } from '../../../core/study/run.ts';
import { variantName, type Variant } from '../../../core/study/variants.ts';
import type { RunListing } from '../../state/contract.ts';
import { decimal, interval, segments, type Segment } from '../../plots/format.ts';
import { lessIsBetter, metricName } from '../../plots/metric-names.ts';
import { alikes } from './lab.ts';

/** Runs of the same table, question, split and seed, so that they were judged on the same rows, with gaps by this column. */
export function comparable(runs: readonly RunListing[], run: Run, column: string): RunListing[] {
  const key = ({ study, classes }: Run) =>
    JSON.stringify([study.data.sha256, study.framing, study.split, study.seed, classes]);
  const own = key(run);
  return runs.filter((each) => key(each.run) === own && each.run.groups[column] !== undefined);
}

export type GapKey = (typeof alikes)[number]['gap'];

/** What the runs span, without a word on which to take. runs: one at least. */
export function labRunsFinding(runs: readonly RunListing[], column: string, gap: GapKey, metric: string): Segment[] {
  const told = runs.flatMap(({ label, run }) => {
    const [g, m] = [run.groups[column]!.gaps[gap], run.metrics.test[metric]];
    return g.value === null || !m || m.value === null ? [] : [{ label, gap: g, metric: m }];
  });
  const words = alikes.find((each) => each.gap === gap)!.name;
  if (told.length === 0) return segments(`No run has groups large enough to tell the gap in ${words} by ${column}.`);
  const least = told.reduce((a, b) => (b.gap.value! < a.gap.value! ? b : a));
  const better = (a: number, b: number) => (lessIsBetter.has(metric) ? a < b : a > b);
  const best = told.reduce((a, b) => (better(b.metric.value!, a.metric.value!) ? b : a));
  const name = metricName(metric);
  if (least === best)
    return segments(
      `Of ${told.length === 1 ? 'one run' : `${told.length} runs`}, **${least.label}** has the smallest gap in ${words}, **${decimal(least.gap.value)}** (${interval(least.gap)}), and ${name} **${decimal(least.metric.value)}**.`,
    );
  return segments(
    `The smallest gap in ${words}, **${decimal(least.gap.value)}** (${interval(least.gap)}), is that of **${least.label}** with ${name} ${decimal(least.metric.value)}; the best ${name}, **${decimal(best.metric.value)}**, that of **${best.label}** with a gap of ${decimal(best.gap.value)}.`,
  );
}

export const ways = [
  { kind: 'reweighing', name: 'Reweigh the training rows', says: 'Weights make group and class independent; the model then learns from weighted rows.' },
  { kind: 'drop', name: 'Drop a column', says: 'The model no longer learns from a column that stands in for the group.' },
  { kind: 'decorrelate', name: 'Decorrelate a column', says: 'What a straight line through the group tells of a number is taken out of it.' },
  { kind: 'penalty', name: 'Penalise the difference', says: 'Logistic regression pays for groups whose mean log-odds differ.' },
  { kind: 'cutoffs', name: 'A cutoff for each group', says: 'The same scores, decided by group: the group must be known when deciding, which law may forbid.' },
  { kind: 'randomised', name: 'Draw between cutoffs', says: 'Every group gets the same share found and the same false alarms, in expectation. Two people alike in everything may be decided differently: a draw by row number stands between them.' },
] as const satisfies readonly { kind: Variant['kind']; name: string; says: string }[]; // prettier-ignore

export type Way = (typeof ways)[number]['kind'];

export { variantName };
