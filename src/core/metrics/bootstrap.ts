/** @file The percentile bootstrap (Efron 1979): one seeded set of resamples, shared by all metrics of all models compared. */
import type { Rng } from '../base/random.ts';

/** Resamples drawn when nobody says otherwise: 2,000 to 20,000 rows, 500 beyond, so that a page stays usable. */
export function replicatesFor(rows: number): number {
  return rows > 20_000 ? 500 : 2000;
}

/** 32-bit draws, fast (sfc32, Doty-Humphrey), seeded from a named stream. */
export function fastDraws(rng: Rng): () => number {
  let a = rng.integer(4294967296) | 0;
  let b = rng.integer(4294967296) | 0;
  let c = rng.integer(4294967296) | 0;
  let d = 1;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/**
 * Calls `use` with how often each of `rows` rows was drawn in each replicate. The array is reused: read it, do not keep it.
 * An index is floor(u * rows) of a 32-bit u: its bias is below rows / 2^32.
 */
export function resample(
  rows: number,
  replicates: number,
  rng: Rng,
  use: (weights: Int32Array, replicate: number) => void,
): void {
  const draw = fastDraws(rng);
  const weights = new Int32Array(rows);
  for (let b = 0; b < replicates; b++) {
    weights.fill(0);
    for (let i = 0; i < rows; i++) weights[Math.floor((draw() / 4294967296) * rows)]! += 1;
    use(weights, b);
  }
}

/** A binomial(n, p) draw: by inversion for small n*p, by a sum of draws else. */
export function binomial(n: number, p: number, uniform: () => number): number {
  if (p <= 0 || n === 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, uniform);
  // Geometric skips (Devroye 1986, X.4.3): about n*p steps.
  const scale = Math.log(1 - p);
  let [count, at] = [0, 0];
  for (;;) {
    at += Math.floor(Math.log(1 - uniform()) / scale) + 1;
    if (at > n) return count;
    count++;
  }
}
