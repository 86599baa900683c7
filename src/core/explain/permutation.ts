/** @file Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): what is lost where a column is shuffled. */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import { resample } from '../metrics/bootstrap.ts';
import { percentile } from '../metrics/intervals.ts';
import { placements } from '../metrics/rank.ts';
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
  /**
   * A quicker way to the same: of these columns, the probabilities where those at `places` take their cells from the rows `order`.
   * Null where there is none.
   */
  shuffled?: (
    columns: readonly Column[],
  ) => ((places: readonly number[], order: Uint32Array) => Promise<Float64Array>) | null;
  /** Columns shuffled together; absent: each for itself. */
  groups?: readonly (readonly string[])[];
  repeats?: number;
  /** More rows than this: a seeded sample of this many. */
  limit?: number;
  rng: Rng;
  control: Control;
}

/** Bootstrap draws of repeats and rows, the same for every column and both losses. */
const draws = 400;

/**
 * Each group's raw cells go to other rows, all of it together, `repeats` times; in order of what is lost. The interval is
 * from a bootstrap over rows and repeats, the same draws for every column. A column that the model does not use has exactly 0.
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
  const quick = options.shuffled?.(taken) ?? null;
  const before = await (quick ? quick([], all) : predict(taken, all));
  const draw = drawer(rows.length, repeats, rng.split('permutation/bootstrap'));
  const loss = lossJudge(before, actual, classes.length);
  const area = classes.length === 2 ? areaJudge(before, actual) : null;
  const found: Permutation[] = [];
  for (const [g, group] of groups.entries()) {
    const places = group.map((name) => placeOf(names, name, 'permutation importance'));
    const stream = rng.split(`permutation/${group.join('/')}`);
    const losses: Cost[] = [];
    const falls: Cost[] = [];
    for (let r = 0; r < repeats; r++) {
      control.signal.throwIfAborted();
      await control.whenRunning();
      const order = stream.permutation(rows.length);
      const shuffled = () => taken.map((column, j) => (places.includes(j) ? takeColumn(column, order) : column));
      const after = await (quick ? quick(places, order) : predict(shuffled(), all));
      losses.push(loss(after));
      if (area) falls.push(area(after));
      const done = g * repeats + r + 1;
      control.progress({ stage: 'permutation importance', done, total: groups.length * repeats, what: 'shuffles' });
    }
    found.push({
      column: group.join(' + '),
      columns: [...group],
      ...lossOf(losses, draw),
      rocAuc: area && lossOf(falls, draw),
      repeats,
      rows: rows.length,
    });
  }
  return found.sort((a, b) => b.mean - a.mean);
}

/** How often each row and each repeat counts in each draw. */
interface Drawn {
  rows: Uint8Array;
  repeats: Uint8Array;
}

/** The same draws for every column, so that they can be compared. */
function drawer(rows: number, repeats: number, rng: Rng): Drawn[] {
  const drawn: Drawn[] = [];
  resample(rows, draws, rng, (counts) => {
    const own = new Uint8Array(repeats);
    for (let r = 0; r < repeats; r++) own[rng.integer(repeats)]!++;
    drawn.push({ rows: counts.slice(), repeats: own });
  });
  return drawn;
}

/** What a shuffle costs in all, and each row's share in it, which add up to that. */
interface Cost {
  whole: number;
  shares: Float64Array;
}

type Judge = (after: Float64Array) => Cost;

function lossJudge(before: Float64Array, actual: Int32Array, classes: number): Judge {
  const n = actual.length;
  const losses = (scores: Float64Array) => {
    const out = new Float64Array(n);
    for (let i = 0; i < n; i++) out[i] = -Math.log(Math.max(1e-15, scores[i * classes + actual[i]!]!));
    return out;
  };
  const own = losses(before);
  return (after) => {
    const shares = losses(after);
    let whole = 0;
    for (let i = 0; i < n; i++) whole += shares[i] = (shares[i]! - own[i]!) / n;
    return { whole, shares };
  };
}

/**
 * The fall of the area. A row's share in it is that of its placement among the rows of the other class, as in DeLong's variance, so
 * that a draw of rows is a sum and nothing is ranked anew.
 */
function areaJudge(before: Float64Array, actual: Int32Array): Judge | null {
  const n = actual.length;
  const positives = actual.reduce((sum, y) => sum + y, 0);
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) return null;
  const own = new Float64Array(n);
  const placed = (scores: Float64Array) => {
    for (let i = 0; i < n; i++) own[i] = scores[2 * i + 1]!;
    return placements(actual, own);
  };
  const area = (of: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < n; i++) if (actual[i] === 1) sum += of[i]!;
    return sum / positives;
  };
  const first = placed(before);
  const areaBefore = area(first);
  return (after) => {
    const shares = placed(after);
    const whole = areaBefore - area(shares);
    // Both kinds of rows tell of the whole: each kind's mean is taken off once, and the whole shared out evenly.
    for (let i = 0; i < n; i++)
      shares[i] = (first[i]! - shares[i]! - whole) / (actual[i] === 1 ? positives : negatives) + whole / n;
    return { whole, shares };
  };
}

/**
 * A draw is of rows, by their mean share over the repeats, and of repeats, beside each other: drawn into each other they would count
 * what rows and repeats do together three times over (Owen 2007, The pigeonhole bootstrap).
 */
function lossOf(costs: readonly Cost[], draw: readonly Drawn[]): Loss {
  const count = costs.length;
  const mean = costs.reduce((sum, { whole }) => sum + whole, 0) / count;
  const shares = new Float64Array(costs[0]!.shares.length);
  for (const cost of costs) for (let i = 0; i < shares.length; i++) shares[i]! += cost.shares[i]! / count;
  const values = Float64Array.from(draw, ({ rows, repeats }) => {
    let between = 0;
    for (const [r, { whole }] of costs.entries()) between += repeats[r]! * (whole - mean);
    return dot(rows, shares) + between / count;
  });
  return { mean, low: percentile(values, 0.025), high: percentile(values, 0.975) };
}

/** In four sums, as one would wait for itself. */
function dot(a: Uint8Array, b: Float64Array): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    one += a[i]! * b[i]!;
    two += a[i + 1]! * b[i + 1]!;
    three += a[i + 2]! * b[i + 2]!;
    four += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) one += a[i]! * b[i]!;
  return one + two + three + four;
}
