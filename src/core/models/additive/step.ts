/** @file One small tree on the sums of a feature's bins: what is added to each bin. */

/** Sums by bin: gradients and hessians of the loss, and rows. */
export interface Sums {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly rows: Float64Array;
}

export interface StepOptions {
  maxLeaves: number;
  minSamplesLeaf: number;
  l2: number;
}

interface Leaf {
  /** Places in the order of bins, from and to (exclusive). */
  from: number;
  to: number;
  gain: number;
  cut: number;
}

/**
 * Newton's step -G / (H + l2) of each leaf of the tree that lowers the loss most, leaf by leaf; bins of a category are first put
 * in the order of their own steps (Fisher 1958), and one without rows gets 0. Returns zeros where no cut helps, as one leaf.
 */
export function stepOf({ gradient, hessian, rows }: Sums, ordered: boolean, options: StepOptions): Float64Array {
  const { maxLeaves, l2 } = options;
  const own = Array.from(gradient, (_, bin) => bin).filter((bin) => ordered || rows[bin]! > 0);
  const slope = (bin: number) => gradient[bin]! / (hessian[bin]! + 1);
  const order = ordered ? own : own.sort((a, b) => slope(a) - slope(b) || a - b);
  const sums = { gradient, hessian, rows };
  const leaves = [bestCut({ from: 0, to: order.length, gain: 0, cut: -1 }, order, sums, options)];
  while (leaves.length < maxLeaves) {
    const best = leaves.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (!(best.gain > 0)) break;
    const halves = [
      { ...best, to: best.cut },
      { ...best, from: best.cut },
    ].map((half) => bestCut(half, order, sums, options));
    leaves.splice(leaves.indexOf(best), 1, ...halves);
  }
  const step = new Float64Array(gradient.length);
  if (leaves.length === 1) return step;
  for (const { from, to } of leaves) {
    let [g, h] = [0, 0];
    for (let k = from; k < to; k++) {
      g += gradient[order[k]!]!;
      h += hessian[order[k]!]!;
    }
    for (let k = from; k < to; k++) step[order[k]!] = -g / (h + l2);
  }
  return step;
}

function bestCut(leaf: Leaf, order: readonly number[], sums: Sums, { minSamplesLeaf, l2 }: StepOptions): Leaf {
  const { gradient, hessian, rows } = sums;
  let [g, h, n] = [0, 0, 0];
  for (let k = leaf.from; k < leaf.to; k++) {
    const bin = order[k]!;
    g += gradient[bin]!;
    h += hessian[bin]!;
    n += rows[bin]!;
  }
  const whole = score(g, h, l2);
  const best = { ...leaf, gain: 0, cut: -1 };
  let [left, leftH, leftN] = [0, 0, 0];
  for (let k = leaf.from; k + 1 < leaf.to; k++) {
    const bin = order[k]!;
    left += gradient[bin]!;
    leftH += hessian[bin]!;
    leftN += rows[bin]!;
    if (leftN < minSamplesLeaf) continue;
    if (n - leftN < minSamplesLeaf) break;
    const gain = score(left, leftH, l2) + score(g - left, h - leftH, l2) - whole;
    // A cut inside of what rounding can make is none.
    if (gain > best.gain && gain > 1e-12 * Math.abs(whole)) [best.gain, best.cut] = [gain, k + 1];
  }
  return best;
}

/** Twice what Newton's step takes off the loss. */
export function score(gradient: number, hessian: number, l2: number): number {
  return hessian + l2 > 0 ? (gradient * gradient) / (hessian + l2) : 0;
}
