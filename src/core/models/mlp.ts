import { z } from 'zod';
import { RunError } from '../base/errors.ts';
import type { Compute } from '../compute/types.ts';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, Curves, FitContext, FitInput, Matrix } from './contract.ts';
import { createDeviceTrainer } from './device-trainer.ts';
import { createHostTrainer } from './host-trainer.ts';
import { createNetwork, initialWeights } from './network.ts';
import type { Network, Trainer, TrainingRows } from './network.ts';
import { mlpOptions, type MlpOptions } from './mlp-options.ts';
import { scheduledRate } from './schedule.ts';
import { mlpScores } from './mlp-scores.ts';
import { createPace } from './pace.ts';

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
    const kept = checkpointOf(context, network);
    const state = kept?.state ?? new Float32Array(3 * network.size);
    if (!kept) state.set(first);
    const trainer = createTrainer(context.compute, input, options, network, state, context);
    try {
      const now = state.slice(0, network.size);
      const { weights, curves, ended } = await trainEpochs(trainer, input, options, now, context, pace, kept);
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

function createTrainer(
  compute: Compute,
  input: FitInput,
  options: MlpOptions,
  network: Network,
  state: Float32Array,
  context: FitContext,
): Trainer {
  const { x, y, validation } = input;
  const training: TrainingRows = { x, codes: Float32Array.from(y), weights: rowWeights(input, options.classWeight) };
  const held = validation && validation.x.rows > 0 ? { x: validation.x, codes: Float32Array.from(validation.y) } : null;
  const batchSize = Math.min(options.batchSize, x.rows);
  const steps = options.maxEpochs * Math.ceil(x.rows / batchSize);
  const create = compute.report.backend === 'webgpu' ? createDeviceTrainer : createHostTrainer;
  return create(compute, {
    network,
    training,
    validation: held,
    batchSize,
    rate: (step) => scheduledRate(options.schedule, options.learningRate, step, steps),
    l2: options.l2,
    dropout: options.dropout,
    dropoutSeed: context.rng.split('dropout').integer(2 ** 32),
    state,
  });
}

/** The weight of each row: its own times its class's, scaled to mean 1. Balanced: total weight / (classes present * the class's). */
export function rowWeights({ y, classes, weights }: FitInput, classWeight: MlpOptions['classWeight']): Float32Array {
  const own = weights ?? new Float64Array(y.length).fill(1);
  const totals = new Float64Array(classes);
  y.forEach((code, row) => (totals[code]! += own[row]!));
  const total = totals.reduce((a, b) => a + b, 0);
  const present = totals.filter((t) => t > 0).length;
  const factor = (code: number) =>
    classWeight === 'balanced' && totals[code]! > 0 ? total / (present * totals[code]!) : 1;
  const mean = total / y.length;
  return Float32Array.from(y, (code, row) => (own[row]! * factor(code)) / mean);
}

interface Trained {
  weights: Float32Array;
  curves: Curves;
  ended: string;
}

/** All that the epochs after `epoch` depend on, beside the options and the rows. */
interface Checkpoint {
  kind: 'mlp';
  epoch: number;
  step: number;
  /** As Trainer.state gives it. */
  state: Float32Array;
  best: { weights: Float32Array; loss: number; epoch: number };
  curves: Curves;
}

/** Milliseconds between two checkpoints at least. */
const between = 1000;

const copyOf = ({ step, loss, validationLoss }: Curves): Curves => ({
  step: [...step],
  loss: [...loss],
  validationLoss: [...validationLoss],
});

/** Null where there is none, or none of such a network. */
function checkpointOf({ checkpoints }: FitContext, { size }: Network): Checkpoint | null {
  const from = checkpoints?.from as Checkpoint | null | undefined;
  return from?.kind === 'mlp' && from.state.length === 3 * size ? from : null;
}

/**
 * The weights kept are the last (no early stopping) or the best. Best is by validation loss after an epoch; without validation rows,
 * by the training loss met in the epoch that starts from them. `first`: the weights that it begins with. Ending early by NaN or a lost device keeps the best so far.
 */
export async function trainEpochs(
  trainer: Trainer,
  { x, validation }: FitInput,
  options: MlpOptions,
  first: Float32Array,
  context: FitContext,
  pace: () => Promise<boolean>,
  from: Checkpoint | null = null,
): Promise<Trained> {
  const { maxEpochs, earlyStopping, patience } = options;
  const rows = x.rows;
  const batchSize = Math.min(options.batchSize, rows);
  const validationRows = validation?.x.rows ?? 0;
  const curves: Curves = copyOf(from?.curves ?? { step: [], loss: [], validationLoss: [] });
  const order = context.rng.split('order');
  const started = context.now();
  let best: Checkpoint['best'] | null = from?.best ?? null;
  let latest = first;
  let step = from?.step ?? 0;
  let kept = started;

  const report = (epoch: number, offset: number) => {
    const done = (epoch - 1) * rows + offset;
    const values: Record<string, number> = { epoch };
    const seconds = (context.now() - started) / 1000;
    if (seconds > 0) values['rowsPerSecond'] = (done - (from?.epoch ?? 0) * rows) / seconds;
    if (curves.loss.length > 0) values['loss'] = curves.loss.at(-1)!;
    if (curves.validationLoss.length > 0) values['validationLoss'] = curves.validationLoss.at(-1)!;
    context.progress({ stage: 'fit', done, total: maxEpochs * rows, what: 'rows', values });
  };
  const endEarly = (ended: 'nan loss' | 'device lost', error: RunError): Trained => {
    if (!best) throw error;
    return { weights: best.weights, curves, ended };
  };

  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= maxEpochs; epoch++) {
    try {
      trainer.begin(Int32Array.from(order.split(`epoch ${epoch}`).permutation(rows)));
      for (let offset = 0; offset < rows; offset += batchSize) {
        if (await pace()) report(epoch, offset);
        trainer.step(offset, Math.min(batchSize, rows - offset), ++step);
      }
      const result = await trainer.finish(pace);
      context.compute.check();
      const loss = result.loss / rows;
      const validationLoss = result.validationLoss === null ? null : result.validationLoss / validationRows;
      const watched = validationLoss ?? loss;
      if (!Number.isFinite(loss) || !Number.isFinite(watched)) return endEarly('nan loss', broken());
      curves.step.push(epoch);
      curves.loss.push(loss);
      if (validationLoss !== null) curves.validationLoss.push(validationLoss);
      const measured = validationLoss === null ? latest : result.weights;
      latest = result.weights;
      if (!best || watched < best.loss) best = { weights: measured, loss: watched, epoch };
      report(epoch, rows);
      if (!latest.every(Number.isFinite)) return endEarly('nan loss', broken());
      if (earlyStopping && epoch - best.epoch >= patience)
        return { weights: best.weights, curves, ended: 'early stop' };
      if (context.checkpoints && trainer.state && epoch < maxEpochs && context.now() - kept >= between) {
        const state = await trainer.state();
        context.checkpoints.keep({
          kind: 'mlp',
          epoch,
          step,
          state,
          best,
          curves: copyOf(curves),
        } satisfies Checkpoint);
        kept = context.now();
      }
    } catch (error) {
      const lost = await deviceLoss(error, context);
      if (!lost) throw error;
      return endEarly('device lost', lost);
    }
  }
  const weights = earlyStopping && validationRows > 0 ? best!.weights : latest;
  return { weights, curves, ended: 'all epochs' };
}

const broken = () => new RunError('the loss is not a number in the first epoch; lower the learning rate', 'nan-loss');

/** After a loss TF.js throws whatever it stumbles over; the device itself says a moment later that it is gone. */
async function deviceLoss(error: unknown, { compute, signal }: FitContext): Promise<RunError | null> {
  if (error instanceof RunError) return error.reason === 'device-lost' ? error : null;
  if (compute.report.backend !== 'webgpu' || signal.aborted) return null;
  await Promise.race([compute.lost, new Promise<void>((resolve) => setTimeout(resolve, 250))]);
  try {
    compute.check();
  } catch (found) {
    if (found instanceof RunError && found.reason === 'device-lost') return found;
  }
  return null;
}
