/** @file The shape of a network, its parameters in one flat array, and what trains it. */
import type { Rng } from '../base/random.ts';
import type { Activation, Dropout } from '../compute/twins.ts';
import { adamConstants, dropoutKey } from '../compute/twins.ts';
import type { Matrix } from './contract.ts';

/** Layer l has (inputs + 1) x outputs parameters from `at`, row-major; its last row is the bias. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly at: number;
}

export interface Network {
  readonly layers: readonly Layer[];
  /** Parameters in all. */
  readonly size: number;
  readonly activation: Activation;
}

/** Columns in, hidden sizes, classes out. */
export function createNetwork(
  columns: number,
  hidden: readonly number[],
  classes: number,
  activation: Activation,
): Network {
  const sizes = [columns, ...hidden, classes];
  const layers: Layer[] = [];
  let size = 0;
  for (let l = 0; l + 1 < sizes.length; l++) {
    layers.push({ inputs: sizes[l]!, outputs: sizes[l + 1]!, at: size });
    size += (sizes[l]! + 1) * sizes[l + 1]!;
  }
  return { layers, size, activation };
}

/** Glorot and Bengio 2010: uniform within sqrt(6 / (inputs + outputs)); biases 0. Each layer draws from a stream of its own. */
export function initialWeights({ layers, size }: Network, rng: Rng): Float32Array {
  const weights = new Float32Array(size);
  layers.forEach(({ inputs, outputs, at }, l) => {
    const stream = rng.split(`layer ${l}`);
    const bound = Math.sqrt(6 / (inputs + outputs));
    for (let i = 0; i < inputs * outputs; i++) weights[at + i] = (2 * stream.uniform() - 1) * bound;
  });
  return weights;
}

/** 1 where the penalty applies (weights), 0 on biases. */
export function decayMask({ layers, size }: Network): Float32Array {
  const mask = new Float32Array(size);
  for (const { inputs, outputs, at } of layers) mask.fill(1, at, at + inputs * outputs);
  return mask;
}

/** The values with a column of ones after the last: rows x (columns + 1). */
export function withOnes(x: Matrix, first = 0, count = x.rows, padded = count): Float32Array {
  const d = x.names.length;
  const out = new Float32Array(padded * (d + 1));
  for (let r = 0; r < count; r++) {
    const from = (first + r) * d;
    for (let c = 0, o = r * (d + 1); c < d; c++, o++) out[o] = x.values[from + c]!;
    out[r * (d + 1) + d] = 1;
  }
  return out;
}

export const noDropout: Dropout = { key: 0, threshold: 0, scale: 1 };

/** The mask of hidden layer `layer` in step `step` (1-based): a function of these and the seed alone. */
export function dropoutOf(rate: number, seed: number, step: number, layer: number): Dropout {
  if (rate === 0) return noDropout;
  return { key: dropoutKey(seed, step, layer), threshold: Math.round(rate * 2 ** 32), scale: 1 / (1 - rate) };
}

/** The rows a trainer learns from. codes and weights: one a row. */
export interface TrainingRows {
  readonly x: Matrix;
  readonly codes: Float32Array;
  readonly weights: Float32Array;
}

export interface TrainerOptions {
  readonly network: Network;
  readonly training: TrainingRows;
  readonly validation: { readonly x: Matrix; readonly codes: Float32Array } | null;
  readonly batchSize: number;
  /** The learning rate of a step, counted from 1. */
  rate(step: number): number;
  /** In units of scikit-learn's alpha. */
  readonly l2: number;
  readonly dropout: number;
  readonly dropoutSeed: number;
  /** Weights and both moments of Adam, one after the other: 3 x network.size. */
  readonly state: Float32Array;
}

/** What one epoch gave, read once. */
export interface EpochResult {
  /** Sums of weighted log losses over the training rows, as they were met, and over the validation rows, after. */
  readonly loss: number;
  readonly validationLoss: number | null;
  readonly weights: Float32Array;
}

/** Holds the parameters and moments, on the device or the host, until disposed. */
export interface Trainer {
  begin(order: Int32Array): void;
  /** One batch of rows order[offset..offset + count). step: 1-based over the whole fit. */
  step(offset: number, count: number, step: number): void;
  /** Weights and moments as they are, from which another trainer goes on bit by bit; absent: it cannot. */
  state?(): Promise<Float32Array>;
  /** What the parameters, moments, rows and buffers take at least, and where. */
  bytes(): { where: 'host' | 'device'; bytes: number };
  /** pace: awaited between chunks of the validation rows. */
  finish(pace: () => Promise<unknown>): Promise<EpochResult>;
  dispose(): void;
}

/** The rate that Adam applies in step `t`: both bias corrections folded in (Kingma and Ba 2015, end of section 2). */
export function adamRate(rate: number, t: number): number {
  const { beta1, beta2 } = adamConstants;
  return (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
}
