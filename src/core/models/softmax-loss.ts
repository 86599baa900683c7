/** @file The softmax cross-entropy of a batch: what was lost, and the gradient of the logits. */
import type { Batch } from '../compute/twins.ts';
import { exponential } from './exponential.ts';

interface Rows {
  /** One a row of the data. */
  readonly codes: Float32Array;
  readonly weights: Float32Array | null;
}

/**
 * logits: a row every `width` numbers. Returns the sum of weighted log losses, in nats; delta, laid out as the logits, becomes
 * weight * (softmax - one-hot) / count. Null: only the loss is asked for.
 */
export function softmaxLoss(
  logits: Float32Array,
  delta: Float32Array | null,
  width: number,
  classes: number,
  { codes, weights }: Rows,
  { order, offset, count }: Batch,
): number {
  const shares = new Float64Array(classes);
  let loss = 0;
  for (let r = 0; r < count; r++) {
    const row = order[offset + r]!;
    const at = r * width;
    const code = codes[row]!;
    const weight = weights ? weights[row]! : 1;
    let largest = logits[at]!;
    for (let c = 1; c < classes; c++) if (!(logits[at + c]! <= largest)) largest = logits[at + c]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += shares[c] = exponential(logits[at + c]! - largest);
    loss += weight * (Math.log(sum) + largest - logits[at + code]!);
    if (!delta) continue;
    const share = weight / count;
    for (let c = 0; c < classes; c++) delta[at + c] = share * (shares[c]! / sum - (c === code ? 1 : 0));
  }
  return loss;
}
