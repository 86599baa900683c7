/** @file What stays on a device between two questions: of one thing at a time, as its memory is nobody's to collect. */
import type { Compute } from '../types.ts';

export interface Holder<Key extends object, Value extends { dispose(): void }> {
  /** What was made for this key before, or is made now; what was held for another is given back. */
  get(key: Key, compute: Compute, make: () => Value): Value;
  release(): void;
}

export function createHolder<Key extends object, Value extends { dispose(): void }>(): Holder<Key, Value> {
  let held: { key: Key; compute: Compute; value: Value } | null = null;
  function release(): void {
    const old = held;
    held = null;
    old?.value.dispose();
  }
  return {
    get(key, compute, make) {
      if (held?.key === key && held.compute === compute) return held.value;
      release();
      held = { key, compute, value: make() };
      return held.value;
    },
    release,
  };
}
