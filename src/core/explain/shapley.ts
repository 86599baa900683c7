/** @file Interventional Shapley values of single rows (Strumbelj and Kononenko 2014; Lundberg and Lee 2017). */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import type { Column } from '../data/table.ts';
import { batch, cellOf, mixed, range } from './rows.ts';
import type { Predict } from './rows.ts';

export type Output = 'probability' | 'logit';
/** Or the model's own score, before its link and any calibration: log-odds of two classes, the mean of averaged trees. */
export type Scale = Output | 'margin';

/** base + the sum of values = output for the row. One a row and class. */
export interface Shapley {
  /** Row number in the source. */
  row: number;
  class: string;
  /** Mean output over the background rows. */
  base: number;
  values: Record<string, number>;
  /** Null where the values are exact. */
  standardError: Record<string, number> | null;
  output: Scale;
  /**
   * additive: closed form of a model that is a sum over columns. pairs: of one that is a sum over columns and pairs. tree: closed
   * form of trees. exact: every coalition. sampled: antithetic permutations.
   */
  method: 'additive' | 'pairs' | 'tree' | 'exact' | 'sampled';
  /** Background rows. */
  background: number;
}

export interface ShapleyOptions {
  /** Raw columns, as the recipe reads them: the players. */
  columns: readonly Column[];
  /** The row to explain, in `columns`, and what it is called. */
  row: number;
  source: number;
  /** Rows that stand for a column that is not known. */
  background: Uint32Array;
  classes: readonly string[];
  predict: Predict;
  /**
   * A quicker way to the same: for each coalition and background row (coalition by coalition) the probabilities of the row's own
   * cells in the columns of `columns` that are known, the background's in the others. Absent: by `predict`.
   */
  scores?: (known: readonly (readonly boolean[])[]) => Promise<Float64Array>;
  output: Output;
  /** The output is known to be a sum of functions of one column each (1), or of one and of two columns each (2). */
  order?: 1 | 2 | null;
  /** Columns up to which every coalition is tried; 12 unless told. */
  exact?: number;
  /** Pairs of permutations where there are too many columns. */
  pairs?: number;
  rng: Rng;
  control: Control;
}

/**
 * v(S) = mean over background rows b of f(the row's cells in S, b's cells elsewhere); a column's value is its mean
 * contribution over all orders. In closed form where `order` says so, else exact up to 12 columns that differ from the background, else permutations with their
 * reverses and a standard error. A column that is as in every background row gets exactly 0.
 */
export async function shapley(options: ShapleyOptions): Promise<Shapley[]> {
  const { columns, source, background, classes, output, order = null, exact: most = 12 } = options;
  const names = columns.map(({ name }) => name);
  const players = playersOf(options);
  const worth = game(options, players);
  const closed = order === null ? null : await closedForm(players.length, worth, order);
  const found =
    closed ??
    (players.length <= most ? await exact(players.length, worth) : await sampled(players.length, worth, options));
  const spread = (of: Float64Array[], c: number) =>
    Object.fromEntries(names.map((name, j) => [name, players.includes(j) ? of[players.indexOf(j)]![c]! : 0]));
  return classes.map((label, c) => ({
    row: source,
    class: label,
    base: found.base[c]!,
    values: spread(found.values, c),
    standardError: found.errors && spread(found.errors, c),
    output,
    method: found.method,
    background: background.length,
  }));
}

/** Places of the columns that are not as in every background row. */
export function playersOf({ columns, row, background }: ShapleyOptions): number[] {
  return [...columns.keys()].filter((j) => {
    const cell = cellOf(columns[j]!, row);
    return background.some((b) => cellOf(columns[j]!, b) !== cell);
  });
}

/** Values and standard errors: players x classes. */
interface Found {
  base: Float64Array;
  values: Float64Array[];
  errors: Float64Array[] | null;
  method: Shapley['method'];
}

export type Coalition = readonly boolean[];
/** The worth of each coalition: an output a class. */
export type Worth = (coalitions: readonly Coalition[]) => Promise<Float64Array[]>;

export function game(options: ShapleyOptions, players: number[]): Worth {
  const { columns, background, classes, output, control } = options;
  const scored = options.scores ?? byCells(options);
  const n = background.length;
  const k = classes.length;
  const many = Math.max(1, Math.floor(batch / n));
  return async (coalitions) => {
    const worths: Float64Array[] = [];
    for (let start = 0; start < coalitions.length; start += many) {
      control.signal.throwIfAborted();
      await control.whenRunning();
      const some = coalitions.slice(start, start + many);
      const known = some.map((coalition) => {
        const own = columns.map(() => false);
        for (const [p, j] of players.entries()) own[j] = coalition[p]!;
        return own;
      });
      const scores = await scored(known);
      for (let s = 0; s < some.length; s++) {
        const worth = new Float64Array(k);
        for (let b = 0; b < n; b++)
          for (let c = 0; c < k; c++) worth[c]! += outputOf(scores[(s * n + b) * k + c]!, output);
        worths.push(worth.map((sum) => sum / n));
      }
      const done = Math.min(start + many, coalitions.length);
      control.progress({ stage: 'Shapley values', done, total: coalitions.length, what: 'coalitions' });
    }
    return worths;
  };
}

/** Every row put together from raw cells. */
function byCells({ columns, row, background, predict }: ShapleyOptions): NonNullable<ShapleyOptions['scores']> {
  const n = background.length;
  return (known) => {
    const rows = new Uint32Array(known.length * n);
    for (let s = 0; s < known.length; s++) rows.set(background, s * n);
    const sources = columns.map((_, j) => {
      const own = rows.slice();
      for (let s = 0; s < known.length; s++) if (known[s]![j]) own.fill(row, s * n, (s + 1) * n);
      return own;
    });
    return predict(mixed(columns, sources), range(rows.length));
  };
}

/** The log-odds clip at 1e-15, as the log loss does. */
export function outputOf(p: number, output: Output): number {
  if (output === 'probability') return p;
  const clipped = Math.min(1 - 1e-15, Math.max(1e-15, p));
  return Math.log(clipped / (1 - clipped));
}

/**
 * A sum over columns: a column's value is what it alone changes, and half of what each pair of it changes beyond that (a game of
 * order two; Grabisch and Roubens 1999). Null where the parts do not make the whole.
 */
async function closedForm(m: number, worth: Worth, order: 1 | 2): Promise<Found | null> {
  const none = Array.from({ length: m }, () => false);
  const alone = none.map((_, i) => none.with(i, true));
  const pairs =
    order === 1 ? [] : none.flatMap((_, i) => none.slice(i + 1).map((_, j): [number, number] => [i, i + 1 + j]));
  const together = pairs.map(([i, j]) => none.with(i, true).with(j, true));
  const [base, whole, ...parts] = await worth([none, none.map(() => true), ...alone, ...together]);
  const values = parts.slice(0, m).map((each) => each.map((v, c) => v - base![c]!));
  const own = values.map((each) => each.slice());
  for (const [p, [i, j]] of pairs.entries())
    for (let c = 0; c < base!.length; c++) {
      const beyond = parts[m + p]![c]! - base![c]! - own[i]![c]! - own[j]![c]!;
      values[i]![c]! += beyond / 2;
      values[j]![c]! += beyond / 2;
    }
  const adds = base!.every((b, c) => {
    const sum = values.reduce((total, each) => total + each[c]!, b);
    return Math.abs(sum - whole![c]!) <= 1e-6 * Math.max(1, Math.abs(whole![c]!));
  });
  return adds ? { base: base!, values, errors: null, method: order === 1 ? 'additive' : 'pairs' } : null;
}

/** phi_i = sum over S without i of |S|! (m - |S| - 1)! / m! (v(S with i) - v(S)). */
async function exact(m: number, worth: Worth): Promise<Found> {
  const masks = [...range(1 << m)];
  const worths = await worth(masks.map((mask) => Array.from({ length: m }, (_, i) => (mask >> i) % 2 === 1)));
  const classes = worths[0]!.length;
  // Of m - 1 others, 1 / (m choose(m - 1, s)) for each coalition of s of them.
  const weights: number[] = [1 / Math.max(1, m)];
  for (let s = 1; s < m; s++) weights.push((weights[s - 1]! * s) / (m - s));
  const sizes = masks.map((mask) => {
    let size = 0;
    for (let rest = mask; rest > 0; rest >>= 1) size += rest & 1;
    return size;
  });
  const values = Array.from({ length: m }, (_, i) => {
    const value = new Float64Array(classes);
    for (const mask of masks) {
      if ((mask >> i) % 2 === 1) continue;
      const [without, having, weight] = [worths[mask]!, worths[mask | (1 << i)]!, weights[sizes[mask]!]!];
      for (let c = 0; c < classes; c++) value[c]! += weight * (having[c]! - without[c]!);
    }
    return value;
  });
  return { base: worths[0]!, values, errors: null, method: 'exact' };
}

/** Random orders, each with its reverse (Mitchell et al. 2022); the standard error is that of the mean over pairs. */
async function sampled(m: number, worth: Worth, { rng, pairs = 64 }: ShapleyOptions): Promise<Found> {
  const none = Array.from({ length: m }, () => false);
  const [base, whole] = await worth([none, none.map(() => true)]);
  const classes = base!.length;
  const stream = rng.split('shapley/permutations');
  const orders = Array.from({ length: pairs }, () => [...stream.permutation(m)]).flatMap((o) => [o, o.toReversed()]);
  const between = await worth(orders.flatMap((order) => growing(order).slice(1, -1)));
  const sums = none.map(() => new Float64Array(classes));
  const squares = none.map(() => new Float64Array(classes));
  for (let pair = 0; pair < pairs; pair++) {
    const mean = none.map(() => new Float64Array(classes));
    for (const o of [2 * pair, 2 * pair + 1]) {
      const steps = [base!, ...between.slice(o * (m - 1), (o + 1) * (m - 1)), whole!];
      for (const [at, i] of orders[o]!.entries())
        for (let c = 0; c < classes; c++) mean[i]![c]! += (steps[at + 1]![c]! - steps[at]![c]!) / 2;
    }
    for (let i = 0; i < m; i++)
      for (let c = 0; c < classes; c++) {
        sums[i]![c]! += mean[i]![c]!;
        squares[i]![c]! += mean[i]![c]! ** 2;
      }
  }
  const values = sums.map((sum) => sum.map((s) => s / pairs));
  const errors = squares.map((square, i) =>
    square.map((s, c) => Math.sqrt(Math.max(0, s / pairs - values[i]![c]! ** 2) / Math.max(1, pairs - 1))),
  );
  return { base: base!, values, errors, method: 'sampled' };
}

/** The coalitions on the way from nobody to everybody. */
function growing(order: readonly number[]): boolean[][] {
  const ways = [order.map(() => false)];
  for (const i of order) ways.push(ways[ways.length - 1]!.with(i, true));
  return ways;
}
