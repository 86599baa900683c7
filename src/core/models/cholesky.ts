/** @file Solving symmetric positive definite systems in float64 (Cholesky; Golub and Van Loan 2013, 4.2). */

/**
 * The solution of A x = b. a: n x n, row-major, symmetric; not changed. Where A is not positive definite in float64,
 * a growing multiple of the mean diagonal is added until it is: the step then leans towards the gradient.
 */
export function solveDefinite(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i * n + i]!;
  const unit = trace / n || 1;
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-12 * unit : ridge * 100) {
    const factor = factorize(a, n, ridge);
    if (factor) return substitute(factor, b);
    if (!(ridge < 1e12 * unit)) throw new RangeError(`matrix cannot be made positive definite: diagonal mean ${unit}`);
  }
}

/** Lower triangle L with L L' = A + ridge I, or null. */
function factorize(a: Float64Array, n: number, ridge: number): Float64Array | null {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i !== j) l[i * n + j] = sum / l[j * n + j]!;
      else {
        sum += ridge;
        if (!(sum > 1e-14 * Math.abs(a[i * n + i]!))) return null;
        l[i * n + i] = Math.sqrt(sum);
      }
    }
  }
  return l;
}

function substitute(l: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  return x;
}
