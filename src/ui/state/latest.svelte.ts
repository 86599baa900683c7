/** @file The newest answer to a question that is asked again when what it is about changes; the last one stands until then. */
import { untrack } from 'svelte';

export interface Latest<T> {
  readonly value: T | null;
  /** Why there is no newer answer; null where there is. */
  readonly error: string | null;
}

/** Call while a component is set up. `about` is read reactively, `ask` is not. */
export function latest<T>(about: () => unknown, ask: () => Promise<T>): Latest<T> {
  let value = $state.raw<T | null>(null);
  let error = $state.raw<string | null>(null);
  let turn = 0;
  $effect(() => {
    about();
    const mine = ++turn;
    untrack(ask).then(
      (answer) => {
        if (mine === turn) [value, error] = [answer, null];
      },
      (reason: unknown) => {
        if (mine === turn) error = reason instanceof Error ? reason.message : String(reason);
      },
    );
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
