/** @file The shape of a sum over all columns beside a network over numbers and embedded categories (Cheng and others 2016). */
import type { Rng } from '../base/random.ts';
import type { Activation } from '../compute/twins.ts';
import { createNetwork, decayMask, initialWeights, type Network } from './network.ts';

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
