/** @file The newest answer to a question that is asked again when what it is about changes; the last one stands until then. */
import { untrack } from 'svelte';

export interface Latest<T> {
  readonly value: T | null;
  /** Why there is no newer answer; null where there is. */
  readonly error: string | null;
}

/** Call while a component is set up. `about` is read reactively, `ask` is not; its signal ends what nobody waits for any more. */
export function latest<T>(about: () => unknown, ask: (signal: AbortSignal) => Promise<T>): Latest<T> {
  let value = $state.raw<T | null>(null);
  let error = $state.raw<string | null>(null);
  $effect(() => {
    about();
    const controller = new AbortController();
    const { signal } = controller;
    untrack(() => ask(signal)).then(
      (answer) => {
        if (!signal.aborted) [value, error] = [answer, null];
      },
      (reason: unknown) => {
        if (!signal.aborted) error = reason instanceof Error ? reason.message : String(reason);
      },
    );
    return () => controller.abort();
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
  };
}
