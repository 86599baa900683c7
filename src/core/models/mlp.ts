import { checkFit, checkPredict } from './check.ts';
import type { Classifier, FitContext, FitInput, Matrix } from './contract.ts';
import { createDeviceTrainer } from './device-trainer.ts';
import { checkpointOf, rowWeights, stateOf, trainEpochs } from './epochs.ts';
import { createHostTrainer } from './host-trainer.ts';
import { createNetwork, initialWeights } from './network.ts';
import type { Network, Trainer, TrainerOptions, TrainingRows } from './network.ts';
import { mlpOptions, type MlpOptions } from './mlp-options.ts';
import { scheduledRate } from './schedule.ts';
import { mlpScores } from './mlp-scores.ts';
import { createPace } from './pace.ts';
import { sweepRates } from './rate-range.ts';

/** Softmax cross-entropy by mini-batches with Adam, hand-derived gradients, one flat array of parameters. */
export const mlp: Classifier<MlpOptions> = {
  kind: 'mlp',
  label: 'Neural network',
  describes: 'Layers of weighted sums with bends between them, learned by many small steps; finds interactions itself.',
  options: mlpOptions,
  resumes: true,

  async fit(input, options, context) {
    checkFit(input);
    const { x, classes } = input;
    const network = createNetwork(x.names.length, options.hiddenLayerSizes, classes, options.activation);
    const first = initialWeights(network, context.rng.split('initial weights'));
    const pace = createPace(context);
    await pace();
    const kept = checkpointOf(context, 'mlp', network.size);
    const state = kept?.state ?? stateOf(first);
    const trainer = createTrainer(input, options, network, state, context);
    try {
      const start = { kind: 'mlp', weights: state.slice(0, network.size), from: kept };
      const { weights, curves, ended } = await trainEpochs(trainer, input, options, start, context, pace);
      const json = {
        classes,
        columns: x.names.length,
        hiddenLayerSizes: options.hiddenLayerSizes,
        activation: options.activation,
      };
      return { state: { kind: 'mlp', json, arrays: { weights } }, curves, ended };
    } finally {
      trainer.dispose();
    }
  },

  async rateRange(input, options, context) {
    checkFit(input);
    const { x, classes } = input;
    const network = createNetwork(x.names.length, options.hiddenLayerSizes, classes, options.activation);
    const state = stateOf(initialWeights(network, context.rng.split('initial weights')));
    const trainerOf = (rate: (step: number) => number) => createTrainer(input, options, network, state, context, rate);
    return sweepRates(trainerOf, { rows: x.rows, batchSize: Math.min(options.batchSize, x.rows) }, context);
  },

  async predict(state, x: Matrix, compute) {
    checkPredict(state, x);
    const { classes, columns, hiddenLayerSizes, activation } = state.json as unknown as Stored;
    const network = createNetwork(columns, hiddenLayerSizes, classes, activation);
    return mlpScores(compute, network, state.arrays['weights'] as Float32Array, x);
  },
};

interface Stored {
  classes: number;
  columns: number;
  hiddenLayerSizes: number[];
  activation: Network['activation'];
}

/** rate: of each step from 1 on; absent: as the options say. */
function createTrainer(
  input: FitInput,
  options: MlpOptions,
  network: Network,
  state: Float32Array,
  { compute, rng }: FitContext,
  rate?: (step: number) => number,
): Trainer {
  const { x, y, validation } = input;
  const training: TrainingRows = { x, codes: Float32Array.from(y), weights: rowWeights(input, options.classWeight) };
  const held = validation && validation.x.rows > 0 ? { x: validation.x, codes: Float32Array.from(validation.y) } : null;
  const batchSize = Math.min(options.batchSize, x.rows);
  const steps = options.maxEpochs * Math.ceil(x.rows / batchSize);
  const told: TrainerOptions = {
    network,
    training,
    validation: held,
    batchSize,
    rate: rate ?? ((step) => scheduledRate(options.schedule, options.learningRate, step, steps)),
    l2: options.l2,
    dropout: options.dropout,
    dropoutSeed: rng.split('dropout').integer(2 ** 32),
    state,
  };
  return compute.report.backend === 'webgpu' ? createDeviceTrainer(compute, told) : createHostTrainer(told);
}
