/**
 * @file The fused steps of training in plain loops: what the kernels in WGSL and in WebAssembly are tested against.
 * An activation matrix has one column more than its layer has units: the last is 1 and carries the bias as a row of the weights.
 */

export type Activation = 'relu' | 'tanh';

/** Which units stay in a step: unit kept when its hash is at least `threshold`, and then scaled by `scale` = 1 / (1 - rate). */
export interface Dropout {
  /** 32 bits, of the seed, the step and the layer. */
  readonly key: number;
  /** rate * 2^32, unsigned. 0 keeps all. */
  readonly threshold: number;
  readonly scale: number;
}

export interface AdamStep {
  /** Learning rate with both bias corrections in it: rate * sqrt(1 - beta2^t) / (1 - beta1^t). */
  readonly rate: number;
  /** Weight of the penalty in the gradient, times `decay` of each parameter. */
  readonly l2: number;
}

/** Kingma and Ba 2015, the constants they give. */
export const adamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** The finaliser of MurmurHash3, 32 bits, unsigned. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The key of one layer's mask in one step. */
export function dropoutKey(seed: number, step: number, layer: number): number {
  return mix(mix(seed ^ mix(step + 0x9e3779b9)) ^ mix(layer + 0x7f4a7c15));
}

/** Is unit `index` (row * width + column) kept? */
export function isKept(dropout: Dropout, index: number): boolean {
  return mix(dropout.key ^ mix(index + 0x9e3779b9)) >= dropout.threshold;
}

/** sums: rows x width. Returns rows x (width + 1): activated, dropped out, then a column of ones. */
export function activate(
  sums: Float32Array,
  rows: number,
  width: number,
  kind: Activation,
  dropout: Dropout,
): Float32Array {
  const out = new Float32Array(rows * (width + 1));
  const { threshold, scale } = dropout;
  for (let r = 0, i = 0, o = 0; r < rows; r++) {
    for (let c = 0; c < width; c++, i++, o++) {
      if (threshold !== 0 && !isKept(dropout, i)) continue;
      const z = sums[i]!;
      // NaN must stay NaN, or a broken run would look alive.
      out[o] = scale * (kind === 'relu' ? (z > 0 || z !== z ? z : 0) : Math.tanh(z));
    }
    out[o++] = 1;
  }
  return out;
}

/** upstream and activated: rows x (width + 1). Returns the gradient of the sums, rows x width. */
export function activationGradient(
  upstream: Float32Array,
  activated: Float32Array,
  rows: number,
  width: number,
  kind: Activation,
  dropout: Dropout,
): Float32Array {
  const out = new Float32Array(rows * width);
  const { threshold, scale } = dropout;
  for (let r = 0, i = 0, o = 0; r < rows; r++, i++) {
    for (let c = 0; c < width; c++, i++, o++) {
      if (threshold !== 0 && !isKept(dropout, o)) continue;
      const a = activated[i]! / scale;
      out[o] = kind === 'relu' ? (a > 0 ? scale * upstream[i]! : 0) : scale * upstream[i]! * (1 - a * a);
    }
  }
  return out;
}

/** The rows of a batch: `count` real ones from `order[offset]` on; the rest of the fixed shape is padding. */
export interface Batch {
  readonly order: Int32Array;
  readonly offset: number;
  readonly count: number;
}

/** logits: rows x classes. Returns weight * (softmax - one-hot) / count, rows x classes; zero in padding. */
export function softmaxGradient(
  logits: Float32Array,
  rows: number,
  classes: number,
  codes: Float32Array,
  weights: Float32Array,
  batch: Batch,
): Float32Array {
  const out = new Float32Array(rows * classes);
  for (let r = 0; r < batch.count; r++) {
    const row = batch.order[batch.offset + r]!;
    const at = r * classes;
    const weight = weights[row]! / batch.count;
    const total = logSumExp(logits, at, classes);
    for (let c = 0; c < classes; c++)
      out[at + c] = weight * (Math.exp(logits[at + c]! - total) - (c === codes[row] ? 1 : 0));
  }
  return out;
}

/** sums: a running weighted log loss for each row of the batch's shape. Returns the sums with this batch added. */
export function addSoftmaxLoss(
  sums: Float32Array,
  logits: Float32Array,
  classes: number,
  codes: Float32Array,
  weights: Float32Array,
  batch: Batch,
): Float32Array {
  const out = sums.slice();
  for (let r = 0; r < batch.count; r++) {
    const row = batch.order[batch.offset + r]!;
    const at = r * classes;
    out[r]! += weights[row]! * (logSumExp(logits, at, classes) - logits[at + codes[row]!]!);
  }
  return out;
}

/** state: weights, first and second moments in one flat array of 3 n. gradient, decay: n. Returns the next state. */
export function adam(state: Float32Array, gradient: Float32Array, decay: Float32Array, step: AdamStep): Float32Array {
  const n = gradient.length;
  const out = new Float32Array(3 * n);
  const { beta1, beta2, epsilon } = adamConstants;
  for (let i = 0; i < n; i++) {
    const w = state[i]!;
    const g = gradient[i]! + step.l2 * decay[i]! * w;
    const m = beta1 * state[n + i]! + (1 - beta1) * g;
    const v = beta2 * state[2 * n + i]! + (1 - beta2) * g * g;
    out[i] = w - (step.rate * m) / (Math.sqrt(v) + epsilon);
    out[n + i] = m;
    out[2 * n + i] = v;
  }
  return out;
}

/** The chosen rows of x (columns already with the column of ones), zeros in padding. */
export function gatherRows(x: Float32Array, rows: number, columns: number, batch: Batch): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < batch.count; r++) {
    const from = batch.order[batch.offset + r]! * columns;
    for (let c = 0, o = r * columns; c < columns; c++, o++) out[o] = x[from + c]!;
  }
  return out;
}

function logSumExp(logits: Float32Array, at: number, classes: number): number {
  let largest = logits[at]!;
  for (let c = 1; c < classes; c++) if (!(logits[at + c]! <= largest)) largest = logits[at + c]!;
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp(logits[at + c]! - largest);
  return largest + Math.log(sum);
}
