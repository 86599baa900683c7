/** @file The framings. */
import type { Table } from '../data/table.ts';
import { binary } from './binary.ts';
import type { Framed, FramingKind } from './contract.ts';
import { decoupled } from './decoupled.ts';
import { hierarchical } from './hierarchical.ts';
import { multiclass } from './multiclass.ts';
import { oneVsRest } from './one-vs-rest.ts';
import { perItem } from './per-item.ts';
import { score } from './score.ts';
import { threshold } from './threshold.ts';

export const framings = {
  binary,
  multiclass,
  'one-vs-rest': oneVsRest,
  hierarchical,
  score,
  threshold,
  'per-item': perItem,
  decoupled,
};

type OptionsOf<K> = K extends FramingKind<infer Options> ? Options : never;
export type Framing = OptionsOf<(typeof framings)[keyof typeof framings]>;

/** Classes and the class of each row (-1: the target is missing). Throws InputError with a path under `study.framing`. */
export function frameTarget(table: Table, framing: Framing): Framed {
  const { frame } = framings[framing.kind] as FramingKind<Framing>;
  return frame(table, framing);
}

/** The columns that hold the answer, coarse to fine: none of them is learned from. */
export function targetsOf(framing: { target: string | readonly string[]; value?: string }): readonly string[] {
  const { target, value } = framing;
  return typeof target !== 'string' ? target : value === undefined ? [target] : [value, target];
}

/** Columns that say which candidate a row is, or what others look at: none of them is learned from. */
export function besideOf(framing: {
  kind: string;
  query?: string;
  item?: string;
  watch?: { column: string }[];
}): string[] {
  const { query, item, watch = [] } = framing;
  return [query, item, ...watch.map(({ column }) => column)].filter((name) => name !== undefined);
}
