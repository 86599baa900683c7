/** @file The run list in order, and values of a study in words. */
import type { RunListing } from '../../../store/types.ts';

export type SortKey = 'savedAt' | 'label' | 'model' | (string & {});
export interface Order {
  by: SortKey;
  falling: boolean;
}

/** What people call the metrics of a run; keys not listed are shown as they are. */
export const metricNames: Record<string, string> = {
  rocAuc: 'ROC AUC',
  averagePrecision: 'average precision',
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  macroF1: 'macro F1',
  mcc: 'Matthews correlation',
  kappa: 'Cohen’s kappa',
  logLoss: 'log loss',
  brier: 'Brier score',
  ece: 'calibration error',
};

/** Metrics of which less is better; their first order is rising. */
export const lessIsBetter = new Set(['logLoss', 'brier', 'ece']);

/** Every test metric some run has, in the order above. */
export function metricsOf(runs: readonly RunListing[]): string[] {
  const present = new Set(runs.flatMap(({ run }) => Object.keys(run.metrics.test)));
  const known = Object.keys(metricNames).filter((key) => present.has(key));
  return [...known, ...[...present].filter((key) => !(key in metricNames)).sort()];
}

/** A sorted copy. Runs without the number come last either way; equals keep the newest first. */
export function sortRuns(runs: readonly RunListing[], { by, falling }: Order): RunListing[] {
  const newestFirst = [...runs].sort((a, b) => b.savedAt.localeCompare(a.savedAt));
  const key = (listing: RunListing): string | number | null => {
    if (by === 'savedAt') return listing.savedAt;
    if (by === 'label') return listing.label.toLowerCase();
    if (by === 'model') return listing.run.study.model.kind;
    return listing.run.metrics.test[by]?.value ?? null;
  };
  return newestFirst.sort((a, b) => {
    const x = key(a);
    const y = key(b);
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return falling ? -order : order;
  });
}

/** A study's value as a person reads it; absent is said as such. */
export function valueText(value: unknown): string {
  if (value === undefined) return '(absent)';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
