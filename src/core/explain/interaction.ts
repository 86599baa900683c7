/** @file How two columns work together: partial dependence on both, and Friedman's H (Friedman and Popescu 2008). */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { lengthOf, takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import { editedColumn, gridOf } from './grid.ts';
import { batch, cellOf, placeOf, range, sample } from './rows.ts';
import type { Cell, ClosedGrid, Predict } from './rows.ts';

interface Common {
  columns: readonly Column[];
  rows: Uint32Array;
  classes: readonly string[];
  predict: Predict;
  /** A quicker way to the same: of these rows of the columns, if there is one. */
  grid?: (columns: readonly Column[]) => ClosedGrid | null;
  rng: Rng;
  /** More rows than this: a seeded sample of this many. */
  limit?: number;
  control: Control;
}

/** mean[i][j]: the mean prediction with the first column at grids[0][i] and the second at grids[1][j]. */
export interface PartialDependencePair {
  columns: [string, string];
  class: string;
  grids: [(number | string)[], (number | string)[]];
  mean: number[][];
  rows: number;
  /** Written down from the model itself, which gives what trying every row gives. */
  closed?: true;
}

/** value: the share, 0 to 1 and sometimes over, of what two columns do together that is not a sum of what each does. */
export interface Interaction {
  columns: [string, string];
  class: string;
  value: number | null;
  rows: number;
  reason?: string;
}

/** As partial dependence, both columns edited at once. One entry a class; at most `points` grid values a column. */
export async function partialDependencePair(
  options: Common & { pair: readonly [string, string]; points?: number },
): Promise<PartialDependencePair[]> {
  const { columns, pair, classes, rng, limit = 500, points = 12 } = options;
  const rows = sample(options.rows, limit, rng.split('pair/rows'));
  const taken = columns.map((column) => takeColumn(column, rows));
  const places = pair.map((name) => placeOf(namesOf(columns), name, 'partial dependence'));
  const [a, b] = places.map((place) => thinned(gridOf(taken[place]!), points)) as [Grid, Grid];
  const cells = a.flatMap((x) => b.map((y) => [x, y]));
  const closed = options.grid?.(taken) ?? null;
  const means = await meansAt(options, taken, places, cells, closed);
  return classes.map((label, c) => ({
    ...(closed && { closed: true as const }),
    columns: [pair[0], pair[1]],
    class: label,
    grids: [a, b],
    mean: a.map((_, i) => b.map((_, j) => means[i * b.length + j]![c]!)),
    rows: rows.length,
  }));
}

/**
 * H^2 = sum (PD_jk - PD_j - PD_k)^2 / sum PD_jk^2 over the rows, each partial dependence centred and taken over the same
 * rows. Null where the prediction moves with neither.
 */
export async function interactions(options: Common & { pair: readonly [string, string] }): Promise<Interaction[]> {
  const { columns, pair, classes, rng, limit = 200 } = options;
  const rows = sample(options.rows, Math.min(500, limit), rng.split('interaction/rows'));
  const taken = columns.map((column) => takeColumn(column, rows));
  const places = pair.map((name) => placeOf(namesOf(columns), name, 'interaction'));
  const closed = options.grid?.(taken) ?? null;
  const curve = async (of: number[]) => centred(await atRows(options, taken, of, closed));
  const [both, first, second] = [await curve(places), await curve([places[0]!]), await curve([places[1]!])];
  return classes.map((label, c) => {
    let [over, under] = [0, 0];
    for (let i = 0; i < rows.length; i++) {
      over += (both[i]![c]! - first[i]![c]! - second[i]![c]!) ** 2;
      under += both[i]![c]! ** 2;
    }
    const common = { columns: [pair[0], pair[1]] as [string, string], class: label, rows: rows.length };
    if (under <= 1e-20 * Math.max(1, rows.length))
      return { ...common, value: null, reason: 'the mean prediction does not move with these columns' };
    return { ...common, value: over / under };
  });
}

type Grid = (number | string)[];

function namesOf(columns: readonly Column[]): string[] {
  return columns.map(({ name }) => name);
}

/** The mean prediction over the rows with these columns as each row has them; equal cells are worked out once. */
async function atRows(
  options: Common,
  taken: readonly Column[],
  places: number[],
  closed: ClosedGrid | null,
): Promise<Float64Array[]> {
  const n = lengthOf(taken[0]!);
  const own = Array.from({ length: n }, (_, i) => places.map((place) => cellOf(taken[place]!, i)));
  const keys = own.map((cells) => JSON.stringify(cells));
  const distinct = [...new Map(keys.map((key, i) => [key, own[i]!]))];
  const means = await meansAt(
    options,
    taken,
    places,
    distinct.map(([, cells]) => cells),
    closed,
  );
  const byKey = new Map(distinct.map(([key], i) => [key, means[i]!]));
  return keys.map((key) => byKey.get(key)!);
}

/** For each tuple of cells the mean over the rows of every class. */
async function meansAt(
  { classes, predict, control }: Common,
  taken: readonly Column[],
  places: readonly number[],
  cells: readonly (readonly Cell[])[],
  closed: ClosedGrid | null,
): Promise<Float64Array[]> {
  const n = lengthOf(taken[0]!);
  const k = classes.length;
  if (closed) {
    const sums = cells.map(() => new Float64Array(k));
    await closed(places, cells, (from, to, scores) => {
      for (let i = 0, at = 0; i < to - from; i++)
        for (const sum of sums) for (let c = 0; c < k; c++) sum[c]! += scores[at++]!;
      control.progress({ stage: 'interaction', done: to, total: n, what: 'rows' });
    });
    return sums.map((sum) => sum.map((total) => total / n));
  }
  const tiles = Math.max(1, Math.floor(batch / n));
  const means: Float64Array[] = [];
  for (let start = 0; start < cells.length; start += tiles) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const some = cells.slice(start, start + tiles);
    const rows = Uint32Array.from({ length: some.length * n }, (_, i) => i % n);
    const edited = taken.map((column, j) => {
      const at = places.indexOf(j);
      if (at < 0) return takeColumn(column, rows);
      return repeated(
        column,
        some.map((tuple) => tuple[at]!),
        n,
      );
    });
    const scores = await predict(edited, range(rows.length));
    for (let s = 0; s < some.length; s++) {
      const sums = new Float64Array(k);
      for (let i = 0; i < n; i++) for (let c = 0; c < k; c++) sums[c]! += scores[(s * n + i) * k + c]!;
      means.push(sums.map((sum) => sum / n));
    }
    const done = start + some.length;
    control.progress({ stage: 'interaction', done, total: cells.length, what: 'grid values' });
  }
  return means;
}

function repeated(column: Column, values: readonly Cell[], rows: number): Column {
  const present = values.map((value) => value ?? (isNumeric(column) ? NaN : ''));
  return editedColumn(column, present, rows, values.length);
}

function centred(values: Float64Array[]): Float64Array[] {
  const mean = values[0]!.map((_, c) => values.reduce((sum, each) => sum + each[c]!, 0) / values.length);
  return values.map((each) => each.map((v, c) => v - mean[c]!));
}

/** Evenly spread over the grid, both ends among them. */
function thinned(grid: Grid, points: number): Grid {
  if (grid.length <= points) return grid;
  return Array.from({ length: points }, (_, i) => grid[Math.round((i * (grid.length - 1)) / (points - 1))]!);
}
