/** @file Partial dependence and individual conditional expectation (Friedman 2001; Goldstein et al. 2015). */
import { InputError, hint } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import { densityOf, editedColumn, gridOf } from './grid.ts';
import { batch, range, sample } from './rows.ts';
import type { ClosedGrid } from './rows.ts';
import { outputOf } from './shapley.ts';
import type { Output } from './shapley.ts';

/** One curve: the mean prediction over `rows` rows at each grid value. */
export interface PartialDependence {
  column: string;
  class: string;
  grid: (number | string)[];
  mean: number[];
  rows: number;
  /** Absent: probabilities. */
  output?: 'logit';
  /** Written down from the model itself, which gives what trying every row at every value gives. */
  closed?: true;
  /** Individual curves (a seeded sample of rows), each as long as grid; in ice.json when asked for. */
  ice?: number[][];
  /** Of each individual curve, where it was computed on demand: its row. */
  iceRows?: number[];
  /** Quantiles of the raw column among the rows used (numeric), or counts by grid level (categorical), for the rug. */
  density?: number[];
}

export interface PartialDependenceOptions {
  /** Raw columns, as the recipe reads them. */
  columns: readonly Column[];
  /** Rows to average over: the test rows. */
  rows: Uint32Array;
  column: string;
  classes: readonly string[];
  /** Probabilities, rows x classes, row-major, of these rows of these columns. */
  predict: (columns: readonly Column[], rows: Uint32Array) => Promise<Float64Array>;
  rng: Rng;
  /** A quicker way to the same: of these rows of the columns, if there is one. */
  grid?: (columns: readonly Column[]) => ClosedGrid | null;
  /** Of log-odds the mean is of each row's, not the log-odds of the mean; probability unless told. */
  output?: Output;
  /** How many individual curves to keep. */
  ice?: number;
  /** More rows than this: a seeded sample of this many, told by `rows` of the answer. */
  limit?: number;
  control: Control;
}

/**
 * PD(z) = mean over rows of f(z, the row's other columns): the raw column is set to z before the recipe, so that all that is
 * made of it moves together. One entry a class. Throws InputError where the column is not among `columns`.
 */
export async function partialDependence(options: PartialDependenceOptions): Promise<PartialDependence[]> {
  const { columns, column: name, classes, rng, ice = 0, limit = 5000, output = 'probability', control } = options;
  const raw = columns.find((column) => column.name === name);
  if (raw === undefined) {
    const names = columns.map((column) => column.name);
    throw new InputError(`partial dependence: not a feature of this study: ${name}${hint(name, names)}`);
  }
  const rows = sample(options.rows, limit, rng.split('partial-dependence/rows'));
  const grid = gridOf(takeColumn(raw, rows));
  const drawn = sample(Uint32Array.from(rows.keys()), ice, rng.split('partial-dependence/ice'));
  const n = rows.length;
  const k = classes.length;
  const sums = classes.map(() => new Float64Array(grid.length));
  const curves = classes.map(() => Array.from(drawn, () => new Array<number>(grid.length).fill(0)));
  const drawnAt = new Map(Array.from(drawn, (row, i) => [row, i]));
  const note = (row: number, g: number, scores: Float64Array, from: number) => {
    const at = drawnAt.get(row);
    for (let c = 0; c < k; c++) {
      const value = outputOf(scores[from + c]!, output);
      sums[c]![g]! += value;
      if (at !== undefined) curves[c]![at]![g] = value;
    }
  };
  const place = columns.indexOf(raw);
  const closed = options.grid?.(columns.map((column) => takeColumn(column, rows))) ?? null;
  if (closed) {
    control.progress({ stage: `partial dependence of ${name}`, done: 0, total: rows.length, what: 'rows' });
    const tuples = grid.map((value) => [value]);
    await closed([place], tuples, (from, to, scores) => {
      for (let row = from; row < to; row++)
        for (let g = 0; g < grid.length; g++) note(row, g, scores, ((row - from) * grid.length + g) * k);
      control.progress({ stage: `partial dependence of ${name}`, done: to, total: rows.length, what: 'rows' });
    });
  } else await tryEach(options, { rows, grid, place, note });
  const density = densityOf(takeColumn(raw, rows), grid);
  return classes.map((label, c) => ({
    column: name,
    class: label,
    grid,
    mean: Array.from(sums[c]!, (sum) => sum / n),
    rows: n,
    ...(output === 'logit' && { output }),
    ...(closed && { closed: true as const }),
    ...(ice > 0 && { ice: curves[c]!, iceRows: Array.from(drawn, (i) => rows[i]!) }),
    density,
  }));
}

interface Trial {
  rows: Uint32Array;
  grid: readonly (number | string)[];
  place: number;
  /** Takes the probabilities of a row at a grid value, which begin at `from`. */
  note: (row: number, g: number, scores: Float64Array, from: number) => void;
}

/** Every row at every grid value, as many at once as fill a batch. */
async function tryEach(
  { columns, column: name, classes, predict, control }: PartialDependenceOptions,
  { rows, grid, place, note }: Trial,
): Promise<void> {
  const n = rows.length;
  const tiles = Math.max(1, Math.min(grid.length, Math.floor(batch / n)));
  const tiled = columns.map((column) => takeColumn(column, tile(rows, tiles)));
  for (let start = 0; start < grid.length; start += tiles) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const values = grid.slice(start, start + tiles);
    const edited = tiled.with(place, editedColumn(columns[place]!, values, n, tiles));
    const scores = await predict(edited, range(values.length * n));
    for (let g = 0; g < values.length; g++)
      for (let i = 0; i < n; i++) note(i, start + g, scores, (g * n + i) * classes.length);
    const done = Math.min(start + tiles, grid.length);
    control.progress({ stage: `partial dependence of ${name}`, done, total: grid.length, what: 'grid values' });
  }
}

function tile(rows: Uint32Array, times: number): Uint32Array {
  const all = new Uint32Array(rows.length * times);
  for (let t = 0; t < times; t++) all.set(rows, t * rows.length);
  return all;
}
