/** @file Seeded, splittable randomness: every use takes its own stream by name, so adding one never moves another. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Rng {
  /** Where the stream lies: `rngAt` makes it anew, from its beginning. */
  readonly path: string;
  /** A stream of its own, decided by this stream's path and `name` alone, never by how much was drawn before. */
  split(name: string): Rng;
  /** In [0, 1), 53 random bits. */
  uniform(): number;
  /** An integer in [0, bound), without bias. bound: 1 to 2^32. */
  integer(bound: number): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
  /** A random order of 0..n-1 (Fisher and Yates). */
  permutation(n: number): Uint32Array;
}

/** A stream from a seed (any safe integer; 0 is a seed). */
export function createRng(seed: number): Rng {
  return rngAt(`${seed}`);
}

/** The stream of this path, before anything is drawn from it. */
export function rngAt(path: string): Rng {
  const generator = xoroshiro128plus(hash32(path));
  const next = () => generator.next() >>> 0;
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  const integer = (bound: number) => {
    let x = next();
    if (bound > 0xffffffff) return x;
    // Whole numbers of 32 bits are quick to divide. Below 2^32 less the bound nothing is left over.
    const size = bound >>> 0;
    if (x >= 4294967296 - size) {
      const limit = 4294967296 - (((0xffffffff % size) + 1) % size);
      while (x >= limit) x = next();
    }
    return x % size;
  };
  return {
    path,
    split: (name) => rngAt(`${path}/${name}`),
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    permutation(n) {
      const order = Uint32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        const t = order[i]!;
        order[i] = order[j]!;
        order[j] = t;
      }
      return order;
    },
  };
}

/** FNV-1a of the UTF-16 units with the finaliser of MurmurHash3, 32 bits. */
function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
