/** @file The WebGPU backend of TF.js, made repeatable and made to say when it fails. */
import type * as tfcore from '@tensorflow/tfjs-core';
import { RunError } from '../base/errors.ts';
import type { WebGpuBackend } from './backend.ts';
import { registerFusedKernels } from './fused.ts';
import { numericFlags } from './flags.ts';
import { requestAdapter, yieldToMessages, type Adapter } from './platform.ts';
import type { Compute } from './types.ts';

/** Devices known to be lost: their backend must be made anew. */
const lostDevices = new WeakSet<object>();

const noApi =
  'This browser offers no WebGPU here: use Chrome or Edge 113 or newer, Safari 26 or Firefox 141 or newer, and open the app over https or from localhost.';
const noAdapter =
  'WebGPU is present but gives no graphics adapter: turn on hardware acceleration in the settings of the browser and update the graphics driver; on Linux enable chrome://flags/#enable-unsafe-webgpu.';
const notStarted =
  'WebGPU is present but could not be started: reload the page, and update the graphics driver if it stays so.';
const software =
  'This adapter is software, not a graphics card: turn on hardware acceleration in the settings of the browser, or choose WASM, which is faster than this.';

/** Opens WebGPU, or says why it is not there and what to do. The backend registers itself only where `navigator.gpu` exists. */
export async function openWebGpu(tf: typeof tfcore): Promise<Compute | string> {
  const found = await requestAdapter();
  if ('missing' in found) return found.missing === 'api' ? noApi : noAdapter;
  try {
    await import('@tensorflow/tfjs-backend-webgpu');
    renewIfLost(tf);
    if (!(await tf.setBackend('webgpu')) || tf.getBackend() !== 'webgpu') return notStarted;
  } catch {
    return notStarted;
  }
  // Split-K products sum with float atomics, in no fixed order; forwarding small operations to JavaScript lets history decide the arithmetic.
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const backend = tf.backend() as unknown as WebGpuBackend;
  backend.readSync = () => {
    throw new Error('a WebGPU tensor cannot be read synchronously: await data()');
  };
  registerFusedKernels(tf);
  return watch(tf, backend, found.adapter);
}

function renewIfLost(tf: typeof tfcore): void {
  const old = tf.findBackend('webgpu') as unknown as WebGpuBackend | null;
  if (!old || !lostDevices.has(old.device)) return;
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', factory, 3);
}

function watch(tf: typeof tfcore, backend: WebGpuBackend, adapter: Adapter): Compute {
  const { device } = backend;
  let failure = null as RunError | null;
  const lost = device.lost.then(({ message }) => {
    lostDevices.add(device);
    const sentence = `the graphics device was lost${message ? ` (${message})` : ''}`;
    failure = new RunError(sentence, 'device-lost');
    return sentence;
  });
  device.addEventListener('uncapturederror', ({ error }) => {
    const isMemory = error.constructor.name === 'GPUOutOfMemoryError';
    failure ??= new RunError(`the graphics device failed: ${error.message}`, isMemory ? 'out-of-memory' : 'failed');
  });
  const { info, isFallbackAdapter } = adapter;
  const name = adapterName(info);
  const isSoftware = isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|basic render/i.test(name);
  return {
    tf,
    report: {
      backend: 'webgpu',
      adapter: name,
      tfjs: tf.version_core,
      advice: isSoftware ? software : '',
      maxBufferBytes: device.limits.maxStorageBufferBindingSize,
      flags: numericFlags(tf, 'webgpu'),
    },
    lost,
    check() {
      if (!failure) return;
      const thrown = failure;
      if (thrown.reason !== 'device-lost') failure = null;
      throw thrown;
    },
    async settle() {
      await Promise.race([device.queue.onSubmittedWorkDone().catch(() => null), lost]);
      await yieldToMessages();
    },
  };
}

/** Vendor, architecture and device as far as the browser tells them, such as `apple metal-3`. */
function adapterName(info: Adapter['info']): string {
  const words = [info?.vendor, info?.architecture, info?.description || info?.device];
  const known = words.filter((word): word is string => !!word);
  return known.length ? [...new Set(known)].join(' ') : 'unnamed adapter';
}
