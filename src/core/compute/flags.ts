/** @file The switches of TF.js that decide which arithmetic is used. */
import type * as tfcore from '@tensorflow/tfjs-core';
import type { BackendName } from './types.ts';

/** The flags of this backend as they stand, in code-point order. */
export function numericFlags(tf: typeof tfcore, backend: BackendName): Record<string, number | boolean> {
  const flags: Record<string, number | boolean> = {};
  const known = tf.env().getFlags() as Record<string, unknown>;
  for (const name of Object.keys(known).sort()) {
    const value = known[name];
    if (!name.startsWith(`${backend.toUpperCase()}_`)) continue;
    if (typeof value === 'number' || typeof value === 'boolean') flags[name] = value;
  }
  return flags;
}
