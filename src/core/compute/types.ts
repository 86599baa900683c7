/** @file What models ask of compute. */
import type * as tfcore from '@tensorflow/tfjs-core';
import type { Control } from '../base/progress.ts';

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
  /** Other cores; absent: everything runs here. */
  readonly pool?: Pool;
}

/** How work keeps step with the person where it runs. */
export interface Here extends Control {
  readonly compute: Compute;
}

/** Work in parts that know nothing of each other: an answer depends on `shared` and its task alone, wherever it is made. All three are structured-cloneable. */
export interface Job<Shared, Task, Answer> {
  /** Under which workers know it. */
  readonly name: string;
  /** Lays out what all tasks share. An answer is given away: nothing of it is kept. */
  start(shared: Shared, here: Here): (task: Task) => Promise<Answer>;
}

/** One job while it is done. */
export interface Session<Task, Answer> {
  /** Tasks that are worked at together. */
  readonly size: number;
  ask(task: Task): Promise<Answer>;
  /** Ends what is still being worked at; its answers never come. */
  close(): void;
}

/** Workers without a device, each on a core of its own. */
export interface Pool {
  readonly size: number;
  /** Milliseconds of work on one core under which starting workers costs more than it saves. */
  readonly least: number;
  /** here: where a task is done whose worker has died. */
  open<Shared, Task, Answer>(job: Job<Shared, Task, Answer>, shared: Shared, here: Here): Session<Task, Answer>;
  /** Ends all workers. */
  close(): void;
}
