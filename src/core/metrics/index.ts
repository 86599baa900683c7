/** @file Every number of a verdict, each with its n and its 95 % interval (evaluation RQ2 and RQ3). */
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import { replicatesFor, resamples } from './bootstrap.ts';
import { confusion } from './confusion.ts';
import { undefinedEstimate, wilson, withPercentiles, z95 } from './intervals.ts';
import { measure, measured, prepare, type Measured } from './prepared.ts';
import { aucStandardError, type Ranking } from './rank.ts';

export { confusion };

type Name = keyof Measured;
const binaryOnly: readonly Name[] = ['averagePrecision', 'precision', 'recall', 'f1'];

/** Why a metric is undefined. */
const reasons: Partial<Record<Name, string>> = {
  rocAuc: 'needs rows of at least two classes',
  averagePrecision: 'no row is of the positive class',
  precision: 'no row is predicted positive',
  recall: 'no row is of the positive class',
  f1: 'no row is positive, actual or predicted',
  mcc: 'every row is, or is predicted, one class',
};

/**
 * Metrics of one evaluated set. Binary (classes = 2): class 1 is positive. actual, predicted: class codes, rows long;
 * scores: rows x classes, each row summing to 1. Proportions have Wilson intervals, the binary AUC DeLong's, the rest the
 * percentile bootstrap over one shared set of resamples (`bootstrap`: how many; 0: none; `drawn`: as many, drawn already).
 */
export function evaluate(
  actual: Int32Array,
  predicted: Int32Array,
  scores: ArrayLike<number>,
  classes: number,
  rng: Rng,
  options: { bootstrap?: number; drawn?: ReturnType<typeof resamples> } = {},
): Record<string, Estimate> {
  const names = measured.filter((name) => classes === 2 || !binaryOnly.includes(name));
  const rows = actual.length;
  if (rows === 0) return Object.fromEntries(names.map((name) => [name, undefinedEstimate(0, 'no rows')]));
  const set = prepare(actual, predicted, scores, classes);
  const point = measure(set, null);
  const replicates = options.bootstrap ?? replicatesFor(rows);
  const resampled = new Map(names.map((name) => [name, new Float64Array(replicates)]));
  const drawn = options.drawn ?? resamples(rows, replicates, rng.split('bootstrap'), 1);
  drawn((weights, b) => {
    const values = measure(set, weights);
    for (const name of names) resampled.get(name)![b] = values[name];
  });
  const closed = closedForms(confusion(actual, predicted, classes), classes, set.rankings, set.memberships, point);
  return Object.fromEntries(
    names.map((name) => {
      const exact = closed[name];
      if (exact) return [name, exact];
      if (Number.isNaN(point[name])) return [name, undefinedEstimate(rows, reasons[name] ?? 'nothing to divide by')];
      return [name, withPercentiles(point[name], resampled.get(name)!, rows)];
    }),
  );
}

function closedForms(
  matrix: number[][],
  classes: number,
  rankings: readonly Ranking[],
  memberships: readonly Uint8Array[],
  point: Measured,
): Partial<Record<Name, Estimate>> {
  const rows = matrix.flat().reduce((a, b) => a + b, 0);
  const right = matrix.reduce((sum, row, k) => sum + row[k]!, 0);
  const accuracy = wilson(right, rows);
  if (classes !== 2) return { accuracy };
  const [[, fp = 0] = [], [fn = 0, tp = 0] = []] = matrix;
  const said = (name: Name, k: number, n: number) => (n === 0 ? undefinedEstimate(0, reasons[name]!) : wilson(k, n));
  return {
    accuracy,
    precision: said('precision', tp, tp + fp),
    recall: said('recall', tp, tp + fn),
    rocAuc: areaEstimate(point.rocAuc, aucStandardError(rankings[0]!, memberships[0]!), rows),
  };
}

/** AUC with DeLong's interval, cut to [0, 1]. */
function areaEstimate(value: number, standardError: number, n: number): Estimate {
  if (Number.isNaN(value)) return undefinedEstimate(n, reasons.rocAuc!);
  if (Number.isNaN(standardError))
    return { value, low: null, high: null, n, reason: 'needs two rows of each class for an interval' };
  return { value, low: Math.max(0, value - z95 * standardError), high: Math.min(1, value + z95 * standardError), n };
}

/** Each class against the rest: as `evaluate` of two classes, plus nothing that needs more; all over the same resamples. One entry a class, in class order. */
export function perClass(
  actual: Int32Array,
  predicted: Int32Array,
  scores: ArrayLike<number>,
  classes: number,
  rng: Rng,
  options: { bootstrap?: number } = {},
): Record<string, Estimate>[] {
  const rows = actual.length;
  const drawn = resamples(rows, options.bootstrap ?? replicatesFor(rows), rng.split('bootstrap'), classes);
  return Array.from({ length: classes }, (_, k) => {
    const pair = new Float64Array(2 * rows);
    for (let r = 0; r < rows; r++) {
      pair[2 * r + 1] = scores[r * classes + k]!;
      pair[2 * r] = 1 - pair[2 * r + 1]!;
    }
    const is = (codes: Int32Array) => codes.map((code) => (code === k ? 1 : 0));
    return evaluate(is(actual), is(predicted), pair, 2, rng, { ...options, drawn });
  });
}
