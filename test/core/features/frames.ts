/** @file Small frames for tests of steps. */
import { createRng } from '../../../src/core/base/random.ts';
import type { Frame, FrameColumn, Targets } from '../../../src/core/features/contract.ts';

export function numbers(name: string, values: ArrayLike<number>): FrameColumn {
  const column = { name, source: name, type: 'number' as const, indicator: false };
  return { ...column, values: Float64Array.from(values), codes: null, levels: null };
}

/** One cell a character; `-` is missing. */
export function categories(name: string, cells: string, levels = [...new Set(cells.replaceAll('-', ''))]): FrameColumn {
  const column = { name, source: name, type: 'category' as const, indicator: false };
  return { ...column, values: null, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)), levels };
}

export function frameOf(...columns: FrameColumn[]): Frame {
  return { rows: (columns[0]!.values ?? columns[0]!.codes!).length, columns };
}

export const targetsOf = (codes: ArrayLike<number>, classes = 2, seed = 1): Targets => ({
  codes: Int32Array.from(codes),
  classes,
  rng: createRng(seed),
});
