/** @file Typed calls over any port: progress, cancelling, errors that keep their name, and no call that never settles. */
import type { Control, Progress } from '../core/base/progress.ts';
import { flatten, revive as reviveError } from '../core/base/wire.ts';
import type { WireError } from '../core/base/wire.ts';

/** A worker, a worker's own global scope, or one end of a MessageChannel. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

export type CallTable<C> = { [K in keyof C]: { args: unknown; result: unknown } };
export type Handlers<C extends CallTable<C>> = {
  [K in keyof C]: (args: C[K]['args'], control: Control) => Promise<C[K]['result']>;
};
export interface CallOptions {
  signal?: AbortSignal | undefined;
  onprogress?: ((progress: Progress) => void) | undefined;
  /** Milliseconds a cancelled call may still take before the other end is given up. */
  patience?: number | undefined;
}
export interface Connection<C extends CallTable<C>> {
  call<K extends keyof C>(name: K, args: C[K]['args'], options?: CallOptions): Promise<C[K]['result']>;
  /** Rejects everything that is pending, and every later call: the other end is dead. */
  fail(error: Error): void;
  readonly pending: number;
}

type Request = { id: number; name: string; args: unknown } | { id: number; cancel: true };
type Reply = { id: number } & ({ progress: Progress } | { result: unknown } | { error: WireError });

/**
 * The answering end: one AbortController a call. `whenRunning` is where a call waits while it is paused.
 * Messages that are no requests are left to other listeners.
 */
export function serve<C extends CallTable<C>>(
  port: Port,
  handlers: Handlers<C>,
  whenRunning: (signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
): void {
  const controllers = new Map<number, AbortController>();
  port.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    if (typeof data?.id !== 'number') return;
    if ('cancel' in data) controllers.get(data.id)?.abort();
    else void answer(data.id, data.name as keyof C, data.args);
  });
  port.start?.();

  async function answer(id: number, name: keyof C, args: unknown): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    controllers.set(id, controller);
    try {
      if (!Object.hasOwn(handlers, name)) throw new TypeError(`unknown call: ${String(name)}`);
      const result = await handlers[name](args as C[keyof C]['args'], {
        signal,
        progress: (progress) => port.postMessage({ id, progress } satisfies Reply),
        whenRunning: () => whenRunning(signal),
        now: () => performance.now(),
      });
      port.postMessage({ id, result } satisfies Reply);
    } catch (error) {
      port.postMessage({ id, error: flatten(error) } satisfies Reply);
    } finally {
      controllers.delete(id);
    }
  }
}

/**
 * The asking end. A cancelled call waits for the other end to stop; where that does not answer within `patience`
 * milliseconds the call rejects with AbortError and `onstuck` is told, so that it can end the worker.
 */
export function connect<C extends CallTable<C>>(
  port: Port,
  { patience = 2000, onstuck }: { patience?: number; onstuck?: () => void } = {},
): Connection<C> {
  interface Waiting {
    resolve(result: unknown): void;
    reject(error: Error): void;
    onprogress: CallOptions['onprogress'];
  }
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let dead: Error | null = null;
  port.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const call = typeof data?.id === 'number' ? waiting.get(data.id) : undefined;
    if (!call) return;
    if ('progress' in data) call.onprogress?.(data.progress);
    else if ('error' in data) call.reject(revive(data.error));
    else if ('result' in data) call.resolve(data.result);
  });
  port.start?.();

  return {
    get pending() {
      return waiting.size;
    },
    fail(error) {
      dead = error;
      for (const call of [...waiting.values()]) call.reject(error);
    },
    async call(name, args, { signal, onprogress, patience: own = patience } = {}) {
      if (dead) throw dead;
      if (signal?.aborted) throw aborted();
      const id = next++;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const cancel = () => {
        port.postMessage({ id, cancel: true } satisfies Request);
        timer = setTimeout(() => {
          waiting.get(id)?.reject(aborted());
          onstuck?.();
        }, own);
      };
      try {
        return await new Promise<never>((resolve, reject) => {
          waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, onprogress });
          signal?.addEventListener('abort', cancel);
          port.postMessage({ id, name: name as string, args } satisfies Request);
        });
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        waiting.delete(id);
      }
    },
  };
}

function aborted(): DOMException {
  return new DOMException('cancelled', 'AbortError');
}

function revive(error: WireError): Error {
  return error.name === 'AbortError' ? new DOMException(error.message, error.name) : reviveError(error);
}
