/** @file Partial dependence and individual conditional expectation (Friedman 2001; Goldstein et al. 2015). */
import { InputError, hint } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import { densityOf, editedColumn, gridOf } from './grid.ts';
import { batch, sample } from './rows.ts';
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
  const {
    columns,
    column: name,
    classes,
    predict,
    rng,
    ice = 0,
    limit = 5000,
    output = 'probability',
    control,
  } = options;
  const raw = columns.find((column) => column.name === name);
  if (raw === undefined) {
    const names = columns.map((column) => column.name);
    throw new InputError(`partial dependence: not a feature of this study: ${name}${hint(name, names)}`);
  }
  const rows = sample(options.rows, limit, rng.split('partial-dependence/rows'));
  const grid = gridOf(takeColumn(raw, rows));
  const drawn = sample(Uint32Array.from(rows.keys()), ice, rng.split('partial-dependence/ice'));
  const n = rows.length;
  // As many grid values at once as fill a batch: the rows stand once for each of them.
  const tiles = Math.max(1, Math.min(grid.length, Math.floor(batch / n)));
  const tiled = columns.map((column) => takeColumn(column, tile(rows, tiles)));
  const place = columns.indexOf(raw);
  const means = classes.map(() => new Float64Array(grid.length));
  const curves = classes.map(() => Array.from(drawn, () => new Array<number>(grid.length).fill(0)));
  for (let start = 0; start < grid.length; start += tiles) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const values = grid.slice(start, start + tiles);
    const edited = tiled.with(place, editedColumn(raw, values, n, tiles));
    const scores = await predict(
      edited,
      Uint32Array.from({ length: values.length * n }, (_, i) => i),
    );
    for (let g = 0; g < values.length; g++)
      for (const c of classes.keys()) {
        const at = (row: number) => outputOf(scores[(g * n + row) * classes.length + c]!, output);
        let sum = 0;
        for (let i = 0; i < n; i++) sum += at(i);
        means[c]![start + g] = sum / n;
        for (const [k, i] of drawn.entries()) curves[c]![k]![start + g] = at(i);
      }
    const done = Math.min(start + tiles, grid.length);
    control.progress({ stage: `partial dependence of ${name}`, done, total: grid.length, what: 'grid values' });
  }
  const density = densityOf(takeColumn(raw, rows), grid);
  return classes.map((label, c) => ({
    column: name,
    class: label,
    grid,
    mean: [...means[c]!],
    rows: n,
    ...(output === 'logit' && { output }),
    ...(ice > 0 && { ice: curves[c]!, iceRows: Array.from(drawn, (i) => rows[i]!) }),
    density,
  }));
}

function tile(rows: Uint32Array, times: number): Uint32Array {
  const all = new Uint32Array(rows.length * times);
  for (let t = 0; t < times; t++) all.set(rows, t * rows.length);
  return all;
}
