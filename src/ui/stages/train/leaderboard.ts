/** @file The trials of a search as a table. Pure. */
import { gridOf, spaces } from '../../../core/models/spaces.ts';
import type { Axis } from '../../../core/models/spaces.ts';
import type { SearchPlan } from '../../../core/study/search-plan.ts';
import { ranked } from '../../../core/study/search-judge.ts';
import type { FoldScore } from '../../../core/study/search-judge.ts';
import type { SearchResult, Trial } from '../../../core/study/search.ts';
import { chanceBetter, compareTrials } from '../../../core/study/search-verdict.ts';
import { bytes, decimal, interval, percent } from '../../plots/format.ts';
import { duration } from './findings.ts';

/** What a family and its options are called. */
export interface Names {
  family(kind: string): string;
  option(kind: string, key: string): string;
}

export interface BoardRow {
  id: string;
  kind: string;
  mean: string;
  interval: string;
  /** The chance that the best is better by more than what is too small to matter. */
  beaten: string;
  /** Mean time of one fit. */
  fit: string;
  /** Mean time to predict 1,000 rows. */
  predict: string;
  /** Mean size of a fitted model. */
  size: string;
  /** Of the rows of a fold. */
  share: string;
  family: string;
  words: string;
  options: Record<string, unknown>;
}

export const measureNames = { logLoss: 'Log loss', rocAuc: 'Area under ROC' } as const;

/** The best first; trials on more rows before trials on fewer. */
export function boardOf(
  trials: readonly Trial[],
  plan: SearchPlan,
  result: Pick<SearchResult, 'best' | 'ratio'> | null,
  names: Names,
): BoardRow[] {
  const best = trials.find(({ id }) => id === result?.best);
  return ordered(trials, plan).map((trial) => ({
    id: trial.id,
    kind: trial.kind,
    mean: trial.failure !== null ? 'failed' : trial.pruned ? 'given up' : decimal(trial[plan.measure].value, 4),
    interval: trial.failure ?? interval(trial[plan.measure], 4),
    beaten: best && result ? beatenBy(best, trial, plan, result.ratio) : '',
    fit: trial.folds.length > 0 ? duration(meanOver(trial, fitTime)) : '',
    predict: trial.folds.length > 0 ? duration(meanOver(trial, predictTime)) : '',
    size: trial.folds.length > 0 ? bytes(Math.round(meanOver(trial, (fold) => fold.bytes))) : '',
    share: percent(trial.share),
    family: names.family(trial.kind),
    words: wordsOf(trial, names),
    options: trial.options,
  }));
}

/** The best first; trials on more rows before trials on fewer. */
export function ordered(trials: readonly Trial[], plan: SearchPlan): Trial[] {
  return ranked(trials, plan).sort((a, b) => b.share - a.share);
}

function beatenBy(best: Trial, trial: Trial, plan: SearchPlan, ratio: number): string {
  if (trial === best) return 'the best';
  if (trial.share !== best.share || trial[plan.measure].value === null) return '';
  const chance = chanceBetter(compareTrials(best, trial, plan, ratio), plan.measure);
  return chance === null ? '' : percent(chance);
}

export const fitTime = (fold: FoldScore) => fold.fitMilliseconds;
/** Milliseconds for 1,000 rows. */
export const predictTime = (fold: FoldScore) => (1000 * fold.predictMilliseconds) / fold.rows;

export function meanOver({ folds }: Pick<Trial, 'folds'>, read: (fold: FoldScore) => number): number {
  return folds.reduce((sum, fold) => sum + read(fold), 0) / folds.length;
}

/** `L2 penalty 10, L1 penalty 0`: the options that are searched. */
export function wordsOf({ kind, options }: Pick<Trial, 'kind' | 'options'>, names: Names): string {
  const said = (spaces[kind] ?? []).map(({ option }) => `${names.option(kind, option)} ${valueText(options[option])}`);
  return said.join(', ') || 'no options to search';
}

/** One line an axis: `L2 penalty: 1000 to 0.001`. */
export function spaceOf(kind: string, names: Names): string[] {
  return (spaces[kind] ?? []).map((axis) => `${names.option(kind, axis.option)}: ${axisText(axis)}`);
}

function axisText(axis: Axis): string {
  return 'values' in axis ? gridOf(axis).map(valueText).join(', ') : `${axis.from} to ${axis.to}`;
}

export function valueText(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : value === null ? 'none' : String(value);
}
