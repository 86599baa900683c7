import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Frame, FrameColumn, Selector, Step } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  of: selectorSchema
    .default('category')
    .meta({ label: 'Of', describes: 'The name of one column: what tells of it is taken out of the others' }),
  share: z.number().min(0).max(1).default(1).meta({
    label: 'Share',
    describes: 'How much is taken out: 1 all of it, 0 nothing',
  }),
  keep: z.boolean().default(false).meta({
    label: 'Keep the column',
    describes: 'The model also learns from the column itself; else it is dropped here',
  }),
});

interface State {
  of: string;
  /** The column's own values are kept for the model. */
  keep: boolean;
  /** Of a category: its training levels, null: missing cells. Else null. */
  levels: (string | null)[] | null;
  /**
   * Of a category `shifts` by level: taken off a value. Of a number `slope` times its distance from `mean` is. Both are shares of
   * what least squares finds on the training rows.
   */
  columns: { name: string; shifts: number[]; slope: number; mean: number }[];
}

/**
 * Takes out of numbers what a line through one column tells of them: the residual of least squares, moved to the old mean, so
 * that on the training rows the two are uncorrelated (Fairlearn's CorrelationRemover; of a category: every level gets the same
 * mean). What is not straight, and what several columns tell together, stays. Missing cells stay missing; where the column itself
 * is missing or has an unseen level, a value stays as it is.
 */
export const decorrelate: Step<z.output<typeof options>, State> = {
  step: 'decorrelate',
  label: 'Decorrelate from a column',
  describes: 'Takes out of numbers what one column, such as a group, tells of them; the column itself is dropped.',
  options,
  fit(frame, { columns, of, share, keep }, path) {
    const other = columnOf(frame, of, path);
    const told = selectColumns(frame, columns, path).filter(({ name }) => name !== other.name);
    const fitted = told.map(({ name, values }) => {
      if (values === null)
        throw new InputError(`${path}.columns: a category is no number; leave it out, or encode it before: ${name}`);
      return { name, shifts: [] as number[], slope: 0, mean: 0, values };
    });
    const levels = other.codes === null ? null : levelsOf(other);
    for (const one of fitted) {
      if (levels === null) Object.assign(one, lineOf(other.values!, one.values, share));
      else one.shifts = shiftsOf(keysOf(other, levels), levels.length, one.values, share);
    }
    return { of: other.name, keep, levels, columns: fitted.map(({ values: _, ...one }) => one) };
  },
  apply({ of, keep, levels, columns }, frame) {
    const other = frame.columns.find(({ name }) => name === of)!;
    const keys = levels === null ? null : keysOf(other, levels);
    const byName = new Map(columns.map((column) => [column.name, column]));
    const changed = changeColumns(frame, (column) => {
      const own = byName.get(column.name);
      if (own === undefined || column.values === null) return column;
      const off = (row: number) => {
        if (keys !== null) return keys[row]! < 0 ? 0 : own.shifts[keys[row]!]!;
        const value = other.values![row]!;
        return Number.isNaN(value) ? 0 : own.slope * (value - own.mean);
      };
      return { ...column, values: column.values.map((value, row) => value - off(row)) };
    });
    return keep ? changed : { rows: frame.rows, columns: changed.columns.filter(({ name }) => name !== of) };
  },
};

function columnOf(frame: Frame, of: Selector, path: string): FrameColumn {
  const usable = frame.columns.filter(({ values, codes }) => values !== null || codes !== null);
  const found = Array.isArray(of)
    ? of.map((name) => usable.find((column) => column.name === name))
    : selectColumns(frame, of, path);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  const names = frame.columns.map((column) => column.name).join(', ');
  throw new InputError(
    `${path}.of: must be the name of one column that is left before it (${names}): ${Array.isArray(of) ? of.join(', ') : of}`,
  );
}

function levelsOf({ codes, levels }: FrameColumn): (string | null)[] {
  const seen = new Set(codes!);
  const present: (string | null)[] = levels!.filter((_, code) => seen.has(code));
  return seen.has(-1) ? [...present, null] : present;
}

/** Place of each row's level among those that were seen; -1 of another. */
function keysOf({ codes, levels }: FrameColumn, seen: readonly (string | null)[]): Int32Array {
  const place = new Map(seen.map((level, key) => [level, key]));
  const keyOf = [...levels!, null].map((level) => place.get(level) ?? -1);
  return codes!.map((code) => keyOf[code < 0 ? keyOf.length - 1 : code]!);
}

/** How far the mean of each level lies over that of all rows that have a value. */
function shiftsOf(keys: Int32Array, levels: number, values: Float64Array, share: number): number[] {
  const sums = new Float64Array(levels);
  const counts = new Float64Array(levels);
  for (const [row, value] of values.entries())
    if (!Number.isNaN(value)) {
      sums[keys[row]!]! += value;
      counts[keys[row]!]! += 1;
    }
  const mean = sums.reduce((a, b) => a + b, 0) / counts.reduce((a, b) => a + b, 0);
  return Array.from(sums, (sum, level) => (counts[level]! > 0 ? share * (sum / counts[level]! - mean) : 0));
}

/** Least squares of the values by the other column, over rows that have both. */
function lineOf(other: Float64Array, values: Float64Array, share: number): { slope: number; mean: number } {
  let [n, x, y] = [0, 0, 0];
  const has = (row: number) => !Number.isNaN(other[row]!) && !Number.isNaN(values[row]!);
  for (let row = 0; row < values.length; row++)
    if (has(row)) {
      n++;
      x += other[row]!;
      y += values[row]!;
    }
  if (n === 0) return { slope: 0, mean: 0 };
  const [mean, height] = [x / n, y / n];
  let [squares, products] = [0, 0];
  for (let row = 0; row < values.length; row++)
    if (has(row)) {
      squares += (other[row]! - mean) ** 2;
      products += (other[row]! - mean) * (values[row]! - height);
    }
  return { slope: squares > 0 ? (share * products) / squares : 0, mean };
}
