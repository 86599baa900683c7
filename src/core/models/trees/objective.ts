/** @file Log loss of boosting: where it starts, its gradients and hessians, and its value. Scores lie vector after vector. */

export interface Labels {
  readonly y: Int32Array;
  readonly weights: Float64Array | null;
}

/** Log odds of two classes, or the logarithm of each class's share. totals: row weight by class, none 0. */
export function startOf(totals: Float64Array): Float64Array {
  if (totals.length === 2) return Float64Array.of(Math.log(totals[1]! / totals[0]!));
  const all = totals.reduce((a, b) => a + b, 0);
  return totals.map((total) => Math.log(total / all));
}

/**
 * Added and taken away again it rounds a gradient or hessian to a multiple of what is 2^-52 of the largest sum that there can be. Sums are then
 * exact: the same in any order, and 0 where nothing is left.
 */
export function roundingOf({ y, weights }: Labels): number {
  const most = weights ? weights.reduce((a, b) => Math.max(a, b), 0) : 1;
  return 1.5 * 2 ** Math.ceil(Math.log2(most * y.length));
}

/** Fills in (weight * (p - y), weight * p * (1 - p)) by row, of one class; returns the largest hessian. shares: softmax of the scores. */
export function classGradients(
  { y, weights }: Labels,
  shares: Float64Array,
  own: number,
  rounding: number,
  gradients: Float64Array,
): number {
  let most = 0;
  const start = own * y.length;
  for (let row = 0; row < y.length; row++) {
    const p = shares[start + row]!;
    const weight = weights ? weights[row]! : 1;
    const hessian = weight * p * (1 - p) + rounding - rounding;
    gradients[2 * row] = weight * (p - (y[row] === own ? 1 : 0)) + rounding - rounding;
    gradients[2 * row + 1] = hessian;
    if (hessian > most) most = hessian;
  }
  return most;
}

/** Softmax over the vectors of each row, into `shares`. */
export function softmax(scores: Float64Array, vectors: number, shares: Float64Array): void {
  const rows = scores.length / vectors;
  for (let row = 0; row < rows; row++) {
    let most = -Infinity;
    for (let at = row; at < scores.length; at += rows) most = Math.max(most, scores[at]!);
    let sum = 0;
    for (let at = row; at < scores.length; at += rows) sum += shares[at] = Math.exp(scores[at]! - most);
    for (let at = row; at < scores.length; at += rows) shares[at]! /= sum;
  }
}

/** Mean in nats, by weight. */
export function meanLoss({ y, weights }: Labels, scores: Float64Array): number {
  const rows = y.length;
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights ? weights[row]! : 1;
    sum +=
      weight * (scores.length === rows ? binaryLoss(scores[row]!, y[row]!) : classLoss(scores, row, rows, y[row]!));
    total += weight;
  }
  return sum / total;
}

function binaryLoss(score: number, label: number): number {
  const against = label === 1 ? -score : score;
  return Math.max(against, 0) + Math.log(1 + Math.exp(-Math.abs(against)));
}

function classLoss(scores: Float64Array, row: number, rows: number, label: number): number {
  let most = -Infinity;
  for (let at = row; at < scores.length; at += rows) most = Math.max(most, scores[at]!);
  let sum = 0;
  for (let at = row; at < scores.length; at += rows) sum += Math.exp(scores[at]! - most);
  return most + Math.log(sum) - scores[label * rows + row]!;
}
