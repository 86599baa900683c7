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
  return createEvaluation(objective)(parameters);
}

/** As evaluateObjective, for many points: what a point does not keep is made once. */
export function createEvaluation(objective: Objective): (parameters: Float64Array) => Point {
  const { x, codes, weights, vectors, l2 } = objective;
  const { start, column, values, columns } = x;
  // Columns x vectors, so that what belongs to one value of a row lies together.
  const turned = new Float64Array(columns * vectors);
  const slopes = new Float64Array(columns * vectors);
  const residual = new Float64Array(vectors);
  return (parameters) => {
    transpose(parameters, vectors, columns, turned);
    slopes.fill(0);
    const probabilities = new Float64Array(x.rows * vectors);
    let loss = 0;
    for (let r = 0; r < x.rows; r++) {
      const at = r * vectors;
      const weight = weights === null ? 1 : weights[r]!;
      loss += weight * scoreRow(objective, turned, r, probabilities, at);
      for (let k = 0; k < vectors; k++) {
        const isHit = vectors === 1 ? codes[r] === 1 : codes[r] === k;
        residual[k] = weight * (probabilities[at + k]! - (isHit ? 1 : 0));
      }
      for (let i = start[r]!; i < start[r + 1]!; i++) {
        const base = column[i]! * vectors;
        const value = values[i]!;
        for (let k = 0; k < vectors; k++) slopes[base + k]! += residual[k]! * value;
      }
    }
    const gradient = new Float64Array(slopes.length);
    transpose(slopes, columns, vectors, gradient);
    let squares = 0;
    for (let k = 0; k < vectors; k++)
      for (let p = k * columns; p < (k + 1) * columns - 1; p++) {
        squares += parameters[p]! * parameters[p]!;
        gradient[p]! += l2 * parameters[p]!;
      }
    return { parameters, value: loss + (l2 / 2) * squares, loss, gradient, probabilities };
  };
}

/**
 * The second derivative by each parameter alone, where every row is given the shares of the classes: near the start, and
 * near enough to the minimum to scale steps by. Above 0.
 */
export function curvature({ x, codes, weights, vectors, l2 }: Objective): Float64Array {
  const { start, column, values, columns } = x;
  const totals = new Float64Array(Math.max(2, vectors));
  const squares = new Float64Array(columns);
  for (let r = 0; r < x.rows; r++) {
    const weight = weights === null ? 1 : weights[r]!;
    totals[codes[r]!]! += weight;
    for (let i = start[r]!; i < start[r + 1]!; i++) squares[column[i]!]! += weight * values[i]! * values[i]!;
  }
  const total = totals.reduce((sum, own) => sum + own, 0);
  const found = new Float64Array(columns * vectors);
  for (let k = 0; k < vectors; k++) {
    const share = totals[vectors === 1 ? 1 : k]! / total;
    for (let c = 0; c < columns; c++) {
      const second = share * (1 - share) * squares[c]! + (c < columns - 1 ? l2 : 0);
      found[k * columns + c] = second > 0 ? second : 1;
    }
  }
  return found;
}

/** The sum of weighted log losses at `parameters`, without the penalty. */
export function evaluateLoss(rows: Omit<Objective, 'l2'>, parameters: Float64Array): number {
  const turned = new Float64Array(parameters.length);
  transpose(parameters, rows.vectors, rows.x.columns, turned);
  const probabilities = new Float64Array(rows.vectors);
  let loss = 0;
  for (let r = 0; r < rows.x.rows; r++) {
    probabilities.fill(0);
    loss += (rows.weights === null ? 1 : rows.weights[r]!) * scoreRow(rows, turned, r, probabilities, 0);
  }
  return loss;
}

/** Fills in the probabilities of row r at `at`, where zeros are; returns its log loss. turned: columns x vectors. */
function scoreRow(
  { x, codes, vectors }: Omit<Objective, 'l2'>,
  turned: Float64Array,
  r: number,
  probabilities: Float64Array,
  at: number,
): number {
  const { start, column, values } = x;
  for (let i = start[r]!; i < start[r + 1]!; i++) {
    const base = column[i]! * vectors;
    const value = values[i]!;
    for (let k = 0; k < vectors; k++) probabilities[at + k]! += value * turned[base + k]!;
  }
  return vectors === 1
    ? logisticLoss(probabilities, at, codes[r]!)
    : softmaxLoss(probabilities, at, vectors, codes[r]!);
}

/** rows x columns becomes columns x rows, in blocks of columns that stay in the cache. */
function transpose(values: Float64Array, rows: number, columns: number, turned: Float64Array): void {
  if (rows === 1 || columns === 1) return turned.set(values);
  const block = 16;
  for (let first = 0; first < columns; first += block) {
    const end = Math.min(columns, first + block);
    for (let r = 0; r < rows; r++) for (let c = first; c < end; c++) turned[c * rows + r] = values[r * columns + c]!;
  }
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
