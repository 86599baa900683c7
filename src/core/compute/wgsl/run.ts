/** @file Own WGSL kernels on the WebGPU backend of TensorFlow.js: how they are started and read. */
import type * as tfcore from '@tensorflow/tfjs-core';
import type { Uniform, WebGpuBackend } from '../backend.ts';
import type { Compute } from '../types.ts';

type Tensor = tfcore.Tensor;

/** A workgroup is 256 invocations, what every device allows. */
export const groupSize = 256;

/** All tensors are of one dimension, read and written by place. */
export interface Kernel {
  readonly name: string;
  readonly variables: readonly string[];
  readonly output: 'float32' | 'int32';
  /** Declarations, each with its comma. */
  readonly uniforms: string;
  /** WGSL with `fn main(index : i32)`, whose group is index / 256. Writes to `result`, of `uniforms.size` places. */
  readonly code: string;
}

export const i32 = (value: number): Uniform => ({ type: 'int32', data: [value] });

interface Told {
  kernel: Kernel;
  size: number;
  groups: number;
  uniforms: Uniform[];
}

const name = 'Plumb.wgsl';

/** Starts a kernel; the caller disposes the result. */
export function start(
  tf: typeof tfcore,
  kernel: Kernel,
  inputs: Record<string, Tensor>,
  told: { size: number; groups: number; uniforms: Uniform[] },
): Tensor {
  if (!tf.getKernel(name, 'webgpu'))
    tf.registerKernel({
      kernelName: name,
      backendName: 'webgpu',
      kernelFunc: ({ inputs: given, backend, attrs }) => {
        const { kernel: own, size, groups, uniforms } = attrs as unknown as Told;
        return (backend as unknown as WebGpuBackend).runWebGPUProgram(
          {
            variableNames: [...own.variables],
            uniforms: own.uniforms,
            size: true,
            workgroupSize: [groupSize, 1, 1],
            outputShape: [size],
            dispatchLayout: { x: [0] },
            dispatch: [groups, 1, 1],
            shaderKey: `plumb-wgsl-${own.name}`,
            getUserCode: () => own.code,
          },
          own.variables.map((variable) => given[variable]!),
          own.output,
          uniforms,
        );
      },
    });
  return tf.engine().runKernel(name, inputs, { kernel, ...told } as never) as Tensor;
}

/** Reads and disposes. Throws where the device was lost or has failed: its buffers would read as zeros. */
export async function read<T extends Int32Array | Float32Array>(compute: Compute, tensor: Tensor): Promise<T> {
  const lost = compute.lost.then((sentence) => {
    throw new Error(sentence);
  });
  try {
    const values = await Promise.race([tensor.data(), lost]);
    compute.check();
    return values as unknown as T;
  } finally {
    tensor.dispose();
  }
}

/** On a graphics card, not on one in software, which WebAssembly outruns. */
export const isOnCard = ({ report }: Compute) => report.backend === 'webgpu' && report.advice === '';
