import { z } from 'zod';
import { adam, addSoftmaxLoss } from '../compute/twins.ts';
import type { Batch } from '../compute/twins.ts';
import type { Compute } from '../compute/types.ts';
import { indicators } from './additive/features.ts';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, FitInput, Matrix, ModelState } from './contract.ts';
import { softmaxInPlace } from './logistic-objective.ts';
import { rowWeights, trainEpochs } from './mlp.ts';
import { mlpOptions } from './mlp-options.ts';
import { adamRate, dropoutOf, noDropout, type Trainer } from './network.ts';
import { createPace } from './pace.ts';
import {
  createWideNetwork,
  firstWeights,
  wideDecay,
  wideForward,
  wideGradient,
  type WideNetwork,
} from './wide-network.ts';

const options = mlpOptions.extend({
  embedding: z.number().int().min(1).max(64).default(8).meta({
    label: 'Embedding',
    unit: 'numbers',
    description: 'Most numbers that stand for a level of a category in the deep part; half of its levels at most.',
  }),
});
type Options = z.infer<typeof options>;

interface Stored {
  classes: number;
  columns: number;
  groups: [number, number][];
  hiddenLayerSizes: number[];
  activation: Options['activation'];
  embedding: number;
}

/** Rows scored at once. */
const chunk = 4096;

/** Both parts are trained together by mini-batches with Adam. 0/1 columns `category=level` next to each other are one category. */
export const wideAndDeep: Classifier<Options> = {
  kind: 'wide-and-deep',
  label: 'Wide and deep network',
  describes:
    'A weighted sum of all columns beside a network that learns a point for each level; good with many levels.',
  options,

  async fit(input, told, context) {
    checkFit(input);
    const { x, classes } = input;
    const { hiddenLayerSizes, activation, embedding } = told;
    const json: Stored = {
      classes,
      columns: x.names.length,
      groups: groupsOf(x),
      hiddenLayerSizes,
      activation,
      embedding,
    };
    const network = networkOf({ json: { ...json } });
    const first = firstWeights(network, context.rng.split('initial weights'));
    const pace = createPace(context);
    await pace();
    const seed = context.rng.split('dropout').integer(2 ** 32);
    const trainer = createTrainer(context.compute, input, told, network, first, seed);
    const { weights, curves, ended } = await trainEpochs(trainer, input, told, first, context, pace);
    return { state: { kind: 'wide-and-deep', json: { ...json }, arrays: { weights } }, curves, ended };
  },

  async predict(state, x, compute) {
    checkPredict(state, x);
    return scoresOf(compute, state, x);
  },
};

/** The shape that a stored model has. */
export function networkOf({ json }: Pick<ModelState, 'json'>): WideNetwork {
  const { classes, columns, groups, hiddenLayerSizes, activation, embedding } = json as unknown as Stored;
  return createWideNetwork(columns, classes, groups, { embedding, hidden: hiddenLayerSizes, activation });
}

/** A category of one level is a number. */
function groupsOf(x: Matrix): [number, number][] {
  const groups: [number, number][] = [];
  for (let j = 0; j < x.names.length;) {
    const width = indicators(x, j);
    if (width > 1) groups.push([j, width]);
    j += Math.max(1, width);
  }
  return groups;
}

function createTrainer(
  compute: Compute,
  input: FitInput,
  told: Options,
  network: WideNetwork,
  weights: Float32Array,
  dropoutSeed: number,
): Trainer {
  const { x, y, classes, validation } = input;
  const { size, deep } = network;
  const training = { x, codes: Float32Array.from(y), weights: rowWeights(input, told.classWeight) };
  const decay = wideDecay(network);
  let state: Float32Array = new Float32Array(3 * size);
  state.set(weights);
  let order: Int32Array = new Int32Array(0);
  let losses: Float32Array = new Float32Array(0);
  return {
    begin(next) {
      order = next;
      losses = new Float32Array(Math.min(told.batchSize, x.rows));
    },
    step(offset, count, step) {
      const batch: Batch = { order, offset, count };
      const masks = deep.layers.map((_, l) => dropoutOf(told.dropout, dropoutSeed, step, l));
      const { gradient, logits } = wideGradient(compute, network, state, training, batch, masks);
      losses = addSoftmaxLoss(losses, logits, classes, training.codes, training.weights, batch);
      state = adam(state, gradient, decay, { rate: adamRate(told.learningRate, step), l2: told.l2 / count });
    },
    async finish(pace) {
      const loss = losses.reduce((sum, value) => sum + value, 0);
      const weights = state.slice(0, size);
      if (!validation || validation.x.rows === 0) return { loss, validationLoss: null, weights };
      let validationLoss = 0;
      for (const { logits, batch } of chunks(compute, network, weights, validation.x)) {
        await pace();
        const ones = new Float32Array(validation.x.rows).fill(1);
        const sums = new Float32Array(batch.count);
        const codes = Float32Array.from(validation.y);
        for (const value of addSoftmaxLoss(sums, logits, classes, codes, ones, batch)) validationLoss += value;
      }
      return { loss, validationLoss, weights };
    },
    dispose() {},
  };
}

function* chunks(compute: Compute, network: WideNetwork, weights: Float32Array, x: Matrix) {
  const masks = network.deep.layers.map(() => noDropout);
  const order = Int32Array.from({ length: x.rows }, (_, row) => row);
  for (let offset = 0; offset < x.rows; offset += chunk) {
    const count = Math.min(chunk, x.rows - offset);
    const rows = order.subarray(offset, offset + count);
    yield { batch: { order, offset, count }, ...wideForward(compute, network, weights, { x, rows }, masks) };
  }
}

/** The softmax in float64. */
function scoresOf(compute: Compute, state: ModelState, x: Matrix): Float64Array {
  const network = networkOf(state);
  const { classes } = network;
  const scores = new Float64Array(x.rows * classes);
  for (const { logits, batch } of chunks(compute, network, state.arrays['weights'] as Float32Array, x))
    scores.set(logits, batch.offset * classes);
  for (let row = 0; row < x.rows; row++) softmaxInPlace(scores, row * classes, classes);
  return scores;
}
