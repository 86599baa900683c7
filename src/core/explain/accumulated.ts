/** @file Accumulated local effects of one column (Apley and Zhu 2020), centred as their ALEPlot does. */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import { densityOf, editedColumn } from './grid.ts';
import { similarLevels } from './levels.ts';
import { batch, placeOf, range, sample } from './rows.ts';
import type { Predict } from './rows.ts';

/** As partial dependence: mean is the accumulated effect at each grid value, 0 on average over the rows. */
export interface AccumulatedEffects {
  column: string;
  class: string;
  /** Edges of the bins, rising; or levels in the order they are gone through. */
  grid: (number | string)[];
  mean: number[];
  /** Rows that have a value. */
  rows: number;
  /** Categories only: `given` for an ordinal column, else levels stand beside those with similar rows. */
  order?: 'given' | 'similarity';
  density?: number[];
}

export interface AccumulatedOptions {
  columns: readonly Column[];
  rows: Uint32Array;
  column: string;
  classes: readonly string[];
  predict: Predict;
  rng: Rng;
  limit?: number;
  control: Control;
}

/** Bins at most, and rows in each at least. */
const [bins, least] = [40, 5];

/** One step from grid value `at` to the next, and the rows whose effect counts for it. */
export interface Step {
  at: number;
  row: number;
}

/**
 * Numbers: within each bin of its quantiles, the mean change of the prediction from the lower edge to the upper. Levels:
 * from each to the next, over the rows of both. The changes are summed up, and the mean over the rows taken off.
 */
export async function accumulatedEffects(options: AccumulatedOptions): Promise<AccumulatedEffects[]> {
  const { columns, column: name, classes, rng, limit = 5000, control } = options;
  const names = columns.map((column) => column.name);
  const place = placeOf(names, name, 'accumulated local effects');
  const drawn = sample(options.rows, limit, rng.split('ale/rows'));
  const raw = columns[place]!;
  const rows = drawn.filter((row) => (isNumeric(raw) ? !Number.isNaN(raw.values[row]!) : raw.coded.codes[row]! >= 0));
  const taken = columns.map((column) => takeColumn(column, rows));
  const own = taken[place]!;
  const { grid, steps, counts } = isNumeric(own) ? numberSteps(own.values, bins) : levelSteps(taken, place);
  const means = await stepMeans(options, taken, place, grid, steps, control);
  const k = classes.length;
  return classes.map((label, c) => {
    const sums = grid.length === 0 ? [] : [0];
    for (let g = 1; g < grid.length; g++) sums.push(sums[g - 1]! + means[(g - 1) * k + c]!);
    const centre = isNumeric(own)
      ? counts.reduce((sum, n, g) => sum + (n * (sums[g]! + sums[g + 1]!)) / 2, 0)
      : counts.reduce((sum, n, g) => sum + n * sums[g]!, 0);
    return {
      column: name,
      class: label,
      grid,
      mean: sums.map((sum) => sum - centre / Math.max(1, rows.length)),
      rows: rows.length,
      ...(!isNumeric(own) && { order: own.type === 'ordinal' ? ('given' as const) : ('similarity' as const) }),
      density: rows.length === 0 ? [] : densityOf(own, grid),
    };
  });
}

export interface Steps {
  grid: (number | string)[];
  steps: Step[];
  /** Rows in each bin, or at each level. */
  counts: number[];
}

/** Edges are values that occur, the least among them; a row on an edge belongs below it. most: bins. Without steps where all values are one. */
export function numberSteps(values: Float64Array, most: number): Steps {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const wanted = Math.max(least, n / most);
  const grid: number[] = n > 0 ? [sorted[0]!] : [];
  const counts: number[] = [];
  let from = 0;
  for (let i = 0; i < n; i++) {
    const [value, size, isLast] = [sorted[i]!, i + 1 - from, i === n - 1];
    if (value === grid[0] || (!isLast && (value === sorted[i + 1] || size < wanted))) continue;
    if (size >= least || counts.length === 0) {
      grid.push(value);
      counts.push(size);
    } else {
      // Too few are left for a bin of their own.
      grid[grid.length - 1] = value;
      counts[counts.length - 1]! += size;
    }
    from = i + 1;
  }
  const steps = Array.from(values, (value, row) => ({ at: Math.max(0, firstAtLeast(grid, value) - 1), row }));
  return { grid, steps: grid.length > 1 ? steps : [], counts };
}

function firstAtLeast(grid: number[], value: number): number {
  let [low, high] = [0, grid.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (grid[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function levelSteps(columns: readonly Column[], place: number): Steps {
  const column = columns[place] as Exclude<Column, { values: Float64Array }>;
  const { codes, levels } = column.coded;
  const order = similarLevels(columns, place);
  const position = new Map(order.map((code, at) => [code, at]));
  const counts = order.map(() => 0);
  const steps: Step[] = [];
  for (const [row, code] of codes.entries()) {
    const at = position.get(code)!;
    counts[at]!++;
    if (at + 1 < order.length) steps.push({ at, row });
    if (at > 0) steps.push({ at: at - 1, row });
  }
  return { grid: order.map((code) => levels[code]!), steps, counts };
}

/** Mean change of each class over each step: steps x classes. */
async function stepMeans(
  { predict, classes, column }: AccumulatedOptions,
  taken: readonly Column[],
  place: number,
  grid: (number | string)[],
  steps: readonly Step[],
  control: Control,
): Promise<Float64Array> {
  const k = classes.length;
  const size = Math.max(0, grid.length - 1);
  const [sums, counts] = [new Float64Array(size * k), new Float64Array(size)];
  // Each value of the grid as a row of its own, to take cells from.
  const palette = grid.length > 0 ? editedColumn(taken[place]!, grid, 1, grid.length) : taken[place]!;
  for (let start = 0; start < steps.length; start += batch / 2) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const some = steps.slice(start, start + batch / 2);
    const rows = Uint32Array.from([...some, ...some], ({ row }) => row);
    const edges = Uint32Array.from([...some.map(({ at }) => at), ...some.map(({ at }) => at + 1)]);
    const edited = taken.map((each, j) => takeColumn(j === place ? palette : each, j === place ? edges : rows));
    const scores = await predict(edited, range(rows.length));
    for (const [i, { at }] of some.entries()) {
      counts[at]!++;
      for (let c = 0; c < k; c++) sums[at * k + c]! += scores[(some.length + i) * k + c]! - scores[i * k + c]!;
    }
    const done = start + some.length;
    control.progress({ stage: `accumulated effects of ${column}`, done, total: steps.length, what: 'differences' });
  }
  return sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / k)]!));
}
