/** @file Temperature scaling (Guo and others 2017): one number for the logits of every class; the order of classes never changes. */
import { softmaxInPlace } from '../logistic-objective.ts';

/** A probability of 0 has the logit of this. */
const least = 1e-15;

/** Temperatures that are looked at: a sharper or flatter one says that scores and answers have nothing to do with each other. */
const widest = 1000;

/** The temperature of the least mean log loss; the loss is convex in its inverse, so halving finds it. */
export function fitTemperature(scores: Float64Array, codes: Int32Array, classes: number): number {
  const logits = scores.map((score) => Math.log(Math.max(score, least)));
  const row = new Float64Array(classes);
  /** How the summed log loss grows with the inverse temperature. */
  const slope = (inverse: number) => {
    let sum = 0;
    for (let r = 0; r < codes.length; r++) {
      const at = r * classes;
      for (let k = 0; k < classes; k++) row[k] = inverse * logits[at + k]!;
      softmaxInPlace(row, 0, classes);
      for (let k = 0; k < classes; k++) sum += row[k]! * logits[at + k]!;
      sum -= logits[at + codes[r]!]!;
    }
    return sum;
  };
  let [low, high] = [-Math.log(widest), Math.log(widest)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (slope(Math.exp(middle)) < 0) low = middle;
    else high = middle;
  }
  return Math.exp(-(low + high) / 2);
}

/** In place. */
export function applyTemperature(scores: Float64Array, classes: number, temperature: number): void {
  for (let i = 0; i < scores.length; i++) scores[i] = Math.log(Math.max(scores[i]!, least)) / temperature;
  for (let at = 0; at < scores.length; at += classes) softmaxInPlace(scores, at, classes);
}
