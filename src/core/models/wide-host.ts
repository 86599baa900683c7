/** @file The wide and deep network in the memory of the kernels: forward and backward for some rows at once. */
import type { Dropout } from '../compute/twins.ts';
import type { Matrix } from './contract.ts';
import { blocksOf, placeNetwork } from './host-network.ts';
import type { HostNetwork } from './host-network.ts';
import type { NetworkArena } from './network-kernels.ts';
import { placeParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { placeSparse } from './sparse-rows.ts';
import { wideDecay, type WideNetwork } from './wide-network.ts';

export interface WideHost {
  readonly parameters: Parameters;
  /** Its logits and delta are those of both parts together. */
  readonly deep: HostNetwork;
  /** Which rows of x come one after the other. */
  list(order: Int32Array): void;
  /** `count` rows of the list from `offset` on. */
  forward(offset: number, count: number, masks: readonly Dropout[]): void;
  /** Fills the gradients of all parameters; of the rows that went forward last. */
  backward(offset: number, count: number, masks: readonly Dropout[]): void;
}

/** x: all rows that will be asked for. capacity: rows at once. */
export function placeWide(
  arena: NetworkArena,
  network: WideNetwork,
  x: Matrix,
  capacity: number,
  trains: boolean,
): WideHost {
  const { columns, classes, embeddings, deep, deepAt } = network;
  const rows = placeSparse(arena, x, false);
  const listAt = arena.take(4 * x.rows);
  const points = embeddings.map(({ at, width, size }) => ({ at, rows: width, columns: size }));
  const blocks = [{ at: 0, rows: columns, columns: classes }, ...points, ...blocksOf(deep, deepAt)];
  const parameters = placeParameters(arena, blocks, trains ? wideDecay(network) : null);
  const wide = parameters.placed[0]!;
  const own = placeNetwork(arena, {
    network: deep,
    placed: parameters.placed.slice(1 + embeddings.length),
    capacity,
    rows: 'dense',
    gradients: trains ? 'input' : 'none',
  });
  const places = placesOf(network, parameters);
  const floats = () => new Float32Array(arena.buffer);
  let list: Int32Array = new Int32Array(0);

  /** Each entry of some rows of the list: the place of its row in the batch, its column and its value. */
  function eachEntry(offset: number, count: number, visit: (r: number, column: number, value: number) => void): void {
    const { columns, values, offsets } = rows.pairs();
    for (let r = 0; r < count; r++) {
      const row = list[offset + r]!;
      const end = 2 * offsets[row + 1]!;
      for (let at = 2 * offsets[row]!; at < end; at += 2) visit(r, columns[at]!, values[at + 1]!);
    }
  }
  const listed = (run: 'addSparse' | 'addSparseGradient', offset: number, count: number, matrix: number) => {
    const { at, width } = run === 'addSparse' ? own.logits : own.delta;
    const from = listAt + 4 * offset;
    arena.functions[run](from, from + 4 * count, rows.starts, matrix, wide.stride, wide.stride, at, 4 * width);
  };

  return {
    parameters,
    deep: own,

    list(order) {
      list = order;
      new Int32Array(arena.buffer, listAt, order.length).set(order);
    },

    forward(offset, count, masks) {
      const { at, width } = own.input;
      const memory = floats();
      const input = memory.subarray(at / 4, at / 4 + count * width);
      input.fill(0);
      const { into, sizes, weights } = places;
      eachEntry(offset, count, (r, column, value) => {
        const to = r * width + into[column]!;
        const size = sizes[column]!;
        if (size === 0) input[to] = value;
        else for (let k = 0, from = weights[column]!; k < size; k++, from++) input[to + k]! += value * memory[from]!;
      });
      const ones = deep.layers[0]!.inputs;
      for (let r = 0; r < count; r++) input[r * width + ones] = 1;
      own.forward(count, null, masks);
      listed('addSparse', offset, count, wide.weights);
    },

    backward(offset, count, masks) {
      parameters.clearGradient();
      listed('addSparseGradient', offset, count, wide.gradient);
      own.backward(count, null, masks);
      const { at, width } = own.inputDelta!;
      const memory = floats();
      const { into, sizes, gradients } = places;
      eachEntry(offset, count, (r, column, value) => {
        const size = sizes[column]!;
        let from = at / 4 + r * width + into[column]!;
        for (let k = 0, to = gradients[column]!; k < size; k++, from++, to++) memory[to]! += value * memory[from]!;
      });
    },
  };
}

/**
 * For each column: where it goes into the deep part; how many numbers stand for it there, 0 where it goes in as it is; and where
 * these and their gradients lie in the memory, in numbers.
 */
function placesOf({ columns, numbers, embeddings }: WideNetwork, { placed }: Parameters) {
  const [into, sizes, weights, gradients] = [0, 1, 2, 3].map(() => new Uint32Array(columns)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  numbers.forEach((column, at) => (into[column] = at));
  let at = numbers.length;
  for (const [e, { first, width, size }] of embeddings.entries()) {
    const own = placed[1 + e]!;
    for (let level = 0; level < width; level++) {
      into[first + level] = at;
      sizes[first + level] = size;
      weights[first + level] = (own.weights + level * own.stride) / 4;
      gradients[first + level] = (own.gradient + level * own.stride) / 4;
    }
    at += size;
  }
  return { into, sizes, weights, gradients };
}
