/** @file What models ask of compute. */
import type * as tfcore from '@tensorflow/tfjs-core';

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** What was really got, for the badge and the run's environment. */
export interface BackendReport {
  backend: BackendName;
  /** Such as `apple metal-3`, `SwiftShader`, `WASM SIMD`, `WASM SIMD, 4 threads`, `JavaScript`. */
  adapter: string;
  tfjs: string;
  /** Why not a faster one, and what the person can do; empty when on WebGPU. */
  advice: string;
  /** Bytes one buffer may hold (WebGPU), else null. */
  maxBufferBytes: number | null;
  /** TF.js flags that can change a number. */
  flags: Record<string, number | boolean>;
}

export interface Compute {
  readonly tf: typeof tfcore;
  readonly report: BackendReport;
  /** Resolves with a sentence when the device is lost; never rejects. */
  readonly lost: Promise<string>;
  /** Throws RunError('device-lost') if it has been lost. */
  check(): void;
  /** Waits until queued work is done (WebGPU) or yields to messages (others), so that cancel and pause arrive. */
  settle(): Promise<void>;
}
