/** @file The matrix that a recipe makes of raw cells, one column moved and the others held. */
import { takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import { cellOf, range, withRows } from '../explain/rows.ts';
import type { Cell } from '../explain/rows.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import type { Matrix } from '../models/contract.ts';
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
