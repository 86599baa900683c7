/** @file A network in the memory of the kernels: forward and backward for some rows at once. Padding as the kernels want it. */
import type { Dropout } from '../compute/twins.ts';
import type { Matrix } from './contract.ts';
import type { Layer, Network } from './network.ts';
import type { NetworkArena } from './network-kernels.ts';
import { padded } from './parameters.ts';
import type { Block, Placed } from './parameters.ts';
import type { SparseRows } from './sparse-rows.ts';

/** Rows of float32 numbers: byte address, and numbers from row to row. */
export interface Sheet {
  readonly at: number;
  readonly width: number;
}

/** Rows without zeros, by the address of their numbers (uint32), one after the other. */
export interface Listed {
  readonly of: SparseRows;
  readonly rows: number;
}

export interface HostNetwork {
  /** What the first layer takes where rows are not listed: its columns, then a 1. */
  readonly input: Sheet;
  readonly logits: Sheet;
  /** The gradient of the logits, written before `backward`. */
  readonly delta: Sheet;
  /** The gradient of the input, where asked for. */
  readonly inputDelta: Sheet | null;
  /** masks: one a hidden layer. */
  forward(count: number, listed: Listed | null, masks: readonly Dropout[]): void;
  /** Fills the gradients of all layers. */
  backward(count: number, listed: Listed | null, masks: readonly Dropout[]): void;
}

export interface HostOptions {
  readonly network: Network;
  /** One a layer. */
  readonly placed: readonly Placed[];
  /** Rows at most. */
  readonly capacity: number;
  /** dense: `input` is there. listed: rows come without their zeros. */
  readonly rows: 'dense' | 'listed';
  /** none: never backward; input: its gradient too. */
  readonly gradients: 'none' | 'layers' | 'input';
}

export const blocksOf = ({ layers }: Network, from = 0): Block[] =>
  layers.map(({ at, inputs, outputs }) => ({ at: from + at, rows: inputs + 1, columns: outputs }));

export function placeNetwork(arena: NetworkArena, options: HostOptions): HostNetwork {
  const { network, placed, gradients } = options;
  const { layers, activation } = network;
  const { functions } = arena;
  const rows = padded(options.capacity);
  const sheet = (columns: number): Sheet => ({ at: arena.take(4 * rows * padded(columns)), width: padded(columns) });
  const none: Sheet = { at: 0, width: 0 };
  /** What each layer takes. */
  const taken = layers.map(({ inputs }, l) => (l === 0 && options.rows === 'listed' ? none : sheet(inputs + 1)));
  const logits = sheet(layers.at(-1)!.outputs);
  const trains = gradients !== 'none';
  const deltas = layers.map(({ outputs }) => (trains ? sheet(outputs) : none));
  const inputDelta = gradients === 'input' ? sheet(layers[0]!.inputs) : null;
  /** The weights of each layer turned, without the biases. */
  const turned = layers.map(({ inputs, outputs }, l) =>
    trains && (l > 0 || inputDelta) ? arena.take(4 * outputs * padded(inputs)) : 0,
  );
  const longest = Math.max(trains ? rows : 0, ...layers.flatMap(({ inputs, outputs }) => [inputs + 1, outputs]));
  const panel = arena.take(32 * longest);
  const told = arena.take(16);

  function tell({ key, threshold, scale }: Dropout): void {
    new Uint32Array(arena.buffer, told, 2).set([key, threshold]);
    new Float32Array(arena.buffer, told + 8, 1)[0] = scale;
  }

  function turn({ inputs, outputs }: Layer, l: number): void {
    const { weights, stride } = placed[l]!;
    const from = new Float32Array(arena.buffer, weights, (inputs + 1) * (stride / 4));
    const width = padded(inputs);
    const to = new Float32Array(arena.buffer, turned[l], outputs * width);
    for (let r = 0; r < inputs; r++)
      for (let c = 0, at = r * (stride / 4); c < outputs; c++, at++) to[c * width + r] = from[at]!;
  }

  return {
    input: taken[0]!,
    logits,
    delta: deltas.at(-1)!,
    inputDelta,

    forward(count, listed, masks) {
      layers.forEach(({ inputs, outputs }, l) => {
        const { weights, stride } = placed[l]!;
        const isLast = l + 1 === layers.length;
        const { at, width } = isLast ? logits : taken[l + 1]!;
        const columns = 4 * padded(outputs);
        if (l === 0 && listed) {
          new Float32Array(arena.buffer, at, count * width).fill(0);
          const end = listed.rows + 4 * count;
          functions.addSparse(listed.rows, end, listed.of.starts, weights, stride, columns, at, 4 * width);
        } else {
          const { at: left, width: leftWidth } = taken[l]!;
          const all = padded(count);
          functions.product(left, 4 * leftWidth, weights, stride, at, 4 * width, all, columns, inputs + 1, panel);
        }
        if (isLast) return;
        tell(masks[l]!);
        const bend = functions[masks[l]!.threshold === 0 ? activation : (`${activation}Dropped` as const)];
        bend(at, at + 4 * count * width, 4 * width, columns, outputs, told);
      });
    },

    backward(count, listed, masks) {
      for (let l = layers.length - 1; l >= 0; l--) {
        const { inputs, outputs } = layers[l]!;
        const { gradient, stride } = placed[l]!;
        const { at, width } = deltas[l]!;
        const columns = 4 * padded(outputs);
        if (l === 0 && listed) {
          new Float32Array(arena.buffer, gradient, (padded(inputs + 1) * stride) / 4).fill(0);
          const end = listed.rows + 4 * count;
          functions.addSparseGradient(listed.rows, end, listed.of.starts, gradient, stride, columns, at, 4 * width);
        } else {
          const { at: left, width: leftWidth } = taken[l]!;
          const all = padded(inputs + 1);
          functions.turnedProduct(left, 4 * leftWidth, at, 4 * width, gradient, stride, all, columns, count, panel);
        }
        const below = l > 0 ? deltas[l - 1]! : inputDelta;
        if (!below) break;
        turn(layers[l]!, l);
        const wide = 4 * below.width;
        functions.product(at, 4 * width, turned[l]!, wide, below.at, wide, padded(count), wide, outputs, panel);
        if (l === 0) break;
        tell(masks[l - 1]!);
        const kind = masks[l - 1]!.threshold === 0 ? activation : (`${activation}Dropped` as const);
        const bend = functions[`${kind}Gradient`];
        const { at: activated, width: own } = taken[l]!;
        bend(below.at, below.at + count * wide, wide, wide, inputs, told, activated, 4 * own);
      }
    },
  };
}

/** Copies rows into a sheet, each with a 1 after its last column. */
export function fillRows(
  arena: NetworkArena,
  { at, width }: Sheet,
  { names, values }: Matrix,
  rows: ArrayLike<number>,
): void {
  const d = names.length;
  const to = new Float32Array(arena.buffer, at, rows.length * width);
  for (let r = 0; r < rows.length; r++) {
    const from = rows[r]! * d;
    for (let c = 0, o = r * width; c < d; c++, o++) to[o] = values[from + c]!;
    to[r * width + d] = 1;
  }
}

/** The rows of a sheet without padding. */
export function readSheet(arena: NetworkArena, { at, width }: Sheet, count: number, columns: number): Float32Array {
  const from = new Float32Array(arena.buffer, at, count * width);
  if (width === columns) return from.slice();
  const values = new Float32Array(count * columns);
  for (let r = 0; r < count; r++) for (let c = 0; c < columns; c++) values[r * columns + c] = from[r * width + c]!;
  return values;
}
