/** @file The fused steps of training as WGSL kernels of the WebGPU backend; each has its twin of the same name in twins.ts. */
import type * as tfcore from '@tensorflow/tfjs-core';
import type { Program, Uniform, WebGpuBackend } from './backend.ts';
import { adamConstants, type Activation, type AdamStep, type Dropout } from './twins.ts';

type Tensor = tfcore.Tensor;
type Runner = (
  inputs: Record<string, Tensor>,
  shape: number[],
  uniforms: Uniform[],
  variant?: Record<string, string>,
) => Tensor;

const f32 = (x: number): Uniform => ({ type: 'float32', data: [x] });
const i32 = (x: number): Uniform => ({ type: 'int32', data: [x] });
const u32 = (x: number): Uniform => ({ type: 'uint32', data: [x >>> 0] });

const mixing = `
fn mix32(value : u32) -> u32 {
  var h = value;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}
fn is_kept(index : i32) -> bool {
  return uniforms.threshold == 0u || mix32(uniforms.key ^ mix32(u32(index) + 0x9e3779b9u)) >= uniforms.threshold;
}`;

const total = `
fn log_sum_exp(at : i32) -> f32 {
  var largest = logits[at];
  for (var c = 1; c < uniforms.classes; c++) { if (!(logits[at + c] <= largest)) { largest = logits[at + c]; } }
  var sum = 0.0;
  for (var c = 0; c < uniforms.classes; c++) { sum += exp(logits[at + c] - largest); }
  return largest + log(sum);
}`;

interface Kernel {
  variables: string[];
  uniforms: string;
  /** Functions before main. */
  before?: string;
  /** Body of main, where `index` is the place in the result. */
  body: string;
}

const kernels: Record<string, Kernel> = {
  gatherRows: {
    variables: ['x', 'order'],
    uniforms: 'columns : i32, offset : i32, count : i32,',
    body: `
let r = index / uniforms.columns;
if (r < uniforms.count) { result[index] = x[order[uniforms.offset + r] * uniforms.columns + index % uniforms.columns]; }
else { result[index] = 0.0; }`,
  },
  activate: {
    variables: ['sums'],
    uniforms: 'width : i32, key : u32, threshold : u32, scale : f32,',
    before: mixing,
    body: `
let r = index / (uniforms.width + 1);
let c = index % (uniforms.width + 1);
if (c == uniforms.width) { result[index] = 1.0; return; }
let i = r * uniforms.width + c;
if (!is_kept(i)) { result[index] = 0.0; return; }
let z = sums[i];
result[index] = uniforms.scale * ACTIVATION;`,
  },
  activationGradient: {
    variables: ['upstream', 'activated'],
    uniforms: 'width : i32, key : u32, threshold : u32, scale : f32,',
    before: mixing,
    body: `
if (!is_kept(index)) { result[index] = 0.0; return; }
let i = index / uniforms.width * (uniforms.width + 1) + index % uniforms.width;
let a = activated[i] / uniforms.scale;
result[index] = uniforms.scale * upstream[i] * DERIVATIVE;`,
  },
  softmaxGradient: {
    variables: ['logits', 'codes', 'weights', 'order'],
    uniforms: 'classes : i32, offset : i32, count : i32,',
    before: total,
    body: `
let r = index / uniforms.classes;
if (r >= uniforms.count) { result[index] = 0.0; return; }
let row = order[uniforms.offset + r];
let p = exp(logits[index] - log_sum_exp(r * uniforms.classes));
let hit = select(0.0, 1.0, i32(codes[row]) == index % uniforms.classes);
result[index] = weights[row] / f32(uniforms.count) * (p - hit);`,
  },
  addSoftmaxLoss: {
    variables: ['losses', 'logits', 'codes', 'weights', 'order'],
    uniforms: 'classes : i32, offset : i32, count : i32,',
    before: total,
    body: `
if (index >= uniforms.count) { result[index] = losses[index]; return; }
let row = order[uniforms.offset + index];
let at = index * uniforms.classes;
result[index] = losses[index] + weights[row] * (log_sum_exp(at) - logits[at + i32(codes[row])]);`,
  },
  adam: {
    variables: ['state', 'gradient', 'decay'],
    uniforms: 'n : i32, rate : f32, l2 : f32,',
    body: `
let i = index % uniforms.n;
let w = state[i];
let g = gradient[i] + uniforms.l2 * decay[i] * w;
let m = ${adamConstants.beta1} * state[uniforms.n + i] + ${1 - adamConstants.beta1} * g;
let v = ${adamConstants.beta2} * state[2 * uniforms.n + i] + ${1 - adamConstants.beta2} * g * g;
if (index < uniforms.n) { result[index] = w - uniforms.rate * m / (sqrt(v) + ${adamConstants.epsilon}); }
else if (index < 2 * uniforms.n) { result[index] = m; }
else { result[index] = v; }`,
  },
};

const activations = { relu: 'select(0.0, z, z > 0.0 || z != z)', tanh: 'tanh(clamp(z, -15.0, 15.0))' };
const derivatives = { relu: 'select(0.0, 1.0, a > 0.0)', tanh: '(1.0 - a * a)' };

/** Registers each kernel once, as `Plumb.<name>` of the WebGPU backend. */
export function registerFusedKernels(tf: typeof tfcore): void {
  for (const [name, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(`Plumb.${name}`, 'webgpu')) continue;
    tf.registerKernel({
      kernelName: `Plumb.${name}`,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend, attrs }) => {
        const { shape, uniforms, variant } = attrs as unknown as {
          shape: number[];
          uniforms: Uniform[];
          variant: Record<string, string>;
        };
        return (backend as unknown as WebGpuBackend).runWebGPUProgram(
          program(name, kernel, shape, variant),
          kernel.variables.map((variable) => inputs[variable]!),
          'float32',
          uniforms,
        );
      },
    });
  }
}

function program(name: string, kernel: Kernel, shape: number[], variant: Record<string, string>): Program {
  let body = kernel.body;
  for (const [word, code] of Object.entries(variant)) body = body.replace(word, code);
  return {
    variableNames: kernel.variables,
    uniforms: kernel.uniforms,
    size: true,
    workgroupSize: [64, 1, 1],
    outputShape: shape,
    dispatchLayout: { x: shape.map((_, i) => i) },
    dispatch: [Math.ceil(shape.reduce((a, b) => a * b, 1) / 64), 1, 1],
    shaderKey: `plumb-${name}-${Object.values(variant).join('-')}`,
    getUserCode: () => `${kernel.before ?? ''}
fn main(index : i32) {
  if (index >= uniforms.size) { return; }
  ${body}
}`,
  };
}

export interface DeviceBatch {
  readonly order: Tensor;
  readonly offset: number;
  readonly count: number;
}

/** The kernels by name, over tensors; shapes and meanings as in twins.ts. Call inside tf.tidy. */
export function fused(tf: typeof tfcore) {
  const run =
    (name: string): Runner =>
    (inputs, shape, uniforms, variant = {}) =>
      tf.engine().runKernel(`Plumb.${name}`, inputs, { shape, uniforms, variant } as never) as Tensor;
  const mask = (width: number, { key, threshold, scale }: Dropout) => [
    i32(width),
    u32(key),
    u32(threshold),
    f32(scale),
  ];
  const place = (first: number, { offset, count }: DeviceBatch) => [i32(first), i32(offset), i32(count)];
  return {
    gatherRows: (x: Tensor, rows: number, columns: number, batch: DeviceBatch) =>
      run('gatherRows')({ x, order: batch.order }, [rows, columns], place(columns, batch)),
    activate: (sums: Tensor, rows: number, width: number, kind: Activation, dropout: Dropout) =>
      run('activate')({ sums }, [rows, width + 1], mask(width, dropout), { ACTIVATION: activations[kind] }),
    activationGradient: (
      upstream: Tensor,
      activated: Tensor,
      rows: number,
      width: number,
      kind: Activation,
      dropout: Dropout,
    ) =>
      run('activationGradient')({ upstream, activated }, [rows, width], mask(width, dropout), {
        DERIVATIVE: derivatives[kind],
      }),
    softmaxGradient: (
      logits: Tensor,
      rows: number,
      classes: number,
      codes: Tensor,
      weights: Tensor,
      batch: DeviceBatch,
    ) => run('softmaxGradient')({ logits, codes, weights, order: batch.order }, [rows, classes], place(classes, batch)),
    addSoftmaxLoss: (
      losses: Tensor,
      logits: Tensor,
      classes: number,
      codes: Tensor,
      weights: Tensor,
      batch: DeviceBatch,
    ) =>
      run('addSoftmaxLoss')(
        { losses, logits, codes, weights, order: batch.order },
        [losses.size],
        place(classes, batch),
      ),
    adam: (state: Tensor, gradient: Tensor, decay: Tensor, { rate, l2 }: AdamStep) =>
      run('adam')({ state, gradient, decay }, [state.size], [i32(gradient.size), f32(rate), f32(l2)]),
  };
}
