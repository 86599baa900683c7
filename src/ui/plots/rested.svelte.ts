/** @file A value that follows another only once it has stood still: for what is too slow to follow a slider. */

/** Call while a component is being made. `current` lags `value` by at least `milliseconds` of rest. */
export function rested<T>(value: () => T, milliseconds = 300): { readonly current: T } {
  let current = $state.raw(value());
  $effect(() => {
    const next = value();
    const timer = setTimeout(() => (current = next), milliseconds);
    return () => clearTimeout(timer);
  });
  return {
    get current() {
      return current;
    },
  };
}
