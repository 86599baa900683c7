/** @file Shapley values of many rows at once: how much each column moves the output, and which way for which cells. */
import type { Column } from '../data/table.ts';
import { cellOf } from './rows.ts';
import type { Cell } from './rows.ts';
import type { Shapley } from './shapley.ts';

export interface Overview {
  class: string;
  output: Shapley['output'];
  /** path: by the trees' own paths, without background rows. */
  method: Shapley['method'] | 'path';
  /** Rows that stood for what is not known, or that say how many went each way in a tree. */
  background: number;
  base: number;
  /** Source of each row: its number in the table. */
  rows: number[];
  /** Largest mean size first. values, cells: one a row. */
  columns: { column: string; mean: number; values: number[]; cells: Cell[] }[];
  /** Root mean square of the standard errors of the values; null where they are exact. */
  error: number | null;
}

interface Told extends Pick<Overview, 'class' | 'output' | 'method' | 'background' | 'base' | 'error'> {
  columns: readonly Column[];
  rows: Uint32Array;
  /** rows x columns. */
  values: Float64Array;
}

/** mean: of the sizes of a column's values, whatever their sign. */
export function overviewOf({ columns, rows, values, ...told }: Told): Overview {
  const each = columns.map((column, j) => {
    const own = Array.from(rows, (_, i) => values[i * columns.length + j]!);
    const mean = own.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(1, own.length);
    return { column: column.name, mean, values: own, cells: Array.from(rows, (row) => cellOf(column, row)) };
  });
  return { ...told, rows: [...rows], columns: each.sort((a, b) => b.mean - a.mean) };
}
