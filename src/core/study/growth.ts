/** @file A tree of classes that grew: what was learned before its later classes came, and which nodes learned again for them. */
import { byCodePoint } from '../base/order.ts';
import type { Matrix, SparseMatrix } from '../base/matrix.ts';
import { applyRecipe, fitTransform } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import type { Takes } from '../features/matrix.ts';
import { forkKey, keptForks, nodesOf } from '../models/composed/nodes.ts';
import type { Fork } from '../models/composed/nodes.ts';
import { joinMatrices, takeMatrix } from '../models/composed/rows.ts';
import type { Lesson } from './framed.ts';
import { runId } from './hashes.ts';
import type { Prepared } from './prepare.ts';
import type { Growth, RunResult } from './run.ts';
import type { Study } from './schema.ts';
import { recipeTargets } from './targets.ts';

/** The study of the run that it grew from: the same rows in the same parts, its later classes held back. */
export function studyBefore(study: Study): Study {
  const { framing } = study;
  if (framing.kind !== 'hierarchical' || !framing.later) return study;
  const { later, without = [], ...rest } = framing;
  return { ...study, framing: { ...rest, without: [...without, ...later].sort(byCodePoint) } };
}

/**
 * The recipe, fitted without the rows of later classes, as the run before had it; x: all training rows, those of it as they
 * were.
 */
export function fitRecipe(prepared: Prepared, takes: Takes): { state: RecipeState; x: Matrix | SparseMatrix } {
  const { study, features, train, codes, classes, framed } = prepared;
  const later = new Set(framed.tree?.later);
  if (later.size === 0) return fitTransform(study.recipe!, features, train, recipeTargets(prepared), takes);
  const known = [...classes.keys()].filter((code) => !later.has(code));
  const place = new Map(known.map((code, at) => [code, at]));
  const [old, added] = [train.filter((row) => !later.has(codes[row]!)), train.filter((row) => later.has(codes[row]!))];
  const before = { study, train: old, classes: known.map((code) => classes[code]!) };
  const targets = recipeTargets({ ...before, codes: codes.map((code) => place.get(code) ?? -1) });
  const { state, x } = fitTransform(study.recipe!, features, old, targets, takes);
  const both = joinMatrices(x, applyRecipe(state, features, added, takes));
  const at = new Map([...old, ...added].map((row, i) => [row, i]));
  return {
    state,
    x: takeMatrix(
      both,
      Array.from(train, (row) => at.get(row)!),
    ),
  };
}

/**
 * How a tree with later classes is learned, and what is told of it once it is; null where there are none. base: a finished
 * run; where it is the one it grew from, its nodes are taken as they are, which gives the same bytes sooner.
 */
export function growing(
  prepared: Prepared,
  base: Pick<RunResult, 'run' | 'bundle'> | null,
  backend: string,
): { lesson: Lesson; growth: Growth } | null {
  const { lesson, study, classes, framed } = prepared;
  const later = framed.tree?.later ?? [];
  if (lesson?.kind !== 'nodes' || later.length === 0) return null;
  const id = runId(studyBefore(study), backend);
  const isBase = base?.run.id === id;
  const known = new Map(isBase ? nodesOf(base.bundle.model).map(({ fork, state }) => [forkKey(fork), state]) : []);
  const kept = keptForks(lesson.paths, later);
  const growth: Growth = {
    ...{ base: id, added: later.map((code) => classes[code]!), retrained: [], kept: [], above: [] },
    before: isBase ? (base.run.timings['fit'] ?? 0) : 0,
  };
  const isAbove = ({ childOf }: Fork) => later.some((code) => childOf[code]! >= 0);
  const forestry = {
    keep(fork: Fork) {
      if (!kept.has(forkKey(fork))) return null;
      growth.kept.push(fork.path);
      if (isAbove(fork)) growth.above.push(fork.path);
      return known.get(forkKey(fork)) ?? null;
    },
    fitted(fork: Fork, rows: number, milliseconds: number) {
      if (kept.has(forkKey(fork))) growth.before += milliseconds;
      else growth.retrained.push({ node: fork.path, rows, milliseconds });
    },
  };
  return { lesson: { ...lesson, forestry }, growth };
}
