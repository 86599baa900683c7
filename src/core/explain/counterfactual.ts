/** @file Counterfactuals: the least change of raw cells after which the decision is another (Wachter, Mittelstadt and Russell 2018). */
import type { Control } from '../base/progress.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import { movesOf } from './moves.ts';
import type { Constraint, Move } from './moves.ts';
import { batch, cellOf, mixed, placeOf, range, withRows } from './rows.ts';
import type { Cell, Predict } from './rows.ts';

export interface Counterfactual {
  /** What is changed, and to what. */
  changes: Record<string, Cell>;
  /** Sum of |change| / median absolute deviation for numbers, 1 for each category. */
  distance: number;
  /** Probabilities in class order. */
  scores: number[];
}

export interface CounterfactualSearch {
  /** Fewest changes first, then the nearest; each changes another set of columns. At most five. */
  found: Counterfactual[];
  /** All combinations of up to this many changes on the grid were tried. 0: not even every single change. */
  exhausted: number;
  /** Rows predicted. */
  evaluated: number;
  /** What was tried and found, in one sentence. */
  sentence: string;
}

export interface CounterfactualOptions {
  columns: readonly Column[];
  /** The row to start from, in `columns`. */
  row: number;
  /** Rows that give the grid and the deviations: training rows. */
  background: Uint32Array;
  /** Whether these probabilities are the decision that is looked for. */
  decides: (scores: ArrayLike<number>) => boolean;
  constraints?: Readonly<Record<string, Constraint>>;
  predict: Predict;
  classes: readonly string[];
  /** Changes at once, at most. */
  changes?: number;
  /** Rows predicted, at most. */
  budget?: number;
  control: Control;
}

/** One cell each of these columns; `at` counts its moves. */
interface Candidate {
  places: number[];
  at: number[];
  distance: number;
}

const wanted = 5;

/**
 * Tries every single change on the grid, then every two, then three. A set of columns that contains one already found is not
 * tried again. Ends with five, or with the certificate of what was exhausted. What does not fit the budget is not begun.
 */
export async function counterfactuals(options: CounterfactualOptions): Promise<CounterfactualSearch> {
  const { columns, row, background, constraints = {}, changes = 3, budget = 200_000 } = options;
  const names = columns.map(({ name }) => name);
  for (const name of Object.keys(constraints)) placeOf(names, name, 'counterfactual');
  const moves = columns.map((column) => movesOf(column, row, background, constraints[column.name] ?? {}));
  const best: (Counterfactual & { places: number[] })[] = [];
  let evaluated = 0;
  let exhausted = 0;
  for (let size = 1; size <= changes && best.length < wanted; size++) {
    const sets = choose(
      [...moves.keys()].filter((j) => moves[j]!.length > 0),
      size,
    ).filter((set) => !best.some(({ places }) => places.every((place) => set.includes(place))));
    const total = sets.reduce((sum, set) => sum + set.reduce((product, j) => product * moves[j]!.length, 1), 0);
    if (evaluated + total > budget) break;
    const found = await tryAll(sets, moves, options);
    evaluated += total;
    exhausted = size;
    found.sort((a, b) => a.distance - b.distance || compare(a.places, b.places));
    best.push(...found.slice(0, wanted - best.length));
  }
  const found = best.map(({ places: _, ...each }) => each);
  return { found, exhausted, evaluated, sentence: sentenceOf(found, exhausted, evaluated, changes) };
}

function sentenceOf(found: Counterfactual[], exhausted: number, evaluated: number, changes: number): string {
  const tried = `${evaluated.toLocaleString('en')} grid points evaluated`;
  const upTo = `up to ${exhausted} ${exhausted === 1 ? 'change' : 'changes'}`;
  const beyond = exhausted < changes && found.length < wanted ? '; more changes at once were too many to try' : '';
  if (found.length === 0 && exhausted === 0) return `Not certified: too many single changes to try them all${beyond}.`;
  if (found.length === 0) return `None within these constraints with ${upTo} among ${tried}${beyond}.`;
  return `The nearest with ${upTo} among ${tried}${beyond}.`;
}

/** For each set of columns the nearest valid candidate. */
async function tryAll(
  sets: number[][],
  moves: Move[][],
  { columns, row, decides, predict, classes, control }: CounterfactualOptions,
): Promise<(Counterfactual & { places: number[] })[]> {
  // Every cell that may be moved to stands in a row of its own after the table's rows.
  const longest = Math.max(0, ...moves.map((list) => list.length));
  const rows = rowsIn(columns[0]!);
  const palette = Array.from({ length: longest }, (_, at) => moves.map((list) => list[at]?.to ?? null));
  const extended = withRows(columns, palette);
  const nearest = new Map<string, Counterfactual & { places: number[] }>();
  let waiting: Candidate[] = [];
  let done = 0;
  const total = sets.reduce((sum, set) => sum + set.reduce((product, j) => product * moves[j]!.length, 1), 0);
  for (const set of sets)
    for (const at of product(set.map((j) => moves[j]!.length))) {
      const distance = set.reduce((sum, j, i) => sum + moves[j]![at[i]!]!.distance, 0);
      waiting.push({ places: set, at, distance });
      if (waiting.length === batch) await flush();
    }
  await flush();
  return [...nearest.values()];

  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    control.signal.throwIfAborted();
    await control.whenRunning();
    const sources = columns.map(() => new Uint32Array(waiting.length).fill(row));
    for (const [i, { places, at }] of waiting.entries())
      for (const [p, place] of places.entries()) sources[place]![i] = rows + at[p]!;
    const scores = await predict(mixed(extended, sources), range(waiting.length));
    const k = classes.length;
    for (const [i, { places, at, distance }] of waiting.entries()) {
      const own = scores.subarray(i * k, (i + 1) * k);
      if (!decides(own)) continue;
      const key = places.join();
      const before = nearest.get(key);
      if (before && before.distance <= distance) continue;
      const changes = Object.fromEntries(places.map((place, p) => [columns[place]!.name, moves[place]![at[p]!]!.to]));
      nearest.set(key, { changes, distance, scores: [...own], places });
    }
    done += waiting.length;
    waiting = [];
    control.progress({ stage: 'counterfactuals', done, total, what: 'grid points' });
  }
}

/** All choices of `size` of these, in order. */
function choose(from: number[], size: number): number[][] {
  if (size === 0) return [[]];
  return from.flatMap((first, i) => choose(from.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}

function* product(sizes: number[]): Generator<number[]> {
  const at = sizes.map(() => 0);
  for (;;) {
    yield [...at];
    let place = sizes.length - 1;
    while (place >= 0 && ++at[place]! === sizes[place]) at[place--] = 0;
    if (place < 0) return;
  }
}

function compare(a: number[], b: number[]): number {
  for (const [i, place] of a.entries()) if (place !== b[i]) return place - (b[i] ?? -1);
  return 0;
}

function rowsIn(column: Column): number {
  return isNumeric(column) ? column.values.length : column.coded.codes.length;
}

/**
 * The row that is decided so and nearest: the sum of |difference| / standard deviation for numbers, and, where categories differ,
 * the chance that two rows have the same one (What-If Tool). Null where no row is decided so.
 */
export async function nearestRow(
  options: Omit<CounterfactualOptions, 'constraints' | 'changes' | 'budget'>,
): Promise<{ row: number; distance: number; scores: number[] } | null> {
  const { columns, row, background, decides, predict, classes } = options;
  const scores = await predict(columns, background);
  const distances = columns.map((column) => distanceFrom(column, row, background));
  let best: { row: number; distance: number; scores: number[] } | null = null;
  for (const [i, other] of background.entries()) {
    const own = scores.subarray(i * classes.length, (i + 1) * classes.length);
    if (other === row || !decides(own)) continue;
    const distance = distances.reduce((sum, to) => sum + to(other), 0);
    if (best === null || distance < best.distance) best = { row: other, distance, scores: [...own] };
  }
  return best;
}

/** A missing cell is as far from a value as one standard deviation, or as two categories. */
function distanceFrom(column: Column, row: number, rows: Uint32Array): (other: number) => number {
  const from = cellOf(column, row);
  if (isNumeric(column)) {
    const values = Float64Array.from(rows, (r) => column.values[r]!).filter((value) => !Number.isNaN(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
    return (other) => {
      const to = cellOf(column, other);
      if (from === null || to === null) return from === to ? 0 : 1;
      return Math.abs((to as number) - (from as number)) / deviation;
    };
  }
  const counts = new Map<Cell, number>();
  for (const r of rows) counts.set(cellOf(column, r), (counts.get(cellOf(column, r)) ?? 0) + 1);
  const same = [...counts.values()].reduce((sum, n) => sum + (n / rows.length) ** 2, 0);
  return (other) => (cellOf(column, other) === from ? 0 : same);
}
