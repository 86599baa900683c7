import { z } from 'zod';
import { checkFit, checkPredict } from './check.ts';
import type {
  Classifier,
  FitContext,
  FitInput,
  Fitted,
  Matrix,
  ModelState,
  SparseFitInput,
  SparseMatrix,
} from './contract.ts';
import { stopIfAborted } from './pace.ts';

const options = z.strictObject({});

/** The share of each class among the training rows (by weight), for every row: what any model must beat. */
export const baseline: Classifier<z.infer<typeof options>> = {
  kind: 'baseline',
  label: 'Baseline',
  describes: 'Gives every row the shares of the classes in the training rows, and so predicts the majority.',
  options,
  missing: true,
  async fit(input, _options, context) {
    return fit(input, context);
  },
  async fitSparse(input, _options, context) {
    return fit(input, context);
  },
  async predict(state, x) {
    return predict(state, x);
  },
  async predictSparse(state, x) {
    return predict(state, x);
  },
};

function fit(input: FitInput | SparseFitInput, context: FitContext): Fitted {
  checkFit(input, true);
  stopIfAborted(context.signal);
  const { y, classes, weights, validation } = input;
  const shares = new Float64Array(classes);
  let total = 0;
  y.forEach((code, row) => {
    const weight = weights?.[row] ?? 1;
    shares[code]! += weight;
    total += weight;
  });
  for (let c = 0; c < classes; c++) shares[c]! /= total;
  let loss = 0;
  for (const share of shares) if (share > 0) loss -= share * Math.log(share);
  const curves = { step: [1], loss: [loss], validationLoss: validation ? [meanLogLoss(shares, validation.y)] : [] };
  const state = { kind: 'baseline', json: { classes, columns: input.x.names.length }, arrays: { shares } };
  return { state, curves, ended: 'converged' };
}

function predict(state: ModelState, x: Matrix | SparseMatrix): Float64Array {
  checkPredict(state, x, true);
  const shares = state.arrays['shares'] as Float64Array;
  const scores = new Float64Array(x.rows * shares.length);
  for (let row = 0; row < x.rows; row++) scores.set(shares, row * shares.length);
  return scores;
}

/** Clipped at 1e-15, as the log loss of a run is. */
function meanLogLoss(shares: Float64Array, codes: Int32Array): number {
  let sum = 0;
  for (const code of codes) sum -= Math.log(Math.max(shares[code]!, 1e-15));
  return sum / codes.length;
}
