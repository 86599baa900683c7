/**
 * @file Training on WebGPU: data, parameters and moments stay on the device; about 20 launches a step instead of TF.js's 150;
 * every shape is constant (the last batch is padded and masked); one read an epoch.
 */
import type * as tfcore from '@tensorflow/tfjs-core';
import { fused, type DeviceBatch } from '../compute/fused.ts';
import { byteLimit, checkSize } from '../compute/guard.ts';
import { gatherRows } from '../compute/twins.ts';
import type { Compute } from '../compute/types.ts';
import { adamRate, decayMask, dropoutOf, noDropout, withOnes } from './network.ts';
import type { Network, Trainer, TrainerOptions } from './network.ts';

type Tensor = tfcore.Tensor;
type Tensor2D = tfcore.Tensor2D;

/** Rows of one validation or prediction chunk. */
const chunk = 4096;

export function createDeviceTrainer(compute: Compute, options: TrainerOptions): Trainer {
  const { tf, report } = compute;
  const { network, training, validation, batchSize } = options;
  const { layers, size, activation } = network;
  const columns = training.x.names.length + 1;
  const classes = layers.at(-1)!.outputs;
  const rows = training.x.rows;
  checkNetwork(compute, network, batchSize, columns);
  checkSize(report, [Math.max(rows, validation?.x.rows ?? 0), 1], 'mlp class codes');
  const kernels = fused(tf);
  const kept: Tensor[] = [];
  const keep = <T extends Tensor>(tensor: T): T => {
    kept.push(tensor);
    return tensor;
  };

  // A matrix over the limit of one buffer stays on the host, and its batches are sent one by one.
  const host = withOnes(training.x);
  const resident = 4 * rows * columns <= byteLimit(report) ? keep(tf.tensor2d(host, [rows, columns])) : null;
  const codes = keep(tf.tensor1d(training.codes));
  const weights = keep(tf.tensor1d(training.weights));
  const decay = keep(tf.tensor1d(decayMask(network)));
  let state: Tensor = tf.tensor1d(options.state);
  let losses: Tensor = tf.zeros([batchSize]);
  let order: Tensor = tf.tensor1d(new Int32Array(rows), 'int32');
  let hostOrder = new Int32Array(rows);
  const held = validation && keepValidation();

  function keepValidation() {
    const { x } = validation!;
    return {
      codes: keep(tf.tensor1d(validation!.codes)),
      weights: keep(tf.ones([x.rows])),
      order: keep(
        tf.tensor1d(
          Int32Array.from({ length: x.rows }, (_, r) => r),
          'int32',
        ),
      ),
    };
  }

  return {
    begin(next) {
      hostOrder = next as Int32Array<ArrayBuffer>;
      order.dispose();
      losses.dispose();
      order = tf.tensor1d(next, 'int32');
      losses = tf.zeros([batchSize]);
    },

    step(offset, count, step) {
      const [nextState, nextLosses] = tf.tidy(() => {
        const batch: DeviceBatch = { order, offset, count };
        const first = resident
          ? kernels.gatherRows(resident, batchSize, columns, batch)
          : tf.tensor2d(gatherRows(host, batchSize, columns, { order: hostOrder, offset, count }), [
              batchSize,
              columns,
            ]);
        const inputs = [first as Tensor2D];
        const masks = layers.map((_, l) => dropoutOf(options.dropout, options.dropoutSeed, step, l));
        const theta = weightMatrices(tf, network, state);
        let sums = first as Tensor2D;
        layers.forEach(({ outputs }, l) => {
          sums = tf.matMul(inputs[l]!, theta[l]!);
          if (l + 1 < layers.length)
            inputs.push(kernels.activate(sums, batchSize, outputs, activation, masks[l]!) as Tensor2D);
        });
        const added = kernels.addSoftmaxLoss(losses, sums, classes, codes, weights, batch);

        const gradients: tfcore.Tensor1D[] = [];
        let delta = kernels.softmaxGradient(sums, batchSize, classes, codes, weights, batch) as Tensor2D;
        for (let l = layers.length - 1; l >= 0; l--) {
          gradients.unshift(tf.reshape(tf.matMul(inputs[l]!, delta, true, false), [-1]));
          if (l === 0) break;
          const upstream = tf.matMul(delta, theta[l]!, false, true);
          const { inputs: width } = layers[l]!;
          delta = kernels.activationGradient(
            upstream,
            inputs[l]!,
            batchSize,
            width,
            activation,
            masks[l - 1]!,
          ) as Tensor2D;
        }
        const rate = adamRate(options.rate(step), step);
        return [kernels.adam(state, tf.concat(gradients), decay, { rate, l2: options.l2 / count }), added];
      });
      state.dispose();
      losses.dispose();
      [state, losses] = [nextState!, nextLosses!];
    },

    bytes: () => ({ where: 'device', bytes: tf.memory().numBytes }),

    state: async () => (await readAndDispose(compute, tf.clone(state))) as Float32Array,

    async finish(pace) {
      let heldLosses: Tensor = tf.zeros([chunk]);
      try {
        const validationRows = validation?.x.rows ?? 0;
        for (let first = 0; first < validationRows; first += chunk) {
          await pace();
          const count = Math.min(chunk, validationRows - first);
          const values = withOnes(validation!.x, first, count, chunk);
          const next = tf.tidy(() => {
            const logits = deviceLogits(compute, network, state, tf.tensor2d(values, [chunk, columns]), chunk);
            const batch = { order: held!.order, offset: first, count };
            return kernels.addSoftmaxLoss(heldLosses, logits, classes, held!.codes, held!.weights, batch);
          });
          heldLosses.dispose();
          heldLosses = next;
        }
        const all = tf.tidy(() => tf.concat([tf.slice(state, [0], [size]), losses, heldLosses] as tfcore.Tensor1D[]));
        const values = (await readAndDispose(compute, all)) as Float32Array;
        const sum = (from: number, to: number) => values.subarray(from, to).reduce((a, b) => a + b, 0);
        return {
          weights: values.slice(0, size),
          loss: sum(size, size + batchSize),
          validationLoss: validation ? sum(size + batchSize, values.length) : null,
        };
      } finally {
        heldLosses.dispose();
      }
    },

    dispose() {
      for (const tensor of [...kept, state, losses, order]) tensor.dispose();
    },
  };
}

/** Logits of x, rows x (columns + 1) with ones, on the device. Call inside tf.tidy. */
export function deviceLogits(compute: Compute, network: Network, weights: Tensor, x: Tensor2D, rows: number): Tensor2D {
  const { tf } = compute;
  const kernels = fused(tf);
  const theta = weightMatrices(tf, network, weights);
  let current = x;
  network.layers.forEach(({ outputs }, l) => {
    current = tf.matMul(current, theta[l]!);
    if (l + 1 < network.layers.length)
      current = kernels.activate(current, rows, outputs, network.activation, noDropout) as Tensor2D;
  });
  return current;
}

/** The value of a tensor, which is disposed whether the read succeeds or not. A read that never comes back means a lost device. */
export async function readAndDispose(compute: Compute, tensor: Tensor): Promise<tfcore.TypedArray> {
  try {
    const read = tensor.data();
    const values = await Promise.race([read, compute.lost.then(() => null)]);
    if (values) return values;
    read.catch(() => null);
    compute.check();
    throw new Error('the graphics device was lost');
  } finally {
    tensor.dispose();
  }
}

/** Throws when a tensor of the fixed shapes would not fit one buffer of the device. */
function checkNetwork(compute: Compute, network: Network, batchSize: number, columns: number): void {
  const { report } = compute;
  checkSize(report, [Math.max(batchSize, chunk), columns], 'mlp batch of rows');
  checkSize(report, [3, network.size], 'mlp weights');
  for (const { outputs } of network.layers) checkSize(report, [Math.max(batchSize, chunk), outputs + 1], 'mlp layer');
}

/** The weight matrix of each layer out of the flat tensor; the bias is the last row. */
function weightMatrices(tf: typeof tfcore, network: Network, flat: Tensor): Tensor2D[] {
  return network.layers.map(({ inputs, outputs, at }) =>
    tf.reshape(tf.slice(flat, [at], [(inputs + 1) * outputs]), [inputs + 1, outputs]),
  );
}
