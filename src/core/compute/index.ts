/** @file Opens the fastest backend there is, checks what was really got, and says so. */
import type * as tfcore from '@tensorflow/tfjs-core';
import { numericFlags } from './flags.ts';
import { openWebGpu } from './webgpu.ts';
import { yieldToMessages } from './platform.ts';
import type { BackendName, BackendReport, Compute } from './types.ts';

export interface ComputeOptions {
  /** Where to start in the order webgpu, wasm, cpu; default webgpu. What is missing falls through to the next. */
  prefer?: BackendName;
  /** Folder of the three .wasm files, or the address of each by file name. Not needed in Node. */
  wasmPath?: string | Record<string, string>;
}

const order: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/** One backend for this realm (TF.js keeps one engine per realm). Loads only the backend it opens. Never rejects for a missing one. */
export async function createCompute(options: ComputeOptions = {}): Promise<Compute> {
  const tf = await import('@tensorflow/tfjs-core');
  const advice: string[] = [];
  for (const name of order.slice(order.indexOf(options.prefer ?? 'webgpu'))) {
    const opened = await openers[name](tf, options);
    if (typeof opened !== 'string') return withAdvice(opened, advice);
    advice.push(opened);
  }
  throw new Error(`no backend could be opened: ${advice.join(' ')}`);
}

type Opener = (tf: typeof tfcore, options: ComputeOptions) => Promise<Compute | string>;

const openers: Record<BackendName, Opener> = { webgpu: openWebGpu, wasm: openWasm, cpu: openCpu };

/**
 * WASM with SIMD. One thread, always: the threaded build starts its workers from blob addresses, which the page's content
 * security policy refuses, and it would then wait for them for ever.
 */
async function openWasm(tf: typeof tfcore, { wasmPath }: ComputeOptions): Promise<Compute | string> {
  const unavailable = 'WebAssembly could not be started; this browser may forbid it.';
  try {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    if (wasmPath && !tf.findBackend('wasm')) wasm.setWasmPaths(wasmPath);
    if (!(await tf.setBackend('wasm')) || tf.getBackend() !== 'wasm') return unavailable;
  } catch {
    return unavailable;
  }
  const isSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return onHost(tf, 'wasm', isSimd ? 'WASM SIMD' : 'WASM');
}

async function openCpu(tf: typeof tfcore): Promise<Compute | string> {
  await import('@tensorflow/tfjs-backend-cpu');
  if (!(await tf.setBackend('cpu')) || tf.getBackend() !== 'cpu') return 'The JavaScript backend could not be started.';
  return onHost(tf, 'cpu', 'JavaScript');
}

function onHost(tf: typeof tfcore, backend: 'wasm' | 'cpu', adapter: string): Compute {
  const report: BackendReport = {
    backend,
    adapter,
    tfjs: tf.version_core,
    advice: '',
    maxBufferBytes: null,
    flags: numericFlags(tf, backend),
  };
  return { tf, report, lost: new Promise(() => {}), check: () => {}, settle: yieldToMessages };
}

function withAdvice(compute: Compute, advice: readonly string[]): Compute {
  return { ...compute, report: { ...compute.report, advice: [...advice, compute.report.advice].join(' ').trim() } };
}
