/** @file Other cores in Node: worker threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createPool } from '../core/compute/pool.ts';
import type { Pool } from '../core/compute/types.ts';

const most = 4;
/** Milliseconds: a thread loads TypeScript anew. */
const startup = 1500;

/** A thread takes over no loader of TypeScript. */
const script = `
  import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(import.meta.resolve('./pool-worker.ts'))});
  });`;

/** Null where there is one core. */
export function openPool(size = Math.min(most, availableParallelism()), least = startup): Pool | null {
  if (size < 2) return null;
  return createPool(
    (hear, die) => {
      const worker = new Worker(script, { eval: true, execArgv: [] });
      worker.on('message', hear);
      for (const event of ['error', 'messageerror', 'exit']) worker.on(event, die);
      worker.unref();
      return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() };
    },
    size,
    least,
  );
}
