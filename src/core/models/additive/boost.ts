/** @file Cyclic gradient boosting: each part of the sum in turn takes a small step towards the labels (Lou et al. 2012). */
import { softmaxInPlace } from '../logistic-objective.ts';
import type { Sums } from './step.ts';

/** One part of the sum: the place of each row among its values, and how it steps. */
export interface Part {
  readonly places: Uint16Array;
  /** Of the validation rows; empty without them. */
  readonly validationPlaces: Uint16Array;
  /** Values by place, then by vector. */
  readonly values: Float64Array;
  /** Training rows by place. */
  readonly rows: Float64Array;
  step(sums: Sums): Float64Array;
}

export function partOf(
  places: Uint16Array,
  validationPlaces: Uint16Array,
  size: number,
  vectors: number,
  step: Part['step'],
): Part {
  const rows = new Float64Array(size);
  for (const place of places) rows[place]!++;
  return { places, validationPlaces, values: new Float64Array(size * vectors), rows, step };
}

/** Rows with their labels, weights and present scores (rows x vectors, log odds or unnormalised log probabilities). */
export interface Scored {
  readonly y: Int32Array;
  readonly weights: Float64Array | null;
  readonly scores: Float64Array;
}

/** vectors: 1 for two classes, else one a class. */
export function scoredRows(y: Int32Array, weights: Float64Array | null, intercepts: Float64Array): Scored {
  const scores = new Float64Array(y.length * intercepts.length);
  for (let row = 0; row < y.length; row++) scores.set(intercepts, row * intercepts.length);
  return { y, weights, scores };
}

/** One round: every part once, with fresh gradients each. Answers whether any of them moved. */
export function roundOf(
  parts: readonly Part[],
  train: Scored,
  validation: Scored | null,
  vectors: number,
  rate: number,
): boolean {
  let moved = false;
  for (const part of parts) {
    const sums = vectors === 1 ? [binarySums(part, train)] : classSums(part, train, vectors);
    for (const [k, own] of sums.entries()) {
      const step = part.step(own);
      if (step.every((value) => value === 0)) continue;
      moved = true;
      for (const [place, value] of step.entries()) part.values[place * vectors + k]! += rate * value;
      move(train.scores, part.places, step, k, vectors, rate);
      if (validation) move(validation.scores, part.validationPlaces, step, k, vectors, rate);
    }
  }
  return moved;
}

function move(
  scores: Float64Array,
  places: Uint16Array,
  step: Float64Array,
  k: number,
  vectors: number,
  rate: number,
): void {
  for (let row = 0, at = k; row < places.length; row++, at += vectors) scores[at]! += rate * step[places[row]!]!;
}

function emptySums({ rows }: Part): Sums {
  return { gradient: new Float64Array(rows.length), hessian: new Float64Array(rows.length), rows };
}

function binarySums(part: Part, { y, weights, scores }: Scored): Sums {
  const sums = emptySums(part);
  const { gradient, hessian } = sums;
  const { places } = part;
  for (let row = 0; row < places.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    const p = 1 / (1 + Math.exp(-scores[row]!));
    const place = places[row]!;
    gradient[place]! += weight * (p - y[row]!);
    hessian[place]! += weight * p * (1 - p);
  }
  return sums;
}

function classSums(part: Part, { y, weights, scores }: Scored, vectors: number): Sums[] {
  const sums = Array.from({ length: vectors }, () => emptySums(part));
  const p = new Float64Array(vectors);
  for (let row = 0; row < y.length; row++) {
    for (let k = 0; k < vectors; k++) p[k] = scores[row * vectors + k]!;
    softmaxInPlace(p, 0, vectors);
    const weight = weights === null ? 1 : weights[row]!;
    const place = part.places[row]!;
    for (let k = 0; k < vectors; k++) {
      sums[k]!.gradient[place]! += weight * (p[k]! - (y[row] === k ? 1 : 0));
      sums[k]!.hessian[place]! += weight * p[k]! * (1 - p[k]!);
    }
  }
  return sums;
}

/** Mean log loss in nats, by weight. */
export function lossOf({ y, weights, scores }: Scored, vectors: number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    total += weight;
    sum += weight * rowLoss(scores, row, y[row]!, vectors);
  }
  return sum / total;
}

function rowLoss(scores: Float64Array, row: number, label: number, vectors: number): number {
  if (vectors === 1) {
    const against = label === 1 ? -scores[row]! : scores[row]!;
    return Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
  }
  let most = -Infinity;
  for (let k = 0; k < vectors; k++) most = Math.max(most, scores[row * vectors + k]!);
  let sum = 0;
  for (let k = 0; k < vectors; k++) sum += Math.exp(scores[row * vectors + k]! - most);
  return most + Math.log(sum) - scores[row * vectors + label]!;
}
