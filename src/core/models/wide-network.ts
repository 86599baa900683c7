/** @file A sum over all columns beside a network over numbers and embedded categories (Cheng and others 2016): scores and gradients. */
import type { Rng } from '../base/random.ts';
import { activate, activationGradient, softmaxGradient } from '../compute/twins.ts';
import type { Activation, Batch, Dropout } from '../compute/twins.ts';
import type { Compute } from '../compute/types.ts';
import type { Matrix } from './contract.ts';
import { transposed } from './host-trainer.ts';
import { createNetwork, decayMask, initialWeights, type Network } from './network.ts';
import { multiply } from './product.ts';

/** Columns `first`… that are the levels of one category, each with a point of `size` numbers at `at` in the parameters. */
interface Embedding {
  readonly first: number;
  readonly width: number;
  readonly size: number;
  readonly at: number;
}

/** Parameters in one flat array: columns x classes of the wide part, the embeddings, then the deep part from `deepAt`. */
export interface WideNetwork {
  readonly columns: number;
  readonly classes: number;
  /** Columns that go into the deep part as they are. */
  readonly numbers: readonly number[];
  readonly embeddings: readonly Embedding[];
  readonly deep: Network;
  readonly deepAt: number;
  readonly size: number;
}

/** groups: first column and width of each category. A category of n levels has min(embedding, ceil(n / 2)) numbers a level. */
export function createWideNetwork(
  columns: number,
  classes: number,
  groups: readonly (readonly [first: number, width: number])[],
  { embedding, hidden, activation }: { embedding: number; hidden: readonly number[]; activation: Activation },
): WideNetwork {
  let at = columns * classes;
  const embeddings = groups.map(([first, width]): Embedding => {
    const made = { first, width, size: Math.min(embedding, Math.ceil(width / 2)), at };
    at += width * made.size;
    return made;
  });
  const isEmbedded = new Set(groups.flatMap(([first, width]) => Array.from({ length: width }, (_, i) => first + i)));
  const numbers = Array.from({ length: columns }, (_, j) => j).filter((j) => !isEmbedded.has(j));
  const inputs = numbers.length + embeddings.reduce((sum, { size }) => sum + size, 0);
  const deep = createNetwork(inputs, hidden, classes, activation);
  return { columns, classes, numbers, embeddings, deep, deepAt: at, size: at + deep.size };
}

/** The wide part starts at 0, points of levels within 0.05 of it, the deep part as any network. */
export function firstWeights({ embeddings, deep, deepAt, size }: WideNetwork, rng: Rng): Float32Array {
  const weights = new Float32Array(size);
  const points = rng.split('embeddings');
  for (const { at, width, size: numbers } of embeddings)
    for (let i = 0; i < width * numbers; i++) weights[at + i] = (2 * points.uniform() - 1) * 0.05;
  weights.set(initialWeights(deep, rng), deepAt);
  return weights;
}

/** 1 where the penalty applies, 0 on biases. */
export function wideDecay({ deep, deepAt, size }: WideNetwork): Float32Array {
  const mask = new Float32Array(size).fill(1);
  mask.set(decayMask(deep), deepAt);
  return mask;
}

/** Rows by number, with what is not zero in each at hand. */
export interface Rows {
  readonly x: Matrix;
  /** Numbers of rows of x. */
  readonly rows: ArrayLike<number>;
}

/** What the deep part takes, rows x (inputs + 1), the last column 1. */
function deepInput({ numbers, embeddings, deep }: WideNetwork, weights: Float32Array, { x, rows }: Rows): Float32Array {
  const width = deep.layers[0]!.inputs + 1;
  const out = new Float32Array(rows.length * width);
  const d = x.names.length;
  for (let r = 0; r < rows.length; r++) {
    const from = rows[r]! * d;
    let to = r * width;
    for (const j of numbers) out[to++] = x.values[from + j]!;
    for (const { first, width: levels, size, at } of embeddings) {
      for (let level = 0; level < levels; level++) {
        const value = x.values[from + first + level]!;
        if (value !== 0) for (let k = 0; k < size; k++) out[to + k]! += value * weights[at + level * size + k]!;
      }
      to += size;
    }
    out[to] = 1;
  }
  return out;
}

/** Adds what the wide part says to the logits, rows x classes. */
function addWide(
  { columns, classes }: WideNetwork,
  weights: Float32Array,
  { x, rows }: Rows,
  logits: Float32Array,
): void {
  for (let r = 0; r < rows.length; r++)
    for (let j = 0, from = rows[r]! * columns; j < columns; j++) {
      const value = x.values[from + j]!;
      if (value !== 0) for (let k = 0; k < classes; k++) logits[r * classes + k]! += value * weights[j * classes + k]!;
    }
}

/** activated: the input of each layer of the deep part. masks: one a hidden layer; none when predicting. */
export function wideForward(
  compute: Compute,
  network: WideNetwork,
  weights: Float32Array,
  of: Rows,
  masks: readonly Dropout[],
): { logits: Float32Array; activated: Float32Array[] } {
  const { deep, deepAt } = network;
  const count = of.rows.length;
  const activated = [deepInput(network, weights, of)];
  let logits = activated[0]!;
  deep.layers.forEach(({ inputs, outputs, at }, l) => {
    const own = weights.subarray(deepAt + at, deepAt + at + (inputs + 1) * outputs);
    logits = multiply(compute, activated[l]!, count, inputs + 1, own, outputs);
    if (l + 1 < deep.layers.length) activated.push(activate(logits, count, outputs, deep.activation, masks[l]!));
  });
  addWide(network, weights, of, logits);
  return { logits, activated };
}

/** The gradient of the mean weighted log loss of a batch over all parameters (without the penalty), and the logits. */
export function wideGradient(
  compute: Compute,
  network: WideNetwork,
  weights: Float32Array,
  { x, codes, weights: rowWeights }: { x: Matrix; codes: Float32Array; weights: Float32Array },
  batch: Batch,
  masks: readonly Dropout[],
): { gradient: Float32Array; logits: Float32Array } {
  const { columns, classes, deep, deepAt, size } = network;
  const { count } = batch;
  const of = { x, rows: batch.order.subarray(batch.offset, batch.offset + count) };
  const { logits, activated } = wideForward(compute, network, weights, of, masks);
  const gradient = new Float32Array(size);
  let delta = softmaxGradient(logits, count, classes, codes, rowWeights, batch);
  for (let r = 0; r < count; r++)
    for (let j = 0, from = of.rows[r]! * columns; j < columns; j++) {
      const value = x.values[from + j]!;
      if (value !== 0) for (let k = 0; k < classes; k++) gradient[j * classes + k]! += value * delta[r * classes + k]!;
    }
  for (let l = deep.layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, at } = deep.layers[l]!;
    const turned = transposed(activated[l]!, count, inputs + 1);
    gradient.set(multiply(compute, turned, inputs + 1, count, delta, outputs), deepAt + at);
    const own = weights.subarray(deepAt + at, deepAt + at + (inputs + 1) * outputs);
    const upstream = multiply(compute, delta, count, outputs, transposed(own, inputs + 1, outputs), inputs + 1);
    if (l === 0) addEmbeddings(network, of, upstream, gradient);
    else delta = activationGradient(upstream, activated[l]!, count, inputs, deep.activation, masks[l - 1]!);
  }
  return { gradient, logits };
}

/** upstream: rows x (inputs + 1) of the deep part. */
function addEmbeddings(
  { numbers, embeddings, columns, deep }: WideNetwork,
  { x, rows }: Rows,
  upstream: Float32Array,
  gradient: Float32Array,
): void {
  const width = deep.layers[0]!.inputs + 1;
  for (let r = 0; r < rows.length; r++) {
    let from = r * width + numbers.length;
    for (const { first, width: levels, size, at } of embeddings) {
      for (let level = 0; level < levels; level++) {
        const value = x.values[rows[r]! * columns + first + level]!;
        if (value !== 0) for (let k = 0; k < size; k++) gradient[at + level * size + k]! += value * upstream[from + k]!;
      }
      from += size;
    }
  }
}
