/** @file What a model costs to keep and to ask. */
import { stableJson } from '../base/hash.ts';
import type { ModelState } from '../models/contract.ts';

/** Bytes of its arrays, and of the rest as JSON. */
export function modelBytes({ kind, json, arrays }: ModelState): number {
  const numbers = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
  return numbers + new TextEncoder().encode(stableJson({ kind, json })).length;
}
