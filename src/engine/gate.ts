/** @file Where a running call waits while it is paused. */
export interface Gate {
  set(paused: boolean): void;
  /** Lets those pass that wait now; who comes next waits again. */
  once(): void;
  /** Resolves at once or on resume; rejects with AbortError when cancelled while paused. */
  pass(signal: AbortSignal): Promise<void>;
}

export function createGate(): Gate {
  let paused = false;
  const open = new Set<() => void>();
  return {
    set(value) {
      paused = value;
      if (!paused) for (const resume of [...open]) resume();
    },
    once() {
      for (const resume of [...open]) resume();
    },
    async pass(signal) {
      signal.throwIfAborted();
      if (!paused) return;
      await new Promise<void>((resolve, reject) => {
        const settle = (then: () => void) => () => {
          open.delete(resume);
          signal.removeEventListener('abort', stop);
          then();
        };
        const resume = settle(resolve);
        const stop = settle(() => reject(signal.reason as Error));
        open.add(resume);
        signal.addEventListener('abort', stop);
      });
    },
  };
}
