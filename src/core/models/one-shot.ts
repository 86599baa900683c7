/** @file What families that fit in one go share: weights of the classes, and the one point of their curves. */
import type { Curves, FitInput } from './contract.ts';

/** The total row weight of each class. */
export function classTotals({ y, classes, weights }: Pick<FitInput, 'y' | 'classes' | 'weights'>): Float64Array {
  const totals = new Float64Array(classes);
  for (let row = 0; row < y.length; row++) totals[y[row]!]! += weights ? weights[row]! : 1;
  return totals;
}

/** Mean log loss of probabilities (rows x classes), or of sums of `parts` of them, by row weight; clipped at 1e-15, as the log loss of a run is. */
export function meanLogLoss(
  scores: Float64Array,
  y: Int32Array,
  classes: number,
  weights: Float64Array | null,
  parts = 1,
): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    const weight = weights ? weights[row]! : 1;
    sum -= weight * Math.log(Math.max(scores[row * classes + y[row]!]! / parts, 1e-15));
    total += weight;
  }
  return sum / total;
}

interface Labelled<X> {
  readonly x: X;
  readonly y: Int32Array;
  readonly classes: number;
  readonly weights: Float64Array | null;
  readonly validation: { readonly x: X; readonly y: Int32Array } | null;
}

/** The one point of the curves of a fit without steps. `score`: probabilities of rows. */
export async function oneShotCurves<X extends { rows: number }>(
  { x, y, classes, weights, validation }: Labelled<X>,
  score: (x: X) => Promise<Float64Array> | Float64Array,
): Promise<Curves> {
  const loss = meanLogLoss(await score(x), y, classes, weights);
  const held = validation && validation.x.rows > 0 ? validation : null;
  return {
    step: [1],
    loss: [loss],
    validationLoss: held ? [meanLogLoss(await score(held.x), held.y, classes, null)] : [],
  };
}
