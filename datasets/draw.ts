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

/** Chances of a choice by these likings: exp(liking) by their sum (Luce 1959, McFadden 1974). */
export function chosen(likings: readonly number[]): number[] {
  const most = Math.max(...likings);
  const raised = likings.map((liking) => Math.exp(liking - most));
  const sum = raised.reduce((total, own) => total + own, 0);
  return raised.map((own) => own / sum);
}
