import { z } from 'zod';
import { indicators } from './additive/features.ts';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, FitInput, Matrix, ModelState } from './contract.ts';
import { checkpointOf, rowWeights, stateOf, trainEpochs } from './epochs.ts';
import { readSheet } from './host-network.ts';
import { chunk, lossOf } from './host-trainer.ts';
import { softmaxInPlace } from './logistic-objective.ts';
import { mlpOptions } from './mlp-options.ts';
import { adamRate, dropoutOf, noDropout, type Trainer } from './network.ts';
import { createArena } from './network-kernels.ts';
import type { NetworkArena } from './network-kernels.ts';
import { createPace } from './pace.ts';
import { sweepRates } from './rate-range.ts';
import { scheduledRate } from './schedule.ts';
import { placeWide } from './wide-host.ts';
import { createWideNetwork, firstWeights, type WideNetwork } from './wide-network.ts';

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

/** Both parts are trained together by mini-batches with Adam. 0/1 columns `category=level` next to each other are one category. */
export const wideAndDeep: Classifier<Options> = {
  kind: 'wide-and-deep',
  label: 'Wide and deep network',
  describes:
    'A weighted sum of all columns beside a network that learns a point for each level; good with many levels.',
  options,
  resumes: true,

  async fit(input, told, context) {
    checkFit(input);
    const json = shapeOf(input, told);
    const network = networkOf({ json: { ...json } });
    const first = firstWeights(network, context.rng.split('initial weights'));
    const pace = createPace(context);
    await pace();
    const seed = context.rng.split('dropout').integer(2 ** 32);
    const kept = checkpointOf(context, 'wide-and-deep', network.size);
    const state = kept?.state ?? stateOf(first);
    const trainer = createTrainer(input, told, network, state, seed);
    const start = { kind: 'wide-and-deep', weights: state.slice(0, network.size), from: kept };
    const { weights, curves, ended } = await trainEpochs(trainer, input, told, start, context, pace);
    return { state: { kind: 'wide-and-deep', json: { ...json }, arrays: { weights } }, curves, ended };
  },

  async rateRange(input, told, context) {
    checkFit(input);
    const network = networkOf({ json: { ...shapeOf(input, told) } });
    const state = stateOf(firstWeights(network, context.rng.split('initial weights')));
    const seed = context.rng.split('dropout').integer(2 ** 32);
    const trainerOf = (rate: (step: number) => number) => createTrainer(input, told, network, state, seed, rate);
    const { rows } = input.x;
    return sweepRates(trainerOf, { rows, batchSize: Math.min(told.batchSize, rows) }, context);
  },

  async predict(state, x) {
    checkPredict(state, x);
    return scoresOf(state, x);
  },
};

function shapeOf({ x, classes }: FitInput, { hiddenLayerSizes, activation, embedding }: Options): Stored {
  return { classes, columns: x.names.length, groups: groupsOf(x), hiddenLayerSizes, activation, embedding };
}

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

/** rate: of each step from 1 on; absent: as the options say. */
function createTrainer(
  input: FitInput,
  told: Options,
  network: WideNetwork,
  state: Float32Array,
  seed: number,
  rate?: (step: number) => number,
): Trainer {
  const { x, y, classes, validation } = input;
  const training = { codes: Float32Array.from(y), weights: rowWeights(input, told.classWeight) };
  const held = validation && { codes: Float32Array.from(validation.y), weights: null };
  const batchSize = Math.min(told.batchSize, x.rows);
  const steps = told.maxEpochs * Math.ceil(x.rows / batchSize);
  const rateOf = rate ?? ((step: number) => scheduledRate(told.schedule, told.learningRate, step, steps));
  const arena = createArena();
  const own = placeWide(arena, network, x, batchSize, true);
  own.parameters.load(state);
  let order: Int32Array = new Int32Array(0);
  let loss = 0;
  return {
    begin(next) {
      order = next;
      loss = 0;
      own.list(order);
    },
    step(offset, count, step) {
      const masks = network.deep.layers.map((_, l) => dropoutOf(told.dropout, seed, step, l));
      own.forward(offset, count, masks);
      loss += lossOf(arena, own.deep, classes, training, { order, offset, count }, true);
      own.backward(offset, count, masks);
      own.parameters.step({ rate: adamRate(rateOf(step), step), l2: told.l2 / count });
    },
    state: async () => own.parameters.read('state'),
    bytes: () => ({ where: 'host', bytes: arena.buffer.byteLength }),
    async finish(pace) {
      const weights = own.parameters.read('weights');
      if (!held || validation!.x.rows === 0) return { loss, validationLoss: null, weights };
      let validationLoss = 0;
      for (const { arena, deep, batch, offset } of chunks(network, weights, validation!.x)) {
        await pace();
        const codes = held.codes.subarray(offset, offset + batch.count);
        validationLoss += lossOf(arena, deep, classes, { codes, weights: null }, batch, false);
      }
      return { loss, validationLoss, weights };
    },
    dispose() {},
  };
}

/** Rows that have gone forward, some at a time; each is good until the next. */
function* chunks(network: WideNetwork, weights: Float32Array, x: Matrix) {
  const masks = network.deep.layers.map(() => noDropout);
  const d = x.names.length;
  const arena = (predicting ??= createArena());
  for (let offset = 0; offset < x.rows; offset += chunk) {
    const count = Math.min(chunk, x.rows - offset);
    const part = { rows: count, names: x.names, values: x.values.subarray(offset * d, (offset + count) * d) };
    arena.reset();
    const own = placeWide(arena, network, part, count, false);
    own.parameters.load(weights);
    const order = Int32Array.from({ length: count }, (_, row) => row);
    own.list(order);
    own.forward(0, count, masks);
    yield { arena, deep: own.deep, batch: { order, offset: 0, count }, offset };
  }
}

/** One memory for all predictions, as each is over before the next. */
let predicting: NetworkArena | null = null;

/** The softmax in float64. */
function scoresOf(state: ModelState, x: Matrix): Float64Array {
  const network = networkOf(state);
  const { classes } = network;
  const scores = new Float64Array(x.rows * classes);
  for (const { arena, deep, batch, offset } of chunks(network, state.arrays['weights'] as Float32Array, x))
    scores.set(readSheet(arena, deep.logits, batch.count, classes), offset * classes);
  for (let row = 0; row < x.rows; row++) softmaxInPlace(scores, row * classes, classes);
  return scores;
}
