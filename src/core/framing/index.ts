/** @file The framings. */
import type { Table } from '../data/table.ts';
import { binary } from './binary.ts';
import type { Framed, FramingKind } from './contract.ts';
import { hierarchical } from './hierarchical.ts';
import { multiclass } from './multiclass.ts';
import { oneVsRest } from './one-vs-rest.ts';
import { score } from './score.ts';

export const framings = { binary, multiclass, 'one-vs-rest': oneVsRest, hierarchical, score };

type OptionsOf<K> = K extends FramingKind<infer Options> ? Options : never;
export type Framing = OptionsOf<(typeof framings)[keyof typeof framings]>;

/** Classes and the class of each row (-1: the target is missing). Throws InputError with a path under `study.framing`. */
export function frameTarget(table: Table, framing: Framing): Framed {
  const { frame } = framings[framing.kind] as FramingKind<Framing>;
  return frame(table, framing);
}

/** The columns that hold the answer, coarse to fine: none of them is learned from. */
export function targetsOf({ target }: { target: string | readonly string[] }): readonly string[] {
  return typeof target === 'string' ? [target] : target;
}
