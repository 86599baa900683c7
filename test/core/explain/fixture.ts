import type { Control } from '../../../src/core/base/progress.ts';
import type { Column } from '../../../src/core/data/table.ts';
import { cellOf } from '../../../src/core/explain/rows.ts';
import type { Cell, Predict } from '../../../src/core/explain/rows.ts';

export const control: Control = {
  progress: () => undefined,
  signal: new AbortController().signal,
  whenRunning: async () => undefined,
  now: () => 0,
};
const base = { role: 'feature', sensitive: false, reason: '' } as const;

export const number = (name: string, values: readonly number[]): Column => ({
  ...base,
  name,
  type: 'number',
  values: Float64Array.from(values),
  coded: null,
});

export const category = (
  name: string,
  cells: readonly (string | null)[],
  type: 'category' | 'ordinal' = 'category',
) => {
  const levels = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell)));
  return { ...base, name, type, coded: { codes, levels } } satisfies Column;
};

export const range = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

/** A function of a row's cells by name as the score of the second of two classes; counts the rows it was asked for. */
export function predictor(score: (row: Record<string, Cell>) => number): Predict & { rows: number } {
  const predict = async (columns: readonly Column[], rows: Uint32Array) => {
    told.rows += rows.length;
    return Float64Array.from(
      [...rows].flatMap((row) => {
        const s = score(Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)])));
        return [1 - s, s];
      }),
    );
  };
  const told = Object.assign(predict, { rows: 0 });
  return told;
}

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
export const classes = ['no', 'yes'];
