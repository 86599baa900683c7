/** @file Naive Bayes on counts or marks: every distribution here is a sum over the columns that are not zero, and an offset. */
import { InputError } from '../base/errors.ts';
import type { SparseFitInput, SparseMatrix } from './contract.ts';
import { softmaxInPlace } from './logistic-objective.ts';
import { classTotals } from './one-shot.ts';

export type CountDistribution = 'multinomial' | 'complement' | 'bernoulli';

/** Log score of class k: offsets[k] + the sum over columns of value * coefficients[k, column]; an absent class has -Infinity. */
export interface CountModel {
  readonly offsets: Float64Array;
  /** classes x columns. */
  readonly coefficients: Float64Array;
}

/** Rows between two looks at the pace. */
const block = 8192;

/**
 * multinomial: log of the smoothed share of each column in a class. complement: of the other classes, negated (Rennie and
 * others 2003). bernoulli: whether a value is over 0, absent ones counted too (Manning, Raghavan and Schuetze 2008, 13.3).
 * Throws InputError on values under 0, which are no counts.
 */
export async function fitCounts(
  input: SparseFitInput,
  distribution: CountDistribution,
  alpha: number,
  pace: () => Promise<unknown>,
): Promise<CountModel> {
  const { x, y, classes, weights } = input;
  const d = x.names.length;
  if (distribution !== 'bernoulli') checkCounts(x, 'training matrix', distribution);
  const counts = new Float64Array(classes * d);
  for (let row = 0; row < x.rows; row++) {
    if (row % block === 0) await pace();
    const weight = weights ? weights[row]! : 1;
    const base = y[row]! * d;
    for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++) {
      const value = distribution === 'bernoulli' ? Number(x.values[i]! > 0) : x.values[i]!;
      counts[base + x.columns[i]!]! += weight * value;
    }
  }
  const totals = classTotals(input);
  const all = totals.reduce((a, b) => a + b, 0);
  const offsets = totals.map((total) => Math.log(total / all));
  const coefficients = new Float64Array(classes * d);
  if (distribution === 'multinomial') fillShares(counts, coefficients, classes, d, alpha);
  else if (distribution === 'complement') {
    fillComplements(counts, coefficients, classes, d, alpha);
    // With one class alone there is nothing to complement; else complement naive Bayes leaves the prior out.
    if (totals.filter((total) => total > 0).length > 1)
      offsets.forEach((offset, k) => (offsets[k] = offset === -Infinity ? offset : 0));
  } else
    for (let k = 0; k < classes; k++)
      for (let c = 0; c < d; c++) {
        const hit = Math.log(counts[k * d + c]! + alpha) - Math.log(totals[k]! + 2 * alpha);
        const missed = Math.log(1 - Math.exp(hit));
        coefficients[k * d + c] = hit - missed;
        offsets[k]! += missed;
      }
  return { offsets, coefficients };
}

function fillShares(counts: Float64Array, into: Float64Array, classes: number, d: number, alpha: number): void {
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    for (let c = 0; c < d; c++) sum += counts[k * d + c]! + alpha;
    for (let c = 0; c < d; c++) into[k * d + c] = Math.log(counts[k * d + c]! + alpha) - Math.log(sum);
  }
}

function fillComplements(counts: Float64Array, into: Float64Array, classes: number, d: number, alpha: number): void {
  const others = new Float64Array(d);
  for (let k = 0; k < classes; k++) for (let c = 0; c < d; c++) others[c]! += counts[k * d + c]!;
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    for (let c = 0; c < d; c++) sum += others[c]! + alpha - counts[k * d + c]!;
    for (let c = 0; c < d; c++) into[k * d + c] = -Math.log((others[c]! + alpha - counts[k * d + c]!) / sum);
  }
}

/** Probabilities, rows x classes. */
export function scoreCounts(
  { offsets, coefficients }: CountModel,
  distribution: CountDistribution,
  x: SparseMatrix,
): Float64Array {
  const classes = offsets.length;
  const d = x.names.length;
  if (distribution !== 'bernoulli') checkCounts(x, 'matrix', distribution);
  const scores = new Float64Array(x.rows * classes);
  for (let row = 0; row < x.rows; row++) {
    scores.set(offsets, row * classes);
    for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++) {
      const value = distribution === 'bernoulli' ? Number(x.values[i]! > 0) : x.values[i]!;
      for (let k = 0; k < classes; k++) scores[row * classes + k]! += value * coefficients[k * d + x.columns[i]!]!;
    }
    softmaxInPlace(scores, row * classes, classes);
  }
  return scores;
}

function checkCounts(x: SparseMatrix, path: string, distribution: CountDistribution): void {
  const at = x.values.findIndex((value) => value < 0);
  if (at >= 0)
    throw new InputError(
      `${path}: ${distribution} naive Bayes counts, so that no value may be under 0; choose gaussian or bernoulli, or leave out steps that centre: ${x.names[x.columns[at]!]} has ${x.values[at]}`,
    );
}
