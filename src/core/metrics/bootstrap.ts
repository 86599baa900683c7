/** @file The percentile bootstrap (Efron 1979): one seeded set of resamples, shared by all metrics of all models compared. */
import type { Rng } from '../base/random.ts';

/** Resamples drawn when nobody says otherwise: 2,000 to 20,000 rows, 500 beyond, so that a page stays usable. */
export function replicatesFor(rows: number): number {
  return rows > 20_000 ? 500 : 2000;
}

/** 32-bit draws, fast (sfc32, Doty-Humphrey), seeded from a named stream. */
export function fastDraws(rng: Rng): () => number {
  const state = stateOf(rng);
  const one = new Uint32Array(1);
  return () => {
    fill(state, one);
    return one[0]!;
  };
}

function stateOf(rng: Rng): Int32Array {
  const state = Int32Array.from([0, 1, 2], () => rng.integer(4294967296) | 0);
  const seeded = Int32Array.of(...state, 1);
  fill(seeded, new Uint32Array(12));
  return seeded;
}

/** The next draws; the state stays in local variables meanwhile. */
function fill(state: Int32Array, out: Uint32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let i = 0; i < out.length; i++) {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    out[i] = t;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

/**
 * Calls `use` with how often each of `rows` rows was drawn in each replicate. The array is reused: read it, do not keep it.
 * An index is floor(u * rows) of a 32-bit u: its bias is below rows / 2^32. The same stream gives the same draws, so that two
 * models, or classes one after the other, resampled with it are paired. A row counts at most 255 times: that one row is drawn as
 * often has a chance below 1e-300.
 */
export function resample(rows: number, replicates: number, rng: Rng, use: Use): void {
  const state = stateOf(rng);
  const weights = new Uint8Array(rows);
  const drawn = new Uint32Array(rows);
  for (let b = 0; b < replicates; b++) {
    weights.fill(0);
    fill(state, drawn);
    countDrawn(drawn, rows / 4294967296, weights);
    use(weights, b);
  }
}

function countDrawn(drawn: Uint32Array, scale: number, weights: Uint8Array): void {
  for (let i = 0; i < drawn.length; i++) weights[Math.floor(drawn[i]! * scale)]! += 1;
}

type Use = (weights: Uint8Array, replicate: number) => void;

/** Bytes of draws that are kept for several sets of rows. */
const kept = 2 ** 25;

/** The same resamples `times` times, drawn once where there is room. */
export function resamples(rows: number, replicates: number, rng: Rng, times: number): (use: Use) => void {
  if (times === 1 || rows * replicates > kept) return (use) => resample(rows, replicates, rng, use);
  const all = new Uint8Array(rows * replicates);
  const of = (b: number) => all.subarray(b * rows, (b + 1) * rows);
  resample(rows, replicates, rng, (weights, b) => of(b).set(weights));
  return (use) => {
    for (let b = 0; b < replicates; b++) use(of(b), b);
  };
}

/**
 * A resample of rows of which only counts matter: they are multinomial, so they are drawn as such (a chain of binomials), whatever
 * the number of rows. Written to `into`.
 */
export function multinomial(counts: ArrayLike<number>, uniform: () => number, into: Float64Array): void {
  let left = 0;
  for (let i = 0; i < counts.length; i++) left += counts[i]!;
  let mass = left;
  for (let i = 0; i < counts.length; i++) {
    const drawn = mass > 0 ? binomial(left, counts[i]! / mass, uniform) : 0;
    into[i] = drawn;
    left -= drawn;
    mass -= counts[i]!;
  }
}

/**
 * A binomial(n, p) draw: by geometric skips where few are expected (Devroye 1986, X.4.3), else by transformed rejection with a
 * squeeze (Hörmann 1993, The generation of binomial random variates, algorithm BTRS), whose time does not grow with n.
 */
export function binomial(n: number, p: number, uniform: () => number): number {
  if (p <= 0 || n === 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, uniform);
  if (n * p >= 10) return rejected(n, p, uniform);
  const scale = Math.log(1 - p);
  let [count, at] = [0, 0];
  for (;;) {
    at += Math.floor(Math.log(1 - uniform()) / scale) + 1;
    if (at > n) return count;
    count++;
  }
}

function rejected(n: number, p: number, uniform: () => number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const sure = 0.92 - 4.2 / b;
  const odds = p / (1 - p);
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = uniform() - 0.5;
    const v = 1 - uniform();
    const near = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / near + b) * u + centre);
    if (near >= 0.07 && v <= sure) return k;
    if (!(k >= 0 && k <= n)) continue;
    const most =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      (stirling(mode) + stirling(n - mode) - stirling(k) - stirling(n - k));
    if (Math.log((v * alpha) / (a / (near * near) + b)) <= most) return k;
  }
}

/** ln k! less (k + 1/2) ln(k + 1) - (k + 1) + ln(2 pi) / 2. */
function stirling(k: number): number {
  if (k < first.length) return first[k]!;
  const next = k + 1;
  return (1 / 12 - (1 / 360 - 1 / 1260 / next ** 2) / next ** 2) / next;
}

const first = ((logFactorial: number) =>
  Array.from({ length: 10 }, (_, k) => {
    logFactorial += Math.log(Math.max(1, k));
    return logFactorial - ((k + 0.5) * Math.log(k + 1) - (k + 1) + Math.log(2 * Math.PI) / 2);
  }))(0);
