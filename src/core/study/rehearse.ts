/** @file What a new class would cost a tree of models: trained without one of its classes, then grown by it. */
import { InputError } from '../base/errors.ts';
import { takeRows } from '../data/select.ts';
import type { Table } from '../data/table.ts';
import { frameTarget } from '../framing/index.ts';
import { growTree, type Grown } from './grow.ts';
import type { Metrics } from './run.ts';
import { runStudy, type RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';

export interface Rehearsal {
  /** The class that was left out at first. */
  label: string;
  rows: { before: number; added: number };
  /** Milliseconds to fit every node without the class. */
  first: number;
  retrained: Grown['retrained'];
  kept: Grown['kept'];
  above: Grown['above'];
  /** Test rows of the grown tree, those of the new class included. */
  metrics: Metrics;
}

/** Throws InputError where the study has no model at each node, or without the class nothing is left to tell apart. */
export async function rehearseGrowth(
  study: Study,
  table: Table,
  label: string,
  options: RunOptions,
): Promise<Rehearsal> {
  const { framing } = study;
  if (framing.kind !== 'hierarchical' || framing.how !== 'nodes')
    throw new InputError(`study.framing: only a hierarchy with a model at each node can grow: ${framing.kind}`);
  const { classes, codes } = frameTarget(table, framing);
  const code = classes.indexOf(label);
  if (code < 0) throw new InputError(`study.framing: no class of this name: ${label}`);
  const places = [...codes.keys()];
  const [old, added] = [places.filter((row) => codes[row] !== code), places.filter((row) => codes[row] === code)];
  // What is not fitted is left out: this asks what learning costs.
  const { calibration: _, ...rest } = study;
  const bare: Study = { ...rest, groups: [], explain: { partialDependence: [], ice: [] } };
  const before = await runStudy(bare, takeRows(table, Uint32Array.from(old)), options);
  const grown = await growTree(before, takeRows(table, Uint32Array.from([...old, ...added])), options);
  const { retrained, kept, above, metrics } = grown;
  const rows = { before: old.length, added: added.length };
  return { label, rows, first: before.run.timings['fit']!, retrained, kept, above, metrics: metrics.test };
}
