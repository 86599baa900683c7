/**
 * @file The Hessian of the logistic objective. Dense matrices: TF.js matrix products over chunks of fixed shape, in float32,
 * accumulated in float64; that bounds the speed of Newton's steps, not the accuracy of the solution, whose gradient is float64.
 * Mostly-zero matrices, and the JavaScript backend: sums over the non-zero pairs of each row, in float64.
 */
import { checkSize } from '../compute/guard.ts';
import type { Compute } from '../compute/types.ts';
import type { Objective, Point } from './logistic-objective.ts';

/** Rows of one chunk, of constant shape (the last is padded with zeros). */
const chunk = 4096;

/** The matrix of second derivatives at `point`, parameters x parameters, symmetric, full, with the penalty. */
export async function hessian(
  objective: Objective,
  point: Point,
  compute: Compute,
  pace: () => Promise<unknown>,
): Promise<Float64Array> {
  const { x, vectors, l2 } = objective;
  const n = point.parameters.length;
  const h = isDirect(objective, compute) ? direct(objective, point) : await products(objective, point, compute, pace);
  for (let p = 0; p < n; p++) {
    if (p % x.columns !== x.columns - 1) h[p * n + p]! += l2;
    for (let q = 0; q < p; q++) h[p * n + q] = h[q * n + p]!;
  }
  if (vectors > 1) fixShift(h, x.columns, vectors);
  return h;
}

/**
 * Adding one number to every intercept changes nothing, so that direction has no curvature; the gradient has no part
 * in it either. Giving it curvature makes the matrix definite and leaves every Newton step as it is.
 */
function fixShift(h: Float64Array, columns: number, vectors: number): void {
  const n = columns * vectors;
  for (let a = columns - 1; a < n; a += columns) for (let b = columns - 1; b < n; b += columns) h[a * n + b]! += 1;
}

function isDirect(objective: Objective, compute: Compute): boolean {
  if (compute.report.backend === 'cpu') return true;
  const { rows, columns, values } = objective.x;
  const mean = values.length / rows;
  return mean * mean * 8 < columns * columns;
}

/** Upper triangle: the sum over rows of weight * p_a (1[a = b] - p_b) x x'. */
function direct({ x, weights, vectors }: Objective, { probabilities }: Point): Float64Array {
  const { start, column, values, columns, rows } = x;
  const n = columns * vectors;
  const h = new Float64Array(n * n);
  for (let r = 0; r < rows; r++) {
    const weight = weights === null ? 1 : weights[r]!;
    const to = start[r + 1]!;
    for (let a = 0; a < vectors; a++) {
      const pa = probabilities[r * vectors + a]!;
      for (let b = a; b < vectors; b++) {
        const pb = probabilities[r * vectors + b]!;
        const s = weight * (a === b ? pa * (1 - pa) : -pa * pb);
        for (let i = start[r]!; i < to; i++) {
          const at = (a * columns + column[i]!) * n + b * columns;
          const sx = s * values[i]!;
          for (let j = a === b ? i : start[r]!; j < to; j++) h[at + column[j]!]! += sx * values[j]!;
        }
      }
    }
  }
  return h;
}

/**
 * Two classes: Z'Z with Z = sqrt(weight p (1 - p)) x. More: the blocks X' diag(weight p_a) X on the diagonal minus Z'Z
 * with Z = [sqrt(weight) p_a x for each a].
 */
async function products(
  { x, weights, vectors }: Objective,
  { probabilities }: Point,
  compute: Compute,
  pace: () => Promise<unknown>,
): Promise<Float64Array> {
  const { tf } = compute;
  const { columns, rows } = x;
  const n = columns * vectors;
  const h = new Float64Array(n * n);
  checkSize(compute.report, [chunk, n], 'logistic');
  for (let first = 0; first < rows; first += chunk) {
    await pace();
    const count = Math.min(chunk, rows - first);
    const left = new Float32Array(n * chunk);
    const right = new Float32Array(chunk * n);
    const plain = new Float32Array(vectors > 1 ? columns * chunk : 0);
    const scaled = new Float32Array(vectors > 1 ? chunk * n : 0);
    for (let r = 0; r < count; r++) {
      const row = first + r;
      const weight = weights === null ? 1 : weights[row]!;
      for (let i = x.start[row]!; i < x.start[row + 1]!; i++) {
        const value = x.values[i]!;
        const c = x.column[i]!;
        if (vectors > 1) plain[c * chunk + r] = value;
        for (let a = 0; a < vectors; a++) {
          const p = probabilities[row * vectors + a]!;
          const z = value * (vectors === 1 ? Math.sqrt(weight * p * (1 - p)) : Math.sqrt(weight) * p);
          left[(a * columns + c) * chunk + r] = z;
          right[r * n + a * columns + c] = z;
          if (vectors > 1) scaled[r * n + a * columns + c] = weight * p * value;
        }
      }
    }
    // Both factors laid out as they are read: TF.js on WASM is about six times slower when it has to transpose.
    const multiply = async (a: Float32Array, m: number, b: Float32Array) => {
      const product = tf.tidy(() => tf.matMul(tf.tensor2d(a, [m, chunk]), tf.tensor2d(b, [chunk, n])));
      try {
        return await product.data();
      } finally {
        product.dispose();
      }
    };
    const square = await multiply(left, n, right);
    if (vectors === 1) {
      for (let i = 0; i < h.length; i++) h[i]! += square[i]!;
      continue;
    }
    const blocks = await multiply(plain, columns, scaled);
    for (let i = 0; i < h.length; i++) h[i]! -= square[i]!;
    for (let a = 0; a < vectors; a++)
      for (let c = 0; c < columns; c++)
        for (let e = 0; e < columns; e++)
          h[(a * columns + c) * n + a * columns + e]! += blocks[c * n + a * columns + e]!;
  }
  return h;
}
