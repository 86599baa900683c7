/** @file Epochs of mini-batches that any trainer goes through, with early stopping and checkpoints. */
import { RunError } from '../base/errors.ts';
import type { Curves, FitContext, FitInput } from './contract.ts';
import type { MlpOptions } from './mlp-options.ts';
import type { Trainer } from './network.ts';
import type { Pace } from './pace.ts';

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
  kind: string;
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

/** Null where there is none, or none of such a family and so many parameters. */
export function checkpointOf({ checkpoints }: FitContext, kind: string, size: number): Checkpoint | null {
  const from = checkpoints?.from as Checkpoint | null | undefined;
  return from?.kind === kind && from.state.length === 3 * size ? from : null;
}

/** Weights, and moments that are 0. */
export function stateOf(weights: Float32Array): Float32Array {
  const state = new Float32Array(3 * weights.length);
  state.set(weights);
  return state;
}

/** Where a fit begins. */
export interface Start {
  /** Of the family, by which its checkpoints are known. */
  kind: string;
  weights: Float32Array;
  from: Checkpoint | null;
}

/**
 * The weights kept are the last (no early stopping) or the best. Best is by validation loss after an epoch; without validation rows,
 * by the training loss met in the epoch that starts from them. Ending early by NaN or a lost device keeps the best so far.
 */
export async function trainEpochs(
  trainer: Trainer,
  { x, validation }: FitInput,
  options: MlpOptions,
  { kind, weights: first, from }: Start,
  context: FitContext,
  pace: Pace,
): Promise<Trained> {
  const { maxEpochs, earlyStopping, patience } = options;
  const rows = x.rows;
  const batchSize = Math.min(options.batchSize, rows);
  const validationRows = validation?.x.rows ?? 0;
  const curves: Curves = copyOf(from?.curves ?? { step: [], loss: [], validationLoss: [] });
  const order = context.rng.split('order');
  const started = context.now();
  const pausedBefore = pace.paused();
  let best: Checkpoint['best'] | null = from?.best ?? null;
  let latest = first;
  let step = from?.step ?? 0;
  let kept = started;

  const report = (epoch: number, offset: number) => {
    const done = (epoch - 1) * rows + offset;
    const values: Record<string, number> = { epoch, epochs: curves.step.length };
    const seconds = (context.now() - started - (pace.paused() - pausedBefore)) / 1000;
    if (seconds > 0) values['rowsPerSecond'] = (done - (from?.epoch ?? 0) * rows) / seconds;
    const { where, bytes } = trainer.bytes();
    values[`${where}Bytes`] = bytes;
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
          kind,
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
