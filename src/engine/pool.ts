/** @file Other cores in the browser: module workers, started from within the compute worker. */
import { createPool } from '../core/compute/pool.ts';
import type { FromWorker } from '../core/compute/pool.ts';
import type { Pool } from '../core/compute/types.ts';

/** More gain little, and each holds what a fit learns from. */
const most = 4;

/** Null where there is one core, or where this browser's workers start no others. */
export function openPool(size = Math.min(most, navigator.hardwareConcurrency ?? 1), least?: number): Pool | null {
  if (size < 2 || typeof Worker === 'undefined') return null;
  return createPool(
    (hear, die) => {
      const worker = new Worker(new URL('./pool-worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
      worker.addEventListener('messageerror', die);
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        die();
      });
      return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
    },
    size,
    least,
  );
}
