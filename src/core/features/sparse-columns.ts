/** @file Columns of a frame that hold only what is not zero. */
import type { FrameColumn, SparseCells } from './contract.ts';

/** One row's cells by column, ascending or not; no column twice. */
export type RowCells = readonly (readonly [column: number, value: number])[];

/** The columns of these names whose cells are told row by row; zeros are dropped. They came from `source`. */
export function sparseColumns(source: string, names: readonly string[], rows: readonly RowCells[]): FrameColumn[] {
  const counts = new Uint32Array(names.length);
  for (const cells of rows) for (const [column, value] of cells) if (value !== 0) counts[column]!++;
  const made = Array.from(counts, (n): SparseCells => ({ rows: new Uint32Array(n), values: new Float64Array(n) }));
  const at = new Uint32Array(names.length);
  for (const [row, cells] of rows.entries())
    for (const [column, value] of cells) {
      if (value === 0) continue;
      const place = at[column]!++;
      made[column]!.rows[place] = row;
      made[column]!.values[place] = value;
    }
  return names.map((name, j) => ({
    name,
    source,
    type: 'number',
    values: null,
    codes: null,
    levels: null,
    sparse: made[j]!,
    indicator: true,
  }));
}

/** A row's cells with Euclidean length 1; a row of zeros stays. */
export function unitLength(cells: RowCells): RowCells {
  let squares = 0;
  for (const [, value] of cells) squares += value * value;
  const length = Math.sqrt(squares);
  return length === 0 ? cells : cells.map(([column, value]) => [column, value / length] as const);
}
