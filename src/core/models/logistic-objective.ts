/**
 * @file The objective of logistic regression in float64: the weighted sum of log losses + l2 / 2 |w|^2, intercepts free
 * (scikit-learn's LogisticRegression with C = 1 / l2). Two classes: one weight vector and the logistic function (for class 1).
 * More: one weight vector a class and the softmax, the penalty on all of them.
 * Parameters: vectors x (columns + 1), each weight vector followed by its intercept.
 */
import type { SparseRows } from './sparse.ts';

export interface Objective {
  readonly x: SparseRows;
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
  /** Weight vectors: 1 for two classes, else the number of classes. */
  readonly vectors: number;
  readonly l2: number;
}

export interface Point {
  readonly parameters: Float64Array;
  /** With the penalty. */
  readonly value: number;
  /** Sum of weighted log losses alone. */
  readonly loss: number;
  readonly gradient: Float64Array;
  /** rows x vectors: the probability of class 1, or of each class. */
  readonly probabilities: Float64Array;
}

/** The next point, or null when no shorter step lowers the value. */
export type Iteration = (point: Point) => Promise<Point | null>;

/** Value, gradient and probabilities at `parameters`. */
export function evaluateObjective(objective: Objective, parameters: Float64Array): Point {
  const { x, codes, weights, vectors, l2 } = objective;
  const { start, column, values, columns } = x;
  const gradient = new Float64Array(parameters.length);
  const probabilities = new Float64Array(x.rows * vectors);
  const residual = new Float64Array(vectors);
  let loss = 0;
  for (let r = 0; r < x.rows; r++) {
    const from = start[r]!;
    const to = start[r + 1]!;
    const at = r * vectors;
    for (let k = 0; k < vectors; k++) {
      const base = k * columns;
      let sum = 0;
      for (let i = from; i < to; i++) sum += values[i]! * parameters[base + column[i]!]!;
      probabilities[at + k] = sum;
    }
    const weight = weights === null ? 1 : weights[r]!;
    loss +=
      weight *
      (vectors === 1 ? logisticLoss(probabilities, at, codes[r]!) : softmaxLoss(probabilities, at, vectors, codes[r]!));
    for (let k = 0; k < vectors; k++) {
      const isHit = vectors === 1 ? codes[r] === 1 : codes[r] === k;
      residual[k] = weight * (probabilities[at + k]! - (isHit ? 1 : 0));
    }
    for (let k = 0; k < vectors; k++) {
      const base = k * columns;
      const e = residual[k]!;
      for (let i = from; i < to; i++) gradient[base + column[i]!]! += e * values[i]!;
    }
  }
  let squares = 0;
  for (let p = 0; p < parameters.length; p++) {
    if (p % columns === columns - 1) continue;
    squares += parameters[p]! ** 2;
    gradient[p]! += l2 * parameters[p]!;
  }
  return { parameters, value: loss + (l2 / 2) * squares, loss, gradient, probabilities };
}

/** Replaces the score at `at` by its probability; returns the log loss. */
function logisticLoss(scores: Float64Array, at: number, code: number): number {
  const z = scores[at]!;
  scores[at] = logistic(z);
  const margin = code === 1 ? z : -z;
  return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
}

/** Replaces the `n` scores at `at` by probabilities; returns the log loss. */
function softmaxLoss(scores: Float64Array, at: number, n: number, code: number): number {
  const hit = scores[at + code]!;
  return softmaxInPlace(scores, at, n) - hit;
}

/** Replaces the `n` scores at `at` by probabilities; returns the logarithm of their total. */
export function softmaxInPlace(scores: Float64Array, at: number, n: number): number {
  let largest = -Infinity;
  for (let k = 0; k < n; k++) largest = Math.max(largest, scores[at + k]!);
  let sum = 0;
  for (let k = 0; k < n; k++) sum += scores[at + k] = Math.exp(scores[at + k]! - largest);
  for (let k = 0; k < n; k++) scores[at + k]! /= sum;
  return largest + Math.log(sum);
}

export function logistic(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}
