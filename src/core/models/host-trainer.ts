/** @file Training and predicting on the processor, by our own kernels: rows that are mostly zeros are taken without them. */
import type { Batch, Dropout } from '../compute/twins.ts';
import type { Matrix } from './contract.ts';
import { blocksOf, fillRows, placeNetwork, readSheet } from './host-network.ts';
import type { HostNetwork } from './host-network.ts';
import { adamRate, decayMask, dropoutOf, noDropout } from './network.ts';
import type { Network, Trainer, TrainerOptions } from './network.ts';
import { createArena } from './network-kernels.ts';
import type { NetworkArena } from './network-kernels.ts';
import { placeParameters } from './parameters.ts';
import { softmaxLoss } from './softmax-loss.ts';
import { density, placeSparse } from './sparse-rows.ts';

/** Rows of one validation or prediction chunk. */
export const chunk = 4096;

/** Where fewer entries than this are not zero, going entry by entry is faster than all at once. */
const fewEntries = 0.3;

export function createHostTrainer(options: TrainerOptions): Trainer {
  const { network, training, validation, batchSize } = options;
  const { layers } = network;
  const { x } = training;
  const classes = layers.at(-1)!.outputs;
  const arena = createArena();
  const sparse = density(x) < fewEntries ? placeSparse(arena, x, true) : null;
  const listedAt = sparse ? arena.take(4 * x.rows) : 0;
  const parameters = placeParameters(arena, blocksOf(network), decayMask(network));
  const own = placeNetwork(arena, {
    network,
    placed: parameters.placed,
    capacity: batchSize,
    rows: sparse ? 'listed' : 'dense',
    gradients: 'layers',
  });
  parameters.load(options.state);
  let order: Int32Array = new Int32Array(0);
  let loss = 0;

  return {
    begin(next) {
      order = next;
      loss = 0;
      if (sparse) new Int32Array(arena.buffer, listedAt, x.rows).set(order);
    },

    step(offset, count, step) {
      const batch: Batch = { order, offset, count };
      const masks = layers.map((_, l) => dropoutOf(options.dropout, options.dropoutSeed, step, l));
      const listed = sparse && { of: sparse, rows: listedAt + 4 * offset };
      if (!sparse) fillRows(arena, own.input, x, order.subarray(offset, offset + count));
      own.forward(count, listed, masks);
      loss += lossOf(arena, own, classes, training, batch, true);
      own.backward(count, listed, masks);
      parameters.step({ rate: adamRate(options.rate(step), step), l2: options.l2 / count });
    },

    state: async () => parameters.read('state'),
    bytes: () => ({ where: 'host', bytes: arena.buffer.byteLength }),

    async finish(pace) {
      const weights = parameters.read('weights');
      if (!validation) return { loss, validationLoss: null, weights };
      let validationLoss = 0;
      const { rows } = validation.x;
      const all = Int32Array.from({ length: rows }, (_, r) => r);
      for (let offset = 0; offset < rows; offset += chunk) {
        await pace();
        const count = Math.min(chunk, rows - offset);
        const { arena, own } = loaded(network, weights, validation.x, offset, count);
        const held = { codes: validation.codes, weights: null };
        validationLoss += lossOf(arena, own, classes, held, { order: all, offset, count }, false);
      }
      return { loss, validationLoss, weights };
    },

    dispose() {},
  };
}

/** The sum of weighted log losses of the rows that went forward; where asked for, the gradient of the logits is put in its place. */
export function lossOf(
  arena: NetworkArena,
  { logits, delta }: HostNetwork,
  classes: number,
  rows: { codes: Float32Array; weights: Float32Array | null },
  batch: Batch,
  withDelta: boolean,
): number {
  const view = (at: number) => new Float32Array(arena.buffer, at, batch.count * logits.width);
  return softmaxLoss(view(logits.at), withDelta ? view(delta.at) : null, logits.width, classes, rows, batch);
}

/** One memory for all predictions, as each is over before the next. */
let predicting: NetworkArena | null = null;

/** Memory in which these rows have gone forward. It is good until the next call. */
function loaded(network: Network, weights: Float32Array, x: Matrix, first: number, count: number) {
  const arena = (predicting ??= createArena());
  arena.reset();
  const parameters = placeParameters(arena, blocksOf(network), null);
  const own = placeNetwork(arena, {
    network,
    placed: parameters.placed,
    capacity: count,
    rows: 'dense',
    gradients: 'none',
  });
  parameters.load(weights);
  fillRows(
    arena,
    own.input,
    x,
    Int32Array.from({ length: count }, (_, r) => first + r),
  );
  const masks: Dropout[] = network.layers.map(() => noDropout);
  own.forward(count, null, masks);
  return { arena, own };
}

/** Logits of rows first..first + count, rows x classes. */
export function forward(
  network: Network,
  weights: Float32Array,
  x: Matrix,
  first: number,
  count: number,
): Float32Array {
  const { arena, own } = loaded(network, weights, x, first, count);
  return readSheet(arena, own.logits, count, network.layers.at(-1)!.outputs);
}
