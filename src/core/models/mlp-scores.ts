import { InputError } from '../base/errors.ts';
import type { Compute } from '../compute/types.ts';
import type { Matrix } from './contract.ts';
import { deviceLogits, readAndDispose } from './device-trainer.ts';
import { chunk, forward } from './host-trainer.ts';
import { softmaxInPlace } from './logistic-objective.ts';
import { withOnes } from './network.ts';
import type { Network } from './network.ts';

/** Probabilities, rows x classes: logits in float32 by chunks of one fixed shape, the softmax in float64 on the host. */
export async function mlpScores(
  compute: Compute,
  network: Network,
  weights: Float32Array,
  x: Matrix,
): Promise<Float64Array> {
  if (weights.length !== network.size)
    throw new InputError(`model weights: ${network.size} expected: ${weights.length}`);
  compute.check();
  const classes = network.layers.at(-1)!.outputs;
  const scores = new Float64Array(x.rows * classes);
  for (let first = 0; first < x.rows; first += chunk) {
    const count = Math.min(chunk, x.rows - first);
    const logits = await chunkLogits(compute, network, weights, x, first, count);
    for (let i = 0; i < count * classes; i++) scores[first * classes + i] = logits[i]!;
    for (let r = first; r < first + count; r++) softmaxInPlace(scores, r * classes, classes);
  }
  compute.check();
  return scores;
}

async function chunkLogits(
  compute: Compute,
  network: Network,
  weights: Float32Array,
  x: Matrix,
  first: number,
  count: number,
): Promise<ArrayLike<number>> {
  if (compute.report.backend !== 'webgpu') return forward(network, weights, x, first, count);
  const { tf } = compute;
  const logits = tf.tidy(() => {
    const values = tf.tensor2d(withOnes(x, first, count, chunk), [chunk, x.names.length + 1]);
    return deviceLogits(compute, network, tf.tensor1d(weights), values, chunk);
  });
  return readAndDispose(compute, logits);
}
