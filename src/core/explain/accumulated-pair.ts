/** @file Accumulated local effects of two columns of numbers beyond what each does by itself (Apley and Zhu 2020, section 3.2). */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import { numberSteps } from './accumulated.ts';
import { editedColumn } from './grid.ts';
import { batch, placeOf, range, sample } from './rows.ts';
import type { Predict } from './rows.ts';

export interface AccumulatedPair {
  columns: [string, string];
  class: string;
  /** Edges of the bins, rising. */
  grids: [number[], number[]];
  /** mean[i][j]: at edge i of the first and j of the second, without main effects; 0 on average over the rows. */
  mean: number[][];
  /** Rows in each cell between edges; one without rows takes the change of the nearest that has some. */
  counts: number[][];
  rows: number;
}

export interface AccumulatedPairOptions {
  columns: readonly Column[];
  rows: Uint32Array;
  pair: readonly [string, string];
  classes: readonly string[];
  predict: Predict;
  rng: Rng;
  limit?: number;
  /** A column, at most. */
  bins?: number;
  control: Control;
}

/**
 * Within each cell of the two columns' bins, the mean over its rows of f(upper, upper) - f(lower, upper) - f(upper, lower) +
 * f(lower, lower), summed up along both; then, as their ALEPlot does, what is left of either column alone is taken off, and the mean.
 * One entry a class; none where a column is not of numbers, or has fewer than two values.
 */
export async function accumulatedPair(options: AccumulatedPairOptions): Promise<AccumulatedPair[]> {
  const { columns, pair, classes, rng, limit = 5000, bins = 10 } = options;
  const names = columns.map(({ name }) => name);
  const places = pair.map((name) => placeOf(names, name, 'accumulated local effects'));
  const both = places.map((place) => columns[place]!);
  if (!both.every(isNumeric)) return [];
  const drawn = sample(options.rows, limit, rng.split('ale-pair/rows'));
  const rows = drawn.filter((row) => both.every(({ values }) => !Number.isNaN(values[row]!)));
  const taken = columns.map((column) => takeColumn(column, rows));
  const found = both.map(({ values }) =>
    numberSteps(
      Float64Array.from(rows, (row) => values[row]!),
      bins,
    ),
  );
  const grids = found.map(({ grid }) => grid as number[]) as [number[], number[]];
  const [across, down] = grids.map((grid) => grid.length - 1) as [number, number];
  if (across < 1 || down < 1) return [];
  const cell = Int32Array.from(rows, (_, i) => found[0]!.steps[i]!.at * down + found[1]!.steps[i]!.at);
  const counts = new Float64Array(across * down);
  for (const at of cell) counts[at]!++;
  const changes = await cellChanges(options, taken, places, grids, cell);
  const k = classes.length;
  const nearest = nearestFilled(counts, across, down);
  return classes.map((label, c) => {
    const change = Float64Array.from(nearest, (at) => changes[at * k + c]! / counts[at]!);
    return {
      columns: [pair[0], pair[1]],
      class: label,
      grids,
      mean: withoutMains(change, counts, across, down),
      counts: Array.from({ length: across }, (_, i) => Array.from(counts.subarray(i * down, (i + 1) * down))),
      rows: rows.length,
    };
  });
}

/** Of each cell the sum over its rows of the change over its corners: cells x classes. */
async function cellChanges(
  { predict, classes, control, pair }: AccumulatedPairOptions,
  taken: readonly Column[],
  places: readonly number[],
  grids: readonly [number[], number[]],
  cell: Int32Array,
): Promise<Float64Array> {
  const k = classes.length;
  const down = grids[1].length - 1;
  const sums = new Float64Array((grids[0].length - 1) * down * k);
  // Each value of a grid as a row of its own, to take cells from.
  const palettes = places.map((place, p) => editedColumn(taken[place]!, grids[p]!, 1, grids[p]!.length));
  const corners = [
    { up: 1, over: 1, sign: 1 },
    { up: 0, over: 1, sign: -1 },
    { up: 1, over: 0, sign: -1 },
    { up: 0, over: 0, sign: 1 },
  ];
  const step = batch / corners.length;
  for (let start = 0; start < cell.length; start += step) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const some = cell.subarray(start, start + step);
    const n = some.length;
    const repeated = Uint32Array.from({ length: 4 * n }, (_, i) => start + (i % n));
    const edge = (p: number) =>
      Uint32Array.from({ length: 4 * n }, (_, i) => {
        const { up, over } = corners[Math.floor(i / n)]!;
        const at = some[i % n]!;
        return p === 0 ? Math.floor(at / down) + up : (at % down) + over;
      });
    const edited = taken.map((column, j) => {
      const p = places.indexOf(j);
      return p < 0 ? takeColumn(column, repeated) : takeColumn(palettes[p]!, edge(p));
    });
    const scores = await predict(edited, range(4 * n));
    for (const [q, { sign }] of corners.entries())
      for (let i = 0; i < n; i++)
        for (let c = 0; c < k; c++) sums[some[i]! * k + c]! += sign * scores[(q * n + i) * k + c]!;
    const done = Math.min(cell.length, start + step);
    control.progress({ stage: `accumulated effects of ${pair.join(' and ')}`, done, total: cell.length, what: 'rows' });
  }
  return sums;
}

/** Of each cell the one nearest to it, in bins, that has rows; of those as near the first. */
function nearestFilled(counts: Float64Array, across: number, down: number): number[] {
  const filled = [...counts.keys()].filter((at) => counts[at]! > 0);
  return Array.from({ length: across * down }, (_, at) => {
    if (counts[at]! > 0) return at;
    const away = (other: number) =>
      (Math.floor(other / down) - Math.floor(at / down)) ** 2 + ((other % down) - (at % down)) ** 2;
    return filled.reduce((best, other) => (away(other) < away(best) ? other : best));
  });
}

function withoutMains(change: Float64Array, counts: Float64Array, across: number, down: number): number[][] {
  const whole = Array.from({ length: across + 1 }, () => new Array<number>(down + 1).fill(0));
  for (let i = 1; i <= across; i++)
    for (let j = 1; j <= down; j++)
      whole[i]![j] = whole[i - 1]![j]! + whole[i]![j - 1]! - whole[i - 1]![j - 1]! + change[(i - 1) * down + j - 1]!;
  const count = (i: number, j: number) => counts[i * down + j]!;
  /** What a step along one column alone does, by the rows of its bin, summed up. */
  const main = (steps: number, others: number, of: (step: number, other: number) => number, n: typeof count) => {
    const sums = [0];
    for (let s = 0; s < steps; s++) {
      let [change, rows] = [0, 0];
      for (let o = 0; o < others; o++) {
        change += (n(s, o) * (of(s, o) + of(s, o + 1))) / 2;
        rows += n(s, o);
      }
      sums.push(sums[s]! + (rows > 0 ? change / rows : 0));
    }
    return sums;
  };
  const first = main(across, down, (i, j) => whole[i + 1]![j]! - whole[i]![j]!, count);
  const second = main(
    down,
    across,
    (j, i) => whole[i]![j + 1]! - whole[i]![j]!,
    (j, i) => count(i, j),
  );
  const left = whole.map((row, i) => row.map((v, j) => v - first[i]! - second[j]!));
  let [sum, rows] = [0, 0];
  for (let i = 0; i < across; i++)
    for (let j = 0; j < down; j++) {
      sum += (count(i, j) * (left[i]![j]! + left[i]![j + 1]! + left[i + 1]![j]! + left[i + 1]![j + 1]!)) / 4;
      rows += count(i, j);
    }
  return left.map((row) => row.map((v) => v - sum / rows));
}
