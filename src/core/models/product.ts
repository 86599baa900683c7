/** @file One matrix product on the host, by WASM or JavaScript, typed array in, typed array out. */
import type { Compute } from '../compute/types.ts';

/** a: m x k, b: k x n, row-major. Returns a b, m x n, float32. */
export function multiply(
  compute: Compute,
  a: Float32Array,
  m: number,
  k: number,
  b: Float32Array,
  n: number,
): Float32Array {
  // On WebGPU reading back would wait for the device; what is multiplied here is small.
  if (compute.report.backend !== 'wasm') return rowProduct(a, m, k, b, n);
  const { tf } = compute;
  // Not tf.tidy: it would look for tensors in each number of the typed array that comes back.
  const left = tf.tensor2d(a, [m, k]);
  const right = tf.tensor2d(b, [k, n]);
  const product = tf.matMul(left, right);
  // Synchronous reading is a plain copy here.
  const values = product.dataSync<'float32'>();
  for (const tensor of [left, right, product]) tensor.dispose();
  return values;
}

/** The JavaScript backend's own product reads columns with strides; going along rows and skipping zeros is faster. */
function rowProduct(a: Float32Array, m: number, k: number, b: Float32Array, n: number): Float32Array {
  const out = new Float32Array(m * n);
  const row = new Float64Array(n);
  for (let r = 0; r < m; r++) {
    row.fill(0);
    for (let i = 0; i < k; i++) {
      const value = a[r * k + i]!;
      if (value === 0) continue;
      for (let c = 0, at = i * n; c < n; c++, at++) row[c]! += value * b[at]!;
    }
    out.set(row, r * n);
  }
  return out;
}
