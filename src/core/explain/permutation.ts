/** @file Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): what is lost where a column is shuffled. */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import { percentile } from '../metrics/intervals.ts';
import { areas, rank } from '../metrics/rank.ts';
import { placeOf, range, sample } from './rows.ts';
import type { Predict } from './rows.ts';

interface Loss {
  mean: number;
  low: number;
  high: number;
}

/** mean, low, high: rise of the mean log loss in nats, with a 95 % interval. */
export interface Permutation extends Loss {
  /** The column, or the columns shuffled together, joined by ` + `. */
  column: string;
  columns: string[];
  /** Fall of the area under the ROC curve; null where there are more than two classes, or rows of one only. */
  rocAuc: Loss | null;
  repeats: number;
  rows: number;
}

export interface PermutationOptions {
  columns: readonly Column[];
  /** Rows to judge on: the test rows. */
  rows: Uint32Array;
  /** Class of each row of the columns. */
  codes: Int32Array;
  classes: readonly string[];
  predict: Predict;
  /** Columns shuffled together; absent: each for itself. */
  groups?: readonly (readonly string[])[];
  repeats?: number;
  /** More rows than this: a seeded sample of this many. */
  limit?: number;
  rng: Rng;
  control: Control;
}

/** Bootstrap draws of repeats and rows. */
const draws = 400;

/**
 * Each group's raw cells go to other rows, all of it together, `repeats` times; in order of what is lost. The interval is
 * from a paired bootstrap over repeats and rows. A column that the model does not use has exactly 0.
 */
export async function permutationImportance(options: PermutationOptions): Promise<Permutation[]> {
  const { columns, codes, classes, predict, repeats = 5, limit = 5000, rng, control } = options;
  const rows = sample(options.rows, limit, rng.split('permutation/rows'));
  // Nothing can be lost where nothing is judged.
  if (rows.length === 0) return [];
  const names = columns.map(({ name }) => name);
  const groups = options.groups ?? names.map((name) => [name]);
  const taken = columns.map((column) => takeColumn(column, rows));
  const actual = Int32Array.from(rows, (row) => codes[row]!);
  const all = range(rows.length);
  const before = await predict(taken, all);
  const draw = drawer(rows.length, repeats, rng.split('permutation/bootstrap'));
  const areaFall = classes.length === 2 ? areaJudge(before, actual, draw) : () => null;
  const found: Permutation[] = [];
  for (const [g, group] of groups.entries()) {
    const places = group.map((name) => placeOf(names, name, 'permutation importance'));
    const stream = rng.split(`permutation/${group.join('/')}`);
    const after: Float64Array[] = [];
    for (let r = 0; r < repeats; r++) {
      control.signal.throwIfAborted();
      await control.whenRunning();
      const order = stream.permutation(rows.length);
      const shuffled = taken.map((column, j) => (places.includes(j) ? takeColumn(column, order) : column));
      after.push(await predict(shuffled, all));
      const done = g * repeats + r + 1;
      control.progress({ stage: 'permutation importance', done, total: groups.length * repeats, what: 'shuffles' });
    }
    found.push({
      column: group.join(' + '),
      columns: [...group],
      ...logLossRise(before, after, actual, classes.length, draw),
      rocAuc: areaFall(after),
      repeats,
      rows: rows.length,
    });
  }
  return found.sort((a, b) => b.mean - a.mean);
}

/** How often each row and each repeat counts in each draw. */
interface Drawn {
  rows: Float64Array;
  repeats: Float64Array;
}

/** The same draws for every column, so that they can be compared. */
function drawer(rows: number, repeats: number, rng: Rng): Drawn[] {
  const count = (n: number) => {
    const counts = new Float64Array(n);
    for (let i = 0; i < n; i++) counts[rng.integer(n)]!++;
    return counts;
  };
  return Array.from({ length: draws }, () => ({ rows: count(rows), repeats: count(repeats) }));
}

const once = (n: number) => new Float64Array(n).fill(1);

function logLossRise(
  before: Float64Array,
  after: Float64Array[],
  actual: Int32Array,
  classes: number,
  draw: Drawn[],
): Loss {
  const loss = (scores: Float64Array, i: number) => -Math.log(Math.max(1e-15, scores[i * classes + actual[i]!]!));
  const rises = after.map((scores) => Float64Array.from(actual, (_, i) => loss(scores, i) - loss(before, i)));
  const mean = ({ rows, repeats }: Drawn) => {
    let sum = 0;
    for (const [r, rise] of rises.entries()) if (repeats[r]! > 0) sum += repeats[r]! * dot(rows, rise);
    return sum / (rises.length * actual.length);
  };
  return withInterval(mean({ rows: once(actual.length), repeats: once(after.length) }), draw.map(mean));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** What a shuffle takes from the area; the areas of the scores as they are, in all and in each draw, are worked out once. */
function areaJudge(before: Float64Array, actual: Int32Array, draw: Drawn[]): (after: Float64Array[]) => Loss | null {
  if (!actual.includes(1) || !actual.includes(0)) return () => null;
  const ranking = (scores: Float64Array) => rank(Float64Array.from(actual, (_, i) => scores[i * 2 + 1]!));
  const area = (of: ReturnType<typeof rank>, rows: Float64Array | null) => areas(of, actual, rows).rocAuc;
  const own = ranking(before);
  const some = draw.slice(0, draws / 2);
  const [whole, drawn] = [area(own, null), some.map(({ rows }) => area(own, rows))];
  return (after) => {
    const others = after.map(ranking);
    const fall = (from: number, rows: Float64Array | null, repeats: Float64Array) => {
      let sum = 0;
      for (const [r, other] of others.entries()) if (repeats[r]! > 0) sum += repeats[r]! * (from - area(other, rows));
      return sum / others.length;
    };
    const falls = some.map(({ rows, repeats }, i) => fall(drawn[i]!, rows, repeats));
    return withInterval(fall(whole, null, once(after.length)), falls.filter(Number.isFinite));
  };
}

function withInterval(mean: number, drawn: number[]): Loss {
  const values = Float64Array.from(drawn);
  if (values.length === 0) return { mean, low: mean, high: mean };
  return { mean, low: percentile(values, 0.025), high: percentile(values, 0.975) };
}
