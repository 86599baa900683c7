/** @file What of a model can be written down instead of tried out. */
import type { Scale } from '../explain/shapley.ts';
import type { TreeSet } from '../explain/tree-set.ts';
import type { RecipeState } from '../features/recipe.ts';
import { treesOf } from '../models/trees/nodes.ts';
import { singleSteps } from './explain-plain.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';

export const averaged: ReadonlySet<string> = new Set(['decision-tree', 'random-forest', 'extra-trees']);

export type ClosedForm =
  /** The log-odds are a sum over columns, or over columns and pairs. */
  { kind: 'sum'; output: 'logit'; order: 1 | 2 } | ClosedTrees;

/**
 * The output is the trees' sum times scale, plus start; player: the raw column of each column of the matrix. Boosted trees of several
 * classes have a part a class, whose output is its margin: its score before the softmax.
 */
export interface ClosedTrees {
  kind: 'trees';
  output: Scale;
  parts: { trees: TreeSet; start: number }[];
  scale: number;
  players: Int32Array;
}

/** Null where the model is none of these, is calibrated, or a step of the recipe makes a column from several. */
export function closedFormOf(
  { study, classes, features }: Prepared,
  { model, recipe, calibration }: ModelBundle,
): ClosedForm | null {
  if (calibration) return null;
  if (!singleSteps(study.recipe!)) return null;
  const isBinary = classes.length === 2;
  if (model.kind === 'logistic') return isBinary ? { kind: 'sum', output: 'logit', order: 1 } : null;
  if (model.kind === 'explainable-boosting')
    return isBinary
      ? { kind: 'sum', output: 'logit', order: (model.json['pairs'] as unknown[]).length > 0 ? 2 : 1 }
      : null;
  const names = features.map(({ name }) => name);
  const players = Int32Array.from((recipe as RecipeState).sources, (source) => names.indexOf(source));
  if (players.includes(-1)) return null;
  const set = (width: number) => ({ ...treesOf(model), width, inclusive: true });
  if (averaged.has(model.kind)) {
    const trees = set(classes.length);
    const scale = 1 / trees.roots.length;
    return { kind: 'trees', output: 'probability', parts: [{ trees, start: 0 }], scale, players };
  }
  if (model.kind !== 'gradient-boosting') return null;
  const trees = set(1);
  const starts = [...model.arrays['start']!];
  const parts = starts.map((start, k) => ({
    trees: { ...trees, roots: trees.roots.filter((_, t) => t % starts.length === k) },
    start,
  }));
  return { kind: 'trees', output: isBinary ? 'logit' : 'margin', parts, scale: 1, players };
}

/** Which part and output of the trees say a class; of two log-odds one is the other's negative. */
export function placeOf({ parts }: ClosedTrees, c: number): { part: number; at: number; sign: 1 | -1 } {
  if (parts.length > 1) return { part: c, at: 0, sign: 1 };
  return parts[0]!.trees.width > 1 ? { part: 0, at: c, sign: 1 } : { part: 0, at: 0, sign: c === 1 ? 1 : -1 };
}
