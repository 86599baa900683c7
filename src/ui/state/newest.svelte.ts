/** @file The answer to the newest question: an older one that still runs is cancelled, and its answer stands until the next is there. */
import type { Latest } from './latest.svelte.ts';

/**
 * Call while a component is set up. `about` is read reactively, and asked about when it has stood still for so many
 * milliseconds; null: there is nothing to ask.
 */
export function newest<Q, T>(
  about: () => Q | null,
  ask: (question: Q, signal: AbortSignal) => Promise<T>,
  milliseconds = 0,
): Latest<T> & { readonly pending: boolean } {
  let value = $state.raw<T | null>(null);
  let error = $state.raw<string | null>(null);
  let pending = $state.raw(false);
  $effect(() => {
    const question = about();
    if (question === null) return void ([value, error, pending] = [null, null, false]);
    const gone = new AbortController();
    pending = true;
    const timer = setTimeout(() => {
      ask(question, gone.signal).then(
        (answer) => {
          if (!gone.signal.aborted) [value, error, pending] = [answer, null, false];
        },
        (reason: unknown) => {
          if (!gone.signal.aborted)
            [error, pending] = [reason instanceof Error ? reason.message : String(reason), false];
        },
      );
    }, milliseconds);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get pending() {
      return pending;
    },
  };
}
