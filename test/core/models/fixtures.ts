import { createRng } from '../../../src/core/base/random.ts';
import { createCompute } from '../../../src/core/compute/index.ts';
import type { BackendName, Compute } from '../../../src/core/compute/types.ts';
import type { FitContext, FitInput, Matrix } from '../../../src/core/models/contract.ts';

export function matrix(rows: number[][]): Matrix {
  const width = rows[0]?.length ?? 0;
  return {
    rows: rows.length,
    names: Array.from({ length: width }, (_, i) => `x${i}`),
    values: Float32Array.from(rows.flat()),
  };
}

export function input(rows: number[][], y: number[], more: Partial<FitInput> = {}): FitInput {
  return {
    x: matrix(rows),
    y: Int32Array.from(y),
    classes: Math.max(...y) + 1,
    weights: null,
    validation: null,
    ...more,
  };
}

/** `n` rows of `d` standard normal columns; the class follows the first two. */
export function noisy(n: number, d: number, classes = 2, seed = 5): FitInput {
  const rng = createRng(seed);
  const values = Float32Array.from({ length: n * d }, () => rng.normal());
  const y = Int32Array.from({ length: n }, (_, i) => {
    const score = values[i * d]! + values[i * d]! * values[i * d + 1]! + 0.5 * rng.normal();
    return Math.min(classes - 1, Math.max(0, Math.floor(score + classes / 2)));
  });
  const names = Array.from({ length: d }, (_, i) => `x${i}`);
  return { x: { rows: n, names, values }, y, classes, weights: null, validation: null };
}

export const computeOf = (prefer: BackendName): Promise<Compute> => createCompute({ prefer });

export function context(compute: Compute, more: Partial<FitContext> & { seed?: number } = {}): FitContext {
  const { seed = 0, ...rest } = more;
  return {
    compute,
    rng: createRng(seed),
    progress: () => {},
    signal: new AbortController().signal,
    whenRunning: () => Promise.resolve(),
    now: () => performance.now(),
    ...rest,
  };
}
