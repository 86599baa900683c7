/** @file What each stakeholder sees of a run, whether their limit is kept, and where they conflict. */
import type { Estimate } from '../base/estimate.ts';
import { undefinedEstimate } from '../metrics/intervals.ts';
import type { Purpose, Stakeholder } from './purpose.ts';
import type { Run } from './run.ts';

/** `surely`: the whole interval lies on that side of the limit. */
export type Kept = 'surely kept' | 'kept' | 'broken' | 'surely broken' | 'unknown';

export interface Score {
  estimate: Estimate;
  /** Null without a limit. */
  kept: Kept | null;
}

/** One line a stakeholder with a metric, one entry a run. */
export interface Scorecards {
  people: {
    name: string;
    metric: string;
    weight: number;
    limit: number | null;
    lessIsBetter: boolean;
    scores: Score[];
  }[];
  /** By run: the weight of those whose limit is kept, of all with a limit and a defined number. */
  content: { kept: number; of: number }[];
  /** By stakeholder in `people`: the place of the run they would take, null where all are undefined or the same. */
  preferred: (number | null)[];
}

const less = new Set(['logLoss', 'brier', 'ece', 'mae', 'rmse', 'latency']);

/** Whether less of the metric is better. */
export function isLessBetter(metric: string, purpose: Pick<Purpose, 'better'>): boolean {
  if (metric === 'business') return purpose.better === 'less';
  return less.has(metric) || metric.startsWith('gap: ');
}

/**
 * The number of a run that a stakeholder looks at. business: of the purpose's formula. latency: milliseconds a row, predicted
 * in one batch. `gap: <column>`: equalized odds difference of the groups of a column.
 */
export function scoreOf(run: Run, metric: string, business: Estimate): Estimate {
  const rows = run.rows.validation + run.rows.test;
  if (metric === 'business') return business;
  if (metric === 'latency') {
    const took = run.timings['predict'];
    if (took === undefined || rows === 0) return undefinedEstimate(0, 'was not measured in this run');
    return { value: took / rows, low: null, high: null, n: rows, reason: 'measured once' };
  }
  if (metric.startsWith('gap: ')) {
    const gap = run.groups[metric.slice(5)]?.gaps.equalizedOddsDifference;
    if (!gap) return undefinedEstimate(0, 'this run does not compare these groups');
    return { ...gap, n: run.rows.test };
  }
  return run.metrics.test[metric] ?? undefinedEstimate(0, 'this run does not have it');
}

export function keptOf({ value, low, high }: Estimate, limit: number, lessIsBetter: boolean): Kept {
  if (value === null) return 'unknown';
  const within = (of: number) => (lessIsBetter ? of <= limit : of >= limit);
  const isSure = low !== null && high !== null && within(low) === within(high);
  return within(value) ? (isSure ? 'surely kept' : 'kept') : isSure ? 'surely broken' : 'broken';
}

/** `business`: the formula on each run, in their order. */
export function scorecards(runs: readonly Run[], purpose: Purpose, business: readonly Estimate[]): Scorecards {
  const told = (purpose.stakeholders ?? []).filter(
    (one): one is Stakeholder & { metric: string } => one.metric !== undefined,
  );
  const people = told.map(({ name, metric, weight, limit = null }) => {
    const lessIsBetter = isLessBetter(metric, purpose);
    const scores = runs.map((run, i): Score => {
      const estimate = scoreOf(run, metric, business[i]!);
      return { estimate, kept: limit === null ? null : keptOf(estimate, limit, lessIsBetter) };
    });
    return { name, metric, weight, limit, lessIsBetter, scores };
  });
  const content = runs.map((_, i) => {
    const judged = people.filter(({ scores }) => scores[i]!.kept !== null && scores[i]!.kept !== 'unknown');
    const sum = (those: typeof judged) => those.reduce((total, { weight }) => total + weight, 0);
    return { kept: sum(judged.filter(({ scores }) => /kept/.test(scores[i]!.kept!))), of: sum(judged) };
  });
  return { people, content, preferred: people.map(({ scores, lessIsBetter }) => bestOf(scores, lessIsBetter)) };
}

function bestOf(scores: readonly Score[], lessIsBetter: boolean): number | null {
  const defined = scores.flatMap(({ estimate: { value } }, i) => (value === null ? [] : [{ value, i }]));
  if (defined.length === 0 || defined.every(({ value }) => value === defined[0]!.value)) return null;
  return defined.reduce((a, b) => ((lessIsBetter ? b.value < a.value : b.value > a.value) ? b : a)).i;
}
