/** @file How mixed the classes of a node are. */

export type Criterion = 'gini' | 'entropy';

/** Gini: 1 - sum of squared shares; entropy in bits, as scikit-learn's. totals: row weight by class. */
export function impurity(totals: Float64Array, criterion: Criterion): number {
  let all = 0;
  for (let k = 0; k < totals.length; k++) all += totals[k]!;
  let sum = 0;
  for (let k = 0; k < totals.length; k++) {
    const share = totals[k]! / all;
    if (share > 0) sum += criterion === 'gini' ? share * share : share * Math.log2(share);
  }
  return criterion === 'gini' ? 1 - sum : -sum;
}

/**
 * How pure two sides are: the higher, the lower their weighted impurity. With W the weight of a side and w of its classes, the sum
 * over the sides of sum(w^2) / W for gini, and of sum(w log2 w) - W log2 W for entropy. right: what `left` lacks to `totals`.
 */
export function purity(left: Float64Array, totals: Float64Array, criterion: Criterion): number {
  let a = 0;
  let b = 0;
  let sumA = 0;
  let sumB = 0;
  if (criterion === 'gini') {
    for (let k = 0; k < totals.length; k++) {
      const own = left[k]!;
      const rest = totals[k]! - own;
      a += own;
      b += rest;
      sumA += own * own;
      sumB += rest * rest;
    }
    return sumA / a + sumB / b;
  }
  for (let k = 0; k < totals.length; k++) {
    const own = left[k]!;
    const rest = totals[k]! - own;
    a += own;
    b += rest;
    if (own > 0) sumA += own * Math.log2(own);
    if (rest > 0) sumB += rest * Math.log2(rest);
  }
  return sumA - a * Math.log2(a) + sumB - b * Math.log2(b);
}

/** Of one side: what `purity` sums over two. */
export function oneSide(totals: Float64Array, criterion: Criterion): number {
  let all = 0;
  let sum = 0;
  for (let k = 0; k < totals.length; k++) {
    const own = totals[k]!;
    all += own;
    if (own > 0) sum += criterion === 'gini' ? own * own : own * Math.log2(own);
  }
  return criterion === 'gini' ? sum / all : sum - all * Math.log2(all);
}
