/** @file The parameters of a network with their moments and gradient, in the memory of the kernels. */
import type { AdamStep } from '../compute/twins.ts';
import type { NetworkArena } from './network-kernels.ts';

/** A matrix of the flat parameters, row-major from `at`. */
export interface Block {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where a block lies: byte addresses of its weights and its gradient, and the bytes from row to row of both. */
export interface Placed {
  readonly weights: number;
  readonly gradient: number;
  readonly stride: number;
}

export interface Parameters {
  readonly placed: readonly Placed[];
  /** values: the flat parameters, or these and both moments one after the other. */
  load(values: Float32Array): void;
  /** state: the flat parameters and both moments one after the other. gradient: of the last backward pass. */
  read(what: 'weights' | 'state' | 'gradient'): Float32Array;
  clearGradient(): void;
  /** One step of Adam. */
  step(how: AdamStep): void;
}

/** A multiple of four. */
export const padded = (count: number): number => Math.ceil(count / 4) * 4;

/** Rows and columns of every block are padded with zeros, and stay so. decay: one a flat parameter, as the twins take it; null: never stepped. */
export function placeParameters(arena: NetworkArena, blocks: readonly Block[], decay: Float32Array | null): Parameters {
  const sizes = blocks.map(({ rows, columns }) => padded(rows) * padded(columns));
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  const all = sizes.reduce((a, b) => a + b, 0);
  const flat = blocks.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const state = arena.take(4 * all * (decay ? 3 : 1));
  const gradient = decay ? arena.take(4 * all) : 0;
  const decays = decay ? arena.take(4 * all) : 0;
  const told = arena.take(16);
  const view = (at: number, count: number) => new Float32Array(arena.buffer, at, count);

  /** Each row of each block: its place among the flat parameters, and among the padded ones. */
  function eachRow(visit: (from: number, to: number, count: number) => void): void {
    for (const [i, { at, rows, columns }] of blocks.entries())
      for (let row = 0; row < rows; row++) visit(at + row * columns, starts[i]! + row * padded(columns), columns);
  }
  const spread = (values: Float32Array, to: number) => {
    const there = view(to, all);
    eachRow((from, at, count) => there.set(values.subarray(from, from + count), at));
  };
  if (decay) spread(decay, decays);

  return {
    placed: blocks.map(({ columns }, i) => ({
      weights: state + 4 * starts[i]!,
      gradient: gradient + 4 * starts[i]!,
      stride: 4 * padded(columns),
    })),
    load(values) {
      for (let part = 0; (part + 1) * flat <= values.length; part++)
        spread(values.subarray(part * flat, (part + 1) * flat), state + 4 * all * part);
    },
    read(what) {
      const parts = what === 'state' ? 3 : 1;
      const values = new Float32Array(parts * flat);
      for (let part = 0; part < parts; part++) {
        const from = view(what === 'gradient' ? gradient : state + 4 * all * part, all);
        eachRow((to, at, count) => values.set(from.subarray(at, at + count), part * flat + to));
      }
      return values;
    },
    clearGradient: () => void view(gradient, all).fill(0),
    step({ rate, l2 }) {
      view(told, 2).set([rate, l2]);
      arena.functions.adam(state, state + 4 * all, 4 * all, gradient, decays, told);
    },
  };
}
