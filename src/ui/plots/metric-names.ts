/** @file What people call the metrics of a run, in the order they are shown. */

/** Keys not listed are shown as they are. */
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
  logLoss: 'log loss (nats)',
  brier: 'Brier score',
  ece: 'calibration error',
  mae: 'mean absolute error',
  rmse: 'root mean squared error',
  r2: 'R²',
  spearman: 'Spearman’s rank correlation',
  pathShare: 'share of the path that is right',
  mrr: 'mean reciprocal rank',
  ndcg: 'NDCG',
  noYes: 'rows with no yes',
  oneYes: 'rows with one yes',
  severalYes: 'rows with several yes',
};

/** Metrics of which less is better; a list sorted by one begins with the lowest. */
export const lessIsBetter = new Set(['logLoss', 'brier', 'ece', 'mae', 'rmse']);

/** These keys in the order above, then the rest by name. */
export function inOrder(keys: Iterable<string>): string[] {
  const present = new Set(keys);
  const known = Object.keys(metricNames).filter((key) => present.has(key));
  return [...known, ...[...present].filter((key) => !(key in metricNames)).sort()];
}

export function metricName(key: string): string {
  const named = key.replace(/^accuracy: /, 'accuracy at ').replace(/^ndcg@/, 'NDCG@');
  return metricNames[key] ?? named.replace(/^first (\d+): (.*)$/, 'mean $2 of the first $1');
}
