/** @file A model of what is right and one of what it is worth, each by itself, so that their weights can change after training. */
import type { FitContext, Fitted, Matrix, ModelState, SparseMatrix } from '../contract.ts';
import { fitRidge, predictRidge } from '../ridge.ts';
import type { FitPart, PredictPart } from './one-vs-rest.ts';
import { pack, unpack } from './parts.ts';
import { denseOf } from './rows.ts';
import type { Input } from './rows.ts';

/** Of the worth, in lambda |w|^2: enough that equal columns do no harm. */
const l2 = 1;

/**
 * worth: a number a training row, learned by ridge regression. deviations: of the label (0 or 1) and of the worth among the
 * training rows, the units in which the two are weighed.
 */
export async function fitDecoupled(
  input: Input,
  worth: Float64Array,
  fitPart: FitPart,
  context: FitContext,
): Promise<Fitted> {
  const right = await fitPart(input, context);
  const value = fitRidge({ x: denseOf(input.x), target: worth, weights: input.weights, l2, edges: [] });
  const deviations = [deviation(Float64Array.from(input.y)), deviation(worth)];
  return { ...right, state: pack('decoupled', { deviations }, [right.state, value]) };
}

/** Probabilities, rows x 2; own: what each row is worth. */
export async function predictDecoupled(
  state: ModelState,
  x: Matrix | SparseMatrix,
  predictPart: PredictPart,
  own: boolean,
): Promise<Float64Array> {
  const [right, value] = unpack(state);
  return own ? predictRidge(value!, denseOf(x)) : predictPart(right!);
}

/** Of all rows, by the number of rows; 1 where they are all the same, which then weighs nothing. */
function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return squares > 0 ? Math.sqrt(squares) : 1;
}
