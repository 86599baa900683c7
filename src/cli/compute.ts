/** @file The backend in Node: WebGPU where the `webgpu` package finds an adapter, else WASM, else JavaScript. */
import { spawnSync } from 'node:child_process';
import { InputError } from '../core/base/errors.ts';
import type { BackendName, Compute } from '../core/compute/types.ts';

/** A software adapter is taken only when asked for: WASM is faster. Throws InputError where what is asked for is not there. */
export async function openCompute(asked: BackendName | null): Promise<Compute> {
  let prefer: BackendName = asked ?? 'wasm';
  if (asked === 'webgpu' || asked === null) {
    const found = probeAdapter();
    if (found === 'hardware' || (found === 'software' && asked === 'webgpu')) prefer = 'webgpu';
    else if (asked === 'webgpu')
      throw new InputError('--backend: no WebGPU adapter was found on this machine; use wasm or cpu: webgpu');
  }
  if (prefer === 'webgpu') await installWebGpu();
  // Imported only now: the WebGPU backend registers itself when it is imported, if navigator.gpu is there.
  const { createCompute } = await import('../core/compute/index.ts');
  const compute = await createCompute({ prefer });
  if (asked !== null && compute.report.backend !== asked)
    throw new InputError(`--backend: ${asked} could not be started (${compute.report.advice}): ${asked}`);
  return compute;
}

/** In a process of its own: without a driver Dawn writes to stderr, and some drivers crash. */
function probeAdapter(): 'hardware' | 'software' | null {
  const probe = `
    const { create } = await import(${JSON.stringify(import.meta.resolve('webgpu'))});
    const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
    const { vendor, architecture, description, isFallbackAdapter } = adapter?.info ?? {};
    const isSoftware = isFallbackAdapter || /llvmpipe|swiftshader|lavapipe/i.test([vendor, architecture, description].join(' '));
    process.stdout.write(adapter ? (isSoftware ? 'software' : 'hardware') : 'none');
    process.exit();`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', probe], {
    encoding: 'utf8',
    timeout: 20_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return stdout === 'hardware' || stdout === 'software' ? stdout : null;
}

/** Puts WebGPU where browsers have it. */
async function installWebGpu(): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true, writable: true });
}
