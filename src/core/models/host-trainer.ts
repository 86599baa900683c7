/**
 * @file Training on the WASM and JavaScript backends: the matrix products are TF.js's, laid out so that none has to transpose
 * (WASM does plain products about six times faster); all between them are loops over typed arrays, cheaper than one launch each.
 */
import { activate, activationGradient, adam, addSoftmaxLoss, gatherRows, softmaxGradient } from '../compute/twins.ts';
import type { Batch } from '../compute/twins.ts';
import type { Compute } from '../compute/types.ts';
import { adamRate, decayMask, dropoutOf, noDropout, withOnes } from './network.ts';
import type { Network, Trainer, TrainerOptions } from './network.ts';
import { multiply } from './product.ts';

/** Rows of one validation or prediction chunk. */
export const chunk = 4096;

export function createHostTrainer(compute: Compute, options: TrainerOptions): Trainer {
  const { network, training, validation, batchSize } = options;
  const { layers, size, activation } = network;
  const columns = training.x.names.length + 1;
  const classes = layers.at(-1)!.outputs;
  const x = withOnes(training.x);
  const decay = decayMask(network);
  let state: Float32Array = new Float32Array(3 * size);
  state.set(options.weights);
  let order: Int32Array = new Int32Array(0);
  let losses: Float32Array = new Float32Array(batchSize);

  return {
    begin(next) {
      order = next;
      losses = new Float32Array(batchSize);
    },

    step(offset, count, step) {
      const batch: Batch = { order, offset, count };
      const inputs = [gatherRows(x, count, columns, batch)];
      const masks = layers.map((_, l) => dropoutOf(options.dropout, options.dropoutSeed, step, l));
      let sums = inputs[0]!;
      layers.forEach(({ inputs: from, outputs, at }, l) => {
        const weights = state.subarray(at, at + (from + 1) * outputs);
        sums = multiply(compute, inputs[l]!, count, from + 1, weights, outputs);
        if (l + 1 < layers.length) inputs.push(activate(sums, count, outputs, activation, masks[l]!));
      });
      losses = addSoftmaxLoss(losses, sums, classes, training.codes, training.weights, batch);

      const gradient = new Float32Array(size);
      let delta = softmaxGradient(sums, count, classes, training.codes, training.weights, batch);
      for (let l = layers.length - 1; l >= 0; l--) {
        const { inputs: from, outputs, at } = layers[l]!;
        gradient.set(multiply(compute, transposed(inputs[l]!, count, from + 1), from + 1, count, delta, outputs), at);
        if (l === 0) break;
        const weights = state.subarray(at, at + (from + 1) * outputs);
        const upstream = multiply(compute, delta, count, outputs, transposed(weights, from + 1, outputs), from + 1);
        delta = activationGradient(upstream, inputs[l]!, count, from, activation, masks[l - 1]!);
      }
      const rate = adamRate(options.learningRate, step);
      state = adam(state, gradient, decay, { rate, l2: options.l2 / count });
    },

    async finish(pace) {
      let loss = 0;
      for (const value of losses) loss += value;
      const weights = state.slice(0, size);
      if (!validation) return { loss, validationLoss: null, weights };
      const rows = validation.x.rows;
      let validationLoss = 0;
      for (let first = 0; first < rows; first += chunk) {
        await pace();
        const count = Math.min(chunk, rows - first);
        const logits = forward(compute, network, weights, withOnes(validation.x, first, count), count);
        const ones = new Float32Array(count).fill(1);
        const all: Batch = { order: Int32Array.from({ length: count }, (_, r) => r), offset: 0, count };
        const codes = validation.codes.subarray(first, first + count);
        for (const value of addSoftmaxLoss(new Float32Array(count), logits, classes, codes, ones, all))
          validationLoss += value;
      }
      return { loss, validationLoss, weights };
    },

    dispose() {},
  };
}

/** Logits, rows x classes. x: rows x (columns + 1) with the column of ones. */
export function forward(
  compute: Compute,
  { layers, activation }: Network,
  weights: Float32Array,
  x: Float32Array,
  rows: number,
): Float32Array {
  let current = x;
  layers.forEach(({ inputs, outputs, at }, l) => {
    current = multiply(compute, current, rows, inputs + 1, weights.subarray(at, at + (inputs + 1) * outputs), outputs);
    if (l + 1 < layers.length) current = activate(current, rows, outputs, activation, noDropout);
  });
  return current;
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
  return out;
}
