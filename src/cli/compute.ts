/** @file The backend in Node: WebGPU where the `webgpu` package finds an adapter, else WASM, else JavaScript. */
import { InputError } from '../core/base/errors.ts';
import type { BackendName, Compute } from '../core/compute/types.ts';

/** A software adapter is taken only when asked for: WASM is faster. Throws InputError where WebGPU is asked for and not there. */
export async function openCompute(asked: BackendName | null): Promise<Compute> {
  let prefer: BackendName = asked ?? 'wasm';
  if (asked === 'webgpu' || asked === null) {
    const found = await findAdapter();
    if (found === 'hardware' || (found === 'software' && asked === 'webgpu')) prefer = 'webgpu';
    else if (asked === 'webgpu')
      throw new InputError('--backend: no WebGPU adapter was found on this machine; use wasm or cpu: webgpu');
  }
  // Imported only now: the WebGPU backend registers itself when it is imported, if navigator.gpu is there.
  const { createCompute } = await import('../core/compute/index.ts');
  const compute = await createCompute({ prefer });
  if (asked !== null && compute.report.backend !== asked)
    throw new InputError(`--backend: ${asked} could not be started (${compute.report.advice}): ${asked}`);
  return compute;
}

/** Puts WebGPU where browsers have it. */
async function findAdapter(): Promise<'hardware' | 'software' | null> {
  try {
    const { create, globals } = await import('webgpu');
    const gpu = create([]);
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return null;
    Object.assign(globalThis, globals);
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    const isSoftware =
      isFallbackAdapter || /llvmpipe|swiftshader|lavapipe/i.test(`${vendor} ${architecture} ${description}`);
    return isSoftware ? 'software' : 'hardware';
  } catch {
    return null;
  }
}
