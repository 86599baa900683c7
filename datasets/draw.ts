/** @file Drawing with unequal chances, for the tables that are made here. */
import type { Rng } from '../src/core/base/random.ts';

/** A place drawn in proportion to its weight, 0 or more. */
export function drawn(weights: readonly number[], rng: Rng): number {
  let left = rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.findLastIndex((weight) => weight > 0);
}
