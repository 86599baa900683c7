/** @file Ridge regression: least squares with an L2 penalty, solved exactly; and the chances of classes cut from it. */
import { between } from '../base/normal.ts';
import { checkPredict } from './check.ts';
import { solveDefinite } from './cholesky.ts';
import type { Matrix, ModelState } from './contract.ts';

interface RidgeInput {
  x: Matrix;
  /** The number to learn, of each row. */
  target: Float64Array;
  weights: Float64Array | null;
  /** Lambda in |y - Xw - b|^2 + lambda |w|^2 (alpha of scikit-learn); the intercept is free. */
  l2: number;
  /** Rising; kept with the state. */
  edges: readonly number[];
}

/**
 * The normal equations of centred columns, by Cholesky in float64. deviation: the root of the mean squared residual of the
 * training rows, the normal distribution's own estimate.
 */
export function fitRidge({ x, target, weights, l2, edges }: RidgeInput): ModelState {
  const { rows, values } = x;
  const d = x.names.length;
  const weightOf = (row: number) => (weights ? weights[row]! : 1);
  const means = new Float64Array(d);
  let [total, mean] = [0, 0];
  for (let row = 0; row < rows; row++) {
    total += weightOf(row);
    mean += weightOf(row) * target[row]!;
    for (let j = 0; j < d; j++) means[j]! += weightOf(row) * values[row * d + j]!;
  }
  mean /= total;
  for (let j = 0; j < d; j++) means[j]! /= total;

  const gram = new Float64Array(d * d);
  const moment = new Float64Array(d);
  const own = new Float64Array(d);
  for (let row = 0; row < rows; row++) {
    const weight = weightOf(row);
    for (let j = 0; j < d; j++) own[j] = values[row * d + j]! - means[j]!;
    for (let j = 0; j < d; j++) {
      const scaled = weight * own[j]!;
      if (scaled === 0) continue;
      moment[j]! += scaled * (target[row]! - mean);
      for (let k = 0; k <= j; k++) gram[j * d + k]! += scaled * own[k]!;
    }
  }
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < j; k++) gram[k * d + j] = gram[j * d + k]!;
    gram[j * d + j]! += l2;
  }
  const coefficients = d === 0 ? moment : solveDefinite(gram, moment);
  let intercept = mean;
  for (let j = 0; j < d; j++) intercept -= coefficients[j]! * means[j]!;
  const arrays = { coefficients, intercept: Float64Array.of(intercept), edges: Float64Array.from(edges) };
  const bare: ModelState = { kind: 'ridge', json: { columns: d, deviation: 0 }, arrays };
  const said = predictRidge(bare, x);
  let squares = 0;
  for (let row = 0; row < rows; row++) squares += weightOf(row) * (target[row]! - said[row]!) ** 2;
  return { ...bare, json: { columns: d, deviation: Math.sqrt(squares / total) } };
}

/** The number of each row. */
export function predictRidge(state: ModelState, x: Matrix): Float64Array {
  checkPredict(state, x);
  const { coefficients, intercept } = state.arrays;
  const d = x.names.length;
  return Float64Array.from({ length: x.rows }, (_, row) => {
    let sum = intercept![0]!;
    for (let j = 0; j < d; j++) sum += coefficients![j]! * x.values[row * d + j]!;
    return sum;
  });
}

/**
 * The chance that the number falls between two edges, were it normal around the one predicted with the deviation of the
 * residuals: rows x (edges + 1). Without residuals all of it is in the class of the number predicted.
 */
export function chances(state: ModelState, predicted: Float64Array): Float64Array {
  const edges = state.arrays['edges']!;
  const classes = edges.length + 1;
  const deviation = Math.max(state.json['deviation'] as number, 1e-300);
  const scores = new Float64Array(predicted.length * classes);
  for (const [row, value] of predicted.entries())
    for (let k = 0; k < classes; k++) {
      const low = k === 0 ? -Infinity : (edges[k - 1]! - value) / deviation;
      const high = k === classes - 1 ? Infinity : (edges[k]! - value) / deviation;
      scores[row * classes + k] = between(low, high);
    }
  return scores;
}
