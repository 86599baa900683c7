/** @file The worker's end of a pool: jobs by their names, one task after the other, without a device. */
import { flatten } from '../base/wire.ts';
import { yieldToMessages } from './platform.ts';
import type { FromWorker, ToWorker } from './pool.ts';
import type { Compute, Here, Job } from './types.ts';

/** What every job is; its own types are known where it is asked. */
type AnyJob = Job<never, never, unknown>;

/** Returns what takes each message. now: the worker's clock, in milliseconds; signal: one that never comes, as a worker is ended rather than told to stop. */
export function servePool(
  jobs: readonly AnyJob[],
  post: (message: FromWorker, transfer: ArrayBuffer[]) => void,
  now: () => number,
  signal: AbortSignal,
): (message: ToWorker) => void {
  const here = alone(now, signal);
  const open = new Map<number, Promise<(task: never) => Promise<unknown>>>();

  async function answer(id: number, session: number, task: unknown): Promise<void> {
    try {
      const found = await (await open.get(session)!)(task as never);
      post({ id, answer: found }, buffersOf(found));
    } catch (error) {
      post({ id, error: flatten(error) }, []);
    }
  }

  return (message) => {
    if ('open' in message) {
      const started = (async () => {
        const job = jobs.find(({ name }) => name === message.job);
        if (!job) throw new TypeError(`unknown job: ${message.job}`);
        return job.start(message.shared as never, here);
      })();
      started.catch(() => undefined);
      open.set(message.open, started);
    } else if ('close' in message) open.delete(message.close);
    else void answer(message.id, message.session, message.task);
  };
}

function alone(now: () => number, signal: AbortSignal): Here {
  return {
    progress: () => undefined,
    signal,
    whenRunning: () => Promise.resolve(),
    now,
    compute: {
      get tf(): never {
        throw new Error('a worker of the pool has no device');
      },
      report: { backend: 'cpu', adapter: 'JavaScript', tfjs: '', advice: '', maxBufferBytes: null, flags: {} },
      lost: new Promise(() => undefined),
      check: () => undefined,
      settle: yieldToMessages,
    } satisfies Compute,
  };
}

/** Those that an answer of plain records and typed arrays has to itself: handed over instead of copied. */
function buffersOf(answer: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(answer)) {
    if (answer.byteLength === answer.buffer.byteLength) found.add(answer.buffer as ArrayBuffer);
  } else if (typeof answer === 'object' && answer !== null)
    for (const part of Object.values(answer)) buffersOf(part, found);
  return [...found];
}
