/** @file The trials of a search as a table and as one sentence. Pure. */
import { gridOf, spaces } from '../../../core/models/spaces.ts';
import type { Axis } from '../../../core/models/spaces.ts';
import type { SearchPlan } from '../../../core/study/search-plan.ts';
import { ranked } from '../../../core/study/search-judge.ts';
import type { SearchResult, Trial } from '../../../core/study/search.ts';
import { decimal, interval, percent } from '../../plots/format.ts';
import { duration } from './findings.ts';

export interface BoardRow {
  id: string;
  mean: string;
  interval: string;
  /** Mean time of one fit. */
  fit: string;
  /** Of the rows of a fold. */
  share: string;
  words: string;
  options: Record<string, unknown>;
}

export const measureNames = { logLoss: 'Log loss', rocAuc: 'Area under ROC' } as const;

/** The best first; trials on more rows before trials on fewer. `labels`: by option. */
export function boardOf(
  trials: readonly Trial[],
  plan: SearchPlan,
  kind: string,
  labels: Readonly<Record<string, string>>,
): BoardRow[] {
  const order = ranked(trials, plan).sort((a, b) => b.share - a.share);
  return order.map((trial) => ({
    id: trial.id,
    mean: trial.failure === null ? decimal(trial[plan.measure].value, 4) : 'failed',
    interval: trial.failure ?? interval(trial[plan.measure], 4),
    fit: trial.folds.length > 0 ? duration(mean(trial.folds.map((fold) => fold.fitMilliseconds))) : '',
    share: percent(trial.share),
    words: wordsOf(trial.options, kind, labels),
    options: trial.options,
  }));
}

/** `L2 penalty 10, L1 penalty 0`: the options that are searched. */
export function wordsOf(
  options: Readonly<Record<string, unknown>>,
  kind: string,
  labels: Readonly<Record<string, string>>,
): string {
  const said = (spaces[kind] ?? []).map(({ option }) => `${labels[option] ?? option} ${valueText(options[option])}`);
  return said.join(', ') || 'no options to search';
}

/** One line an axis: `L2 penalty: 1000 to 0.001`. */
export function spaceOf(kind: string, labels: Readonly<Record<string, string>>): string[] {
  return (spaces[kind] ?? []).map((axis) => `${labels[axis.option] ?? axis.option}: ${axisText(axis)}`);
}

/** What the search found, and whether the best is really better than the simplest. */
export function searchSentence({ trials, best, simplest, test, plan }: SearchResult): string {
  const name = measureNames[plan.measure].toLowerCase();
  const found = trials.find(({ id }) => id === best);
  if (!found) return 'No trial could be fitted; the table says why.';
  const lead = `Best ${name} **${decimal(found[plan.measure].value, 4)}** over ${found.folds.length} folds`;
  if (best === simplest || !test) return `${lead}; it is the simplest of those tried as well.`;
  const gap = `**${decimal(Math.abs(test.difference.value ?? NaN), 4)}** better than the simplest`;
  if (test.p === null) return `${lead}, ${gap}; ${test.reason}.`;
  const chance = test.p < 0.001 ? 'p < .001' : `p = ${decimal(test.p)}`;
  return `${lead}, ${gap} (${chance}, corrected t test${test.p > 0.05 ? ': may be chance, and the simplest is the safer choice' : ''}).`;
}

function axisText(axis: Axis): string {
  return 'values' in axis ? gridOf(axis).map(valueText).join(', ') : `${axis.from} to ${axis.to}`;
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
