/** @file The part of TF.js's WebGPU backend that is used beyond its public operations. */
import type * as tfcore from '@tensorflow/tfjs-core';

/** A compute program as the backend takes it (webgpu_program.d.ts). One output; inputs are read by their variable names. */
export interface Program {
  variableNames: string[];
  uniforms: string;
  size: boolean;
  workgroupSize: [number, number, number];
  outputShape: number[];
  dispatchLayout: { x: number[] };
  dispatch: [number, number, number];
  shaderKey: string;
  getUserCode(): string;
}

export interface Uniform {
  type: 'float32' | 'int32' | 'uint32';
  data: number[];
}

/** The part of the backend and its device that is used here. */
export interface WebGpuBackend {
  readonly device: {
    readonly limits: { readonly maxStorageBufferBindingSize: number };
    readonly lost: Promise<{ reason?: string; message: string }>;
    readonly queue: { onSubmittedWorkDone(): Promise<unknown> };
    addEventListener(
      type: 'uncapturederror',
      listener: (event: { error: { message: string; constructor: { name: string } } }) => void,
    ): void;
    destroy(): void;
  };
  readSync(dataId: object): never;
  runWebGPUProgram(
    program: Program,
    inputs: tfcore.TensorInfo[],
    type: 'float32' | 'int32',
    uniforms: Uniform[],
  ): tfcore.TensorInfo;
}
