/** @file Wires a worker of the pool. */
import { servePool } from '../core/compute/pool-worker.ts';
import type { ToWorker } from '../core/compute/pool.ts';
import { jobs } from '../core/study/jobs.ts';
import type { Port } from './rpc.ts';

const scope = globalThis as unknown as Port;
const take = servePool(
  jobs,
  (message, transfer) => scope.postMessage(message, transfer),
  () => performance.now(),
  new AbortController().signal,
);
scope.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => take(data));
