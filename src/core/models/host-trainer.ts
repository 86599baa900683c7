/**
 * @file Training on the WASM and JavaScript backends: the matrix products are TF.js's, laid out so that none has to transpose
 * (WASM does plain products about six times faster); all between them are loops over typed arrays, cheaper than one launch each.
 */
import { activate, activationGradient, adam, addSoftmaxLoss, gatherRows, softmaxGradient } from '../compute/twins.ts';
import type { Batch, Dropout } from '../compute/twins.ts';
import type { Compute } from '../compute/types.ts';
import { adamRate, decayMask, dropoutOf, noDropout, withOnes } from './network.ts';
import type { Layer, Network, Trainer, TrainerOptions, TrainingRows } from './network.ts';
import { multiply } from './product.ts';

/** Rows of one validation or prediction chunk. */
export const chunk = 4096;

export function createHostTrainer(compute: Compute, options: TrainerOptions): Trainer {
  const { network, training, validation, batchSize } = options;
  const { layers, size } = network;
  const columns = training.x.names.length + 1;
  const classes = layers.at(-1)!.outputs;
  const x = withOnes(training.x);
  const decay = decayMask(network);
  let state: Float32Array = options.state.slice();
  let order: Int32Array = new Int32Array(0);
  let losses: Float32Array = new Float32Array(batchSize);

  return {
    begin(next) {
      order = next;
      losses = new Float32Array(batchSize);
    },

    step(offset, count, step) {
      const batch: Batch = { order, offset, count };
      const masks = layers.map((_, l) => dropoutOf(options.dropout, options.dropoutSeed, step, l));
      const first = gatherRows(x, count, columns, batch);
      const { gradient, logits } = batchGradient(compute, network, state, training, first, batch, masks);
      losses = addSoftmaxLoss(losses, logits, classes, training.codes, training.weights, batch);
      const rate = adamRate(options.rate(step), step);
      state = adam(state, gradient, decay, { rate, l2: options.l2 / count });
    },

    state: async () => state.slice(),

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

/**
 * The gradient of the mean weighted log loss of a batch over all parameters (without the penalty), and the logits.
 * weights: at least network.size parameters. x: the rows of the batch with the column of ones. masks: one a hidden layer.
 */
export function batchGradient(
  compute: Compute,
  { layers, size, activation }: Network,
  weights: Float32Array,
  { codes, weights: rowWeights }: TrainingRows,
  x: Float32Array,
  batch: Batch,
  masks: readonly Dropout[],
): { gradient: Float32Array; logits: Float32Array } {
  const { count } = batch;
  const matrix = ({ inputs, outputs, at }: Layer) => weights.subarray(at, at + (inputs + 1) * outputs);
  const activated = [x];
  let sums = x;
  layers.forEach((layer, l) => {
    const { inputs, outputs } = layer;
    sums = multiply(compute, activated[l]!, count, inputs + 1, matrix(layer), outputs);
    if (l + 1 < layers.length) activated.push(activate(sums, count, outputs, activation, masks[l]!));
  });
  const gradient = new Float32Array(size);
  let delta = softmaxGradient(sums, count, layers.at(-1)!.outputs, codes, rowWeights, batch);
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l]!;
    const { inputs, outputs, at } = layer;
    gradient.set(
      multiply(compute, transposed(activated[l]!, count, inputs + 1), inputs + 1, count, delta, outputs),
      at,
    );
    if (l === 0) break;
    const upstream = multiply(
      compute,
      delta,
      count,
      outputs,
      transposed(matrix(layer), inputs + 1, outputs),
      inputs + 1,
    );
    delta = activationGradient(upstream, activated[l]!, count, inputs, activation, masks[l - 1]!);
  }
  return { gradient, logits: sums };
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

/** rows x columns becomes columns x rows. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
  return out;
}
