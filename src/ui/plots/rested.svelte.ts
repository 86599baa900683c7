/** @file Work that is too slow to follow a slider: done once its input has stood still. */

/**
 * Call while a component is being made. `current` is null from any change of `value` until `work` on it is done;
 * work on a value that has moved on is aborted.
 */
export function whenRested<T, R>(
  value: () => T,
  work: (value: T, signal: AbortSignal) => Promise<R>,
  milliseconds = 400,
): { readonly current: R | null } {
  let current = $state.raw<R | null>(null);
  $effect(() => {
    const next = value();
    const gone = new AbortController();
    current = null;
    const timer = setTimeout(async () => {
      const result = await work(next, gone.signal);
      if (!gone.signal.aborted) current = result;
    }, milliseconds);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  });
  return {
    get current() {
      return current;
    },
  };
}
