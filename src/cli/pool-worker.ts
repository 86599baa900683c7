/** @file Wires a thread of the pool. */
import { parentPort } from 'node:worker_threads';
import { servePool } from '../core/compute/pool-worker.ts';
import { jobs } from '../core/study/jobs.ts';

const port = parentPort!;
port.on(
  'message',
  servePool(
    jobs,
    (message, transfer) => port.postMessage(message, transfer),
    () => performance.now(),
    new AbortController().signal,
  ),
);
