/** @file What the platform may offer compute: WebGPU's door and a way to yield that no hidden tab holds back. */

/** The part of a GPUAdapter that is asked for. */
export interface Adapter {
  readonly info?: { vendor?: string; architecture?: string; device?: string; description?: string };
  readonly limits: { readonly maxStorageBufferBindingSize: number };
  readonly isFallbackAdapter?: boolean;
}

interface Channel {
  port1: { onmessage: (() => void) | null; close(): void };
  port2: { postMessage(message: unknown): void };
}

interface Platform {
  navigator?: {
    gpu?: { requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null> };
  };
  setImmediate?: (callback: () => void) => unknown;
  MessageChannel?: new () => Channel;
}

const platform = globalThis as unknown as Platform;

/** The adapter that the backend will get, or why there is none. */
export async function requestAdapter(): Promise<{ adapter: Adapter } | { missing: 'api' | 'adapter' }> {
  const gpu = platform.navigator?.gpu;
  if (!gpu) return { missing: 'api' };
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  return adapter ? { adapter } : { missing: 'adapter' };
}

/** Lets waiting messages (cancel, pause) in. Not a timer and not an animation frame: both are slowed in hidden tabs. */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    if (platform.setImmediate) return void platform.setImmediate(resolve);
    if (!platform.MessageChannel) return void setTimeout(resolve, 0);
    const { port1, port2 } = new platform.MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
