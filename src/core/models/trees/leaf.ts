/** @file What a leaf of boosting is, what a cut of it is, and what a value of its own takes off the loss. */

export interface GainOptions {
  readonly l2: number;
  readonly minHessian: number;
  readonly minSamplesLeaf: number;
  /** 1 or -1 where the scores must rise or fall with a column; null for none at all. */
  readonly monotone: Int8Array | null;
}

/** Between which values the leaf must stay for the sake of monotone columns above it. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Cut {
  readonly gain: number;
  readonly column: number;
  /** Codes up to it go left. */
  readonly code: number;
  readonly isMissingRight: boolean;
  /** Of a column of categories, in place of the code: 1 for each code that goes left. */
  readonly goesLeft?: Uint8Array;
  /** Sums of the left side. */
  readonly gradient: number;
  readonly hessian: number;
}

export interface Leaf {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
  readonly bounds: Bounds;
}

/** Of a leaf with these sums: where gradient * v + (hessian + l2) / 2 * v^2 is least within the bounds. */
export function leafValue(gradient: number, hessian: number, l2: number, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, hessian + l2 > 0 ? -gradient / (hessian + l2) : 0));
}

/** Twice what the value takes off the loss. */
export const taken = (gradient: number, hessian: number, value: number, l2: number) =>
  -2 * gradient * value - (hessian + l2) * value * value;
