/** @file The matrix that a recipe makes of raw cells, one column moved and the others held. */
import type { Control } from '../base/progress.ts';
import type { Compute } from '../compute/types.ts';
import { lengthOf, takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import { cellOf, range, withRows } from '../explain/rows.ts';
import type { Cell } from '../explain/rows.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import type { Matrix } from '../models/contract.ts';
import { isPlain } from './explain-plain.ts';
import { predictMatrix } from './learn.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';

export function matrix({ recipe }: ModelBundle, columns: readonly Column[], rows: Uint32Array): Matrix {
  return applyRecipe(recipe as RecipeState, columns, rows, { sparse: false, missing: true }) as Matrix;
}

/** The cells of one column, each in a row of its own whose other cells are those of the first training row. */
export function along(
  { features, train }: Prepared,
  bundle: ModelBundle,
  place: number,
  cells: readonly Cell[],
): Matrix {
  const base = features.map((column) => takeColumn(column, train.subarray(0, 1)));
  const others = base.map((column) => cellOf(column, 0));
  const rows = cells.map((cell) => others.with(place, cell));
  return matrix(
    bundle,
    withRows(base, rows),
    range(cells.length).map((i) => i + 1),
  );
}

/**
 * Probabilities of these rows where some raw columns take their cells from other rows: the recipe is applied once, and of the matrix
 * only what is made of these columns is written anew. Null where a step makes a column from several.
 */
export function shuffledScores(
  prepared: Prepared,
  bundle: ModelBundle,
  columns: readonly Column[],
  { compute, control }: { compute: Compute; control: Control },
): ((places: readonly number[], order: Uint32Array) => Promise<Float64Array>) | null {
  if (!isPlain(prepared, bundle)) return null;
  const { features, classes } = prepared;
  const { names, sources } = bundle.recipe as RecipeState;
  const d = names.length;
  const x = matrix(bundle, columns, range(lengthOf(columns[0]!)));
  const made = x.values.slice();
  const learner = { classes: classes.length, compute, control, calibration: bundle.calibration ?? null };
  const part = (from: number, to: number) => ({ rows: to - from, names, values: made.subarray(from * d, to * d) });
  return async (places, order) => {
    const moved = [...sources.keys()].filter((c) => places.some((p) => features[p]!.name === sources[c]));
    for (const c of moved) for (let r = 0; r < x.rows; r++) made[r * d + c] = x.values[order[r]! * d + c]!;
    const scores = await predictMatrix(bundle.model, { rows: x.rows, columns: d }, part, learner);
    for (const c of moved) for (let at = c; at < made.length; at += d) made[at] = x.values[at]!;
    return scores;
  };
}
