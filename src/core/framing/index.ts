/** @file The framings. */
import type { Table } from '../data/table.ts';
import { binary } from './binary.ts';
import type { Framed, FramingKind } from './contract.ts';
import { multiclass } from './multiclass.ts';

export const framings = { binary, multiclass };

type OptionsOf<K> = K extends FramingKind<infer Options> ? Options : never;
export type Framing = OptionsOf<(typeof framings)[keyof typeof framings]>;

/** Classes and the class of each row (-1: the target is missing). Throws InputError with a path under `study.framing`. */
export function frameTarget(table: Table, framing: Framing): Framed {
  return framing.kind === 'binary' ? binary.frame(table, framing) : multiclass.frame(table, framing);
}
