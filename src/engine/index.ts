/** @file The page's one door to the workers: started when first needed, started afresh after a crash or a lost device. */
import { dataCalls } from './protocol.ts';
import type { Calls, ComputeCalls, DataCalls } from './protocol.ts';
import { connect } from './rpc.ts';
import type { CallOptions, CallTable, Connection } from './rpc.ts';

export interface Engine {
  /** Asks a worker. Rejects with what core threw, with AbortError when cancelled, or with WorkerError when it died. */
  call<K extends keyof Calls>(name: K, args: Calls[K]['args'], options?: CallOptions): Promise<Calls[K]['result']>;
  /** Ends both workers. A later call starts them again. */
  close(): void;
}

/** The worker could not start, crashed, or was ended. */
export class WorkerError extends Error {
  override name = 'WorkerError';
}

/** What the door needs of a Worker. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;
interface Side<C extends CallTable<C>> {
  worker: WorkerLike;
  connection: Connection<C>;
}

/** Milliseconds: some formats are parsed in one go and hear no cancel; their worker is ended, and the table before is read again. */
const patience = 150;

const workers = {
  data: (): WorkerLike => new Worker(new URL('./data-worker.ts', import.meta.url), { type: 'module' }),
  compute: (): WorkerLike => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
};

export function openEngine(spawn: typeof workers = workers): Engine {
  let current: Calls['read']['args'] | null = null;
  let data: Side<DataCalls> | null = null;
  let compute: Side<ComputeCalls> | null = null;
  /** The data worker that has read the current file, and the pair that are joined. */
  let reading: { worker: WorkerLike; done: Promise<unknown> } | null = null;
  let joined: [WorkerLike, WorkerLike] | null = null;

  function dataSide(): Side<DataCalls> {
    data ??= start<DataCalls>(spawn.data(), (why) => {
      data = null;
      compute?.worker.postMessage({ orphaned: why });
    });
    return data;
  }

  function computeSide(): Side<ComputeCalls> {
    if (compute) return compute;
    const side = start<ComputeCalls>(spawn.compute(), () => {
      if (compute === side) compute = null;
    });
    side.worker.addEventListener('message', ({ data: message }: MessageEvent<{ lost?: string }>) => {
      if (typeof message?.lost !== 'string') return;
      // The call that lost the device may still answer with the best weights it has kept.
      if (compute === side) compute = null;
      void end(side, new WorkerError(message.lost));
    });
    compute = side;
    return side;
  }

  /** The data worker with the current file in it: read again where the worker is a fresh one. */
  async function dataWithTable(): Promise<Side<DataCalls>> {
    const side = dataSide();
    if (current && reading?.worker !== side.worker)
      reading = { worker: side.worker, done: side.connection.call('read', current) };
    await reading?.done;
    return side;
  }

  async function computeWithTable(): Promise<Side<ComputeCalls>> {
    const from = await dataWithTable();
    const side = computeSide();
    if (joined?.[0] !== from.worker || joined[1] !== side.worker) {
      const { port1, port2 } = new MessageChannel();
      from.worker.postMessage({ join: port1 }, [port1]);
      side.worker.postMessage({ join: port2 }, [port2]);
      joined = [from.worker, side.worker];
    }
    return side;
  }

  async function call<K extends keyof Calls>(
    name: K,
    args: Calls[K]['args'],
    options?: CallOptions,
  ): Promise<Calls[K]['result']> {
    if (name === 'read') {
      const side = dataSide();
      const result = await side.connection.call('read', args as Calls['read']['args'], { ...options, patience });
      current = args as Calls['read']['args'];
      reading = { worker: side.worker, done: Promise.resolve() };
      return result;
    }
    if (name === 'pause') {
      if (compute) await compute.connection.call('pause', args as Calls['pause']['args'], options);
      return undefined;
    }
    if (isDataCall(name)) {
      const side = ['preview', 'compare', 'onnx', 'business'].includes(name) ? dataSide() : await dataWithTable();
      return side.connection.call(name, args as never, name === 'combine' ? { ...options, patience } : options);
    }
    const side = name === 'backend' ? computeSide() : await computeWithTable();
    return side.connection.call(name as keyof ComputeCalls, args as never, options) as Promise<Calls[K]['result']>;
  }

  return {
    call,
    close() {
      for (const side of [data, compute]) {
        side?.connection.fail(new WorkerError('the worker was ended'));
        side?.worker.terminate();
      }
      data = compute = null;
    },
  };
}

function isDataCall(name: keyof Calls): name is keyof DataCalls {
  return (dataCalls as readonly string[]).includes(name);
}

/** Any uncaught error in a worker ends it: what it holds can no longer be trusted. */
function start<C extends CallTable<C>>(worker: WorkerLike, ondead: (why: string) => void): Side<C> {
  const die = (why: string) => {
    ondead(why);
    connection.fail(new WorkerError(why));
    worker.terminate();
  };
  const connection = connect<C>(worker, { onstuck: () => die('the worker did not answer and was ended') });
  worker.addEventListener('error', (event: ErrorEvent) => {
    event.preventDefault?.();
    die(event.message ? `the worker stopped: ${event.message}` : 'the worker could not be started');
  });
  worker.addEventListener('messageerror', () => die('an answer of the worker could not be read'));
  return { worker, connection };
}

/** Waits for what is pending, at most 10 seconds, then ends the worker. */
async function end<C extends CallTable<C>>({ worker, connection }: Side<C>, error: Error): Promise<void> {
  for (let i = 0; i < 100 && connection.pending > 0; i++) await new Promise((resolve) => setTimeout(resolve, 100));
  connection.fail(error);
  worker.terminate();
}
