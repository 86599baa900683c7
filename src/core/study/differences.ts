/** @file Where two JSON values differ, by path. */
import { joinPath } from '../base/parse.ts';

export interface Difference {
  path: string;
  a: unknown;
  b: unknown;
}

/** Leaves that differ, in the order of a's keys, then b's. A list or object on one side only is one difference; absent is undefined. */
export function differences(a: unknown, b: unknown, path: string): Difference[] {
  if (Object.is(a, b)) return [];
  if (!isBranch(a) || !isBranch(b) || Array.isArray(a) !== Array.isArray(b)) return [{ path, a, b }];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differences(a[key], b[key], joinPath(path, [Array.isArray(a) ? Number(key) : key])));
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
