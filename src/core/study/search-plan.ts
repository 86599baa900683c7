/** @file What a search tries: its options, and the candidates of each method. */
import { z } from 'zod';
import { hashParts } from '../base/hash.ts';
import type { Rng } from '../base/random.ts';
import { parseAt } from '../base/parse.ts';
import { classifiers } from '../models/index.ts';
import { gridOf, placeOf, spaces, valueAt } from '../models/spaces.ts';
import type { Axis } from '../models/spaces.ts';

export const searchSchema = z.strictObject({
  method: z.enum(['grid', 'random', 'halving', 'tpe']).default('random').meta({
    label: 'Method',
    description:
      'Grid: evenly spread values. Random: any values. Halving: many on few rows, then the best third of them on three times as many. TPE: random at first, then near what went well.',
  }),
  trials: z.number().int().min(1).max(1000).default(12).meta({
    label: 'Trials',
    description: 'Sets of options tried at most; the options of the study and the defaults come first.',
  }),
  plan: z.enum(['folds', 'holdout']).default('folds').meta({
    label: 'Validation plan',
    description:
      'Folds: cross-validation. Holdout: one fit on the training rows, judged on the validation rows; quick, and without an interval.',
  }),
  folds: z.number().int().min(2).max(20).default(5).meta({
    label: 'Folds',
    description:
      'Parts of the training and validation rows; each is judged by a model of the others. Test rows stay out.',
  }),
  repeats: z.number().int().min(1).max(20).default(1).meta({
    label: 'Repeats',
    description: 'How often the rows are shared out anew; not where the split is in time.',
  }),
  measure: z.enum(['logLoss', 'rocAuc']).default('logLoss').meta({
    label: 'Judge by',
    description:
      'logLoss: how sure of what is wrong, the lower the better. rocAuc: how well it ranks, the higher the better.',
  }),
  rope: z.number().min(0).max(1).default(0.01).meta({
    label: 'Too small to matter',
    description: 'A difference up to this counts as none: the simplest model so near the best is named.',
  }),
  prune: z.boolean().default(false).meta({
    label: 'Give up early',
    description: 'Leaves the other folds of a trial that is worse than the median of those before it.',
  }),
  seconds: z.number().int().min(0).max(86400).default(0).meta({
    label: 'Time limit',
    unit: 'seconds',
    description: 'Starts no trial after it; 0 is no limit. A search cut short does not repeat.',
  }),
  outer: z
    .number()
    .int()
    .min(0)
    .max(10)
    .refine((n) => n !== 1, 'must be 0, or 2 and more')
    .default(0)
    .meta({
      label: 'Outer folds',
      description: 'Nested: the whole search again in each, judged on rows it has not seen. 0 is none; 2 or more.',
    }),
});

export type SearchPlan = z.infer<typeof searchSchema>;
export type Measure = SearchPlan['measure'];

/** A set of options, every one written out. */
export interface Candidate {
  readonly options: Record<string, unknown>;
  /** Mean place on the axes of the space, from 0 (simplest) to 1. */
  readonly complexity: number;
}

/** Grid candidates are thinned evenly where there are more than `trials`. Each set of options comes once. */
export function candidatesOf(
  kind: string,
  given: Record<string, unknown>,
  { method, trials }: SearchPlan,
  rng: Rng,
): Candidate[] {
  const axes = spaces[kind] ?? [];
  const found = new Map<string, Candidate>();
  const add = (options: Record<string, unknown>) => {
    if (found.size >= trials) return;
    const candidate = candidateOf(kind, options);
    const key = hashParts(candidate.options);
    if (!found.has(key)) found.set(key, candidate);
  };
  add(given);
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !axes.some(({ option }) => option === name)));
  add(own);
  if (axes.length === 0) return [...found.values()];
  if (method === 'grid') {
    const all = product(axes);
    const left = Math.max(0, Math.min(all.length, trials - found.size));
    for (let i = 0; i < left; i++) add({ ...own, ...all[Math.floor((i * all.length) / left)]! });
  } else
    // A space with fewer sets than trials would be drawn from for ever.
    for (let draw = 0; draw < 20 * trials && found.size < trials; draw++) {
      const stream = rng.split(`candidate ${draw}`);
      const drawn = axes.map((axis) => [axis.option, valueAt(axis, stream.split(axis.option).uniform())] as const);
      add({ ...own, ...Object.fromEntries(drawn) });
    }
  return [...found.values()];
}

/** Every option written out. */
export function candidateOf(kind: string, options: Record<string, unknown>): Candidate {
  const axes = spaces[kind] ?? [];
  const parsed = parseAt(classifiers[kind]!.options, options, 'study.model.options') as Record<string, unknown>;
  const places = axes.map((axis) => Math.min(1, Math.max(0, placeOf(axis, parsed[axis.option]))));
  const complexity = places.length === 0 ? 0 : places.reduce((a, b) => a + b, 0) / places.length;
  return { options: parsed, complexity };
}

function product(axes: readonly Axis[]): Record<string, unknown>[] {
  return axes.reduce<Record<string, unknown>[]>(
    (all, axis) => all.flatMap((made) => gridOf(axis).map((value) => ({ ...made, [axis.option]: value }))),
    [{}],
  );
}

/** Shares of the rows that halving learns from, rung by rung; one rung of all rows for the other methods. */
export function rungsOf({ method }: SearchPlan, candidates: number): number[] {
  if (method !== 'halving') return [1];
  return [1 / 9, 1 / 3, 1].slice(candidates >= 9 ? 0 : candidates >= 3 ? 1 : 2);
}
