/** @file A small logistic regression on standardized columns, for steps that weigh columns against each other. Float64. */

/** columns: equally long, complete, standardized. Two classes: one weight vector; more: one a class and the softmax. */
export interface Problem {
  columns: readonly Float64Array[];
  codes: Int32Array;
  classes: number;
}

/** By vector: one weight a column, then the intercept. */
export type Weights = Float64Array[];

const memory = 10;
const mostIterations = 500;

/**
 * Minimizes the sum of log losses + l2 / 2 |w|^2, intercepts free, by L-BFGS (Nocedal and Wright 2006, 7.2). tolerance: the largest
 * slope a row that is level.
 */
export function fitRidge(problem: Problem, l2: number, start: Weights | null = null, tolerance = 1e-9): Weights {
  const d = problem.columns.length;
  const evaluate = (flat: Float64Array): Point => {
    const point = lossAt(problem, flat);
    for (let p = 0; p < flat.length; p++) {
      if (p % (d + 1) === d) continue;
      point.value += (l2 / 2) * flat[p]! ** 2;
      point.gradient[p]! += l2 * flat[p]!;
    }
    return point;
  };
  let at = start === null ? new Float64Array(vectorsOf(problem) * (d + 1)) : joined(start);
  let here = evaluate(at);
  const pairs: { s: Float64Array; y: Float64Array }[] = [];
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    if (largest(here.gradient) <= tolerance * problem.codes.length) break;
    let direction = descent(here.gradient, pairs);
    if (!(dot(direction, here.gradient) < 0)) direction = here.gradient.map((g) => -g);
    const slope = dot(direction, here.gradient);
    let length = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(direction, direction))) : 1;
    let next = at;
    let there = here;
    for (; length > 1e-12; length /= 2) {
      next = at.map((w, p) => w + length * direction[p]!);
      there = evaluate(next);
      if (there.value <= here.value + 1e-4 * length * slope) break;
    }
    // The value cannot fall any more in float64.
    if (!(there.value < here.value)) break;
    const s = next.map((w, p) => w - at[p]!);
    const y = there.gradient.map((g, p) => g - here.gradient[p]!);
    if (dot(s, y) > 0) pairs.push({ s, y });
    if (pairs.length > memory) pairs.shift();
    [at, here] = [next, there];
  }
  return apart(at, d + 1);
}

/** The smallest L1 penalty at which every weight is 0: the steepest slope of the loss at the shares of the classes alone. */
export function emptyingPenalty(problem: Problem): number {
  const d = problem.columns.length;
  const { gradient } = lossAt(problem, joined(fitRidge({ ...problem, columns: [] }, 0).map((own) => widened(own, d))));
  return gradient.reduce((most, g, p) => (p % (d + 1) === d ? most : Math.max(most, Math.abs(g))), 0);
}

/** Minimizes the sum of log losses + l1 |w|, intercepts free, by FISTA with restarts (Beck and Teboulle 2009; O'Donoghue and Candès 2015). */
export function fitLasso(problem: Problem, l1: number): Weights {
  const d = problem.columns.length;
  const isIntercept = (p: number) => p % (d + 1) === d;
  let at = joined(fitRidge({ ...problem, columns: [] }, 0).map((own) => widened(own, d)));
  let ahead = at;
  let momentum = 1;
  // The curvature of a logistic loss is at most 1/4 of the sum of squares, of a softmax 1/2; the trace bounds the largest.
  let curvature = problem.codes.length / 4;
  for (let iteration = 0; iteration < 20 * mostIterations; iteration++) {
    const here = lossAt(problem, ahead);
    let next = at;
    for (; ; curvature *= 2) {
      next = ahead.map((w, p) => {
        const moved = w - here.gradient[p]! / curvature;
        return isIntercept(p) ? moved : Math.sign(moved) * Math.max(0, Math.abs(moved) - l1 / curvature);
      });
      const step = next.map((w, p) => w - ahead[p]!);
      const bound = here.value + dot(here.gradient, step) + (curvature / 2) * dot(step, step);
      if (lossAt(problem, next).value <= bound + 1e-12 * Math.abs(here.value)) break;
    }
    const turned = dot(
      ahead.map((w, p) => w - next[p]!),
      next.map((w, p) => w - at[p]!),
    );
    if (turned > 0) momentum = 1;
    const grown = (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    const before = at;
    at = next;
    ahead = at.map((w, p) => w + ((momentum - 1) / grown) * (w - before[p]!));
    momentum = grown;
    if (iteration % 10 === 9 && isLevel(lossAt(problem, at).gradient, at, l1, isIntercept, problem.codes.length)) break;
  }
  return apart(at, d + 1);
}

/** The probability of class 1 or of each class, rows x vectors, from linear scores in place; answers the log loss. */
export function probabilities(scores: Float64Array, codes: Int32Array, vectors: number): number {
  let loss = 0;
  for (let i = 0; i < codes.length; i++) {
    const from = i * vectors;
    if (vectors === 1) {
      const z = scores[from]!;
      const margin = codes[i] === 1 ? z : -z;
      loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
      scores[from] = 1 / (1 + Math.exp(-z));
      continue;
    }
    let most = -Infinity;
    for (let k = 0; k < vectors; k++) most = Math.max(most, scores[from + k]!);
    const hit = scores[from + codes[i]!]!;
    let sum = 0;
    for (let k = 0; k < vectors; k++) sum += scores[from + k] = Math.exp(scores[from + k]! - most);
    for (let k = 0; k < vectors; k++) scores[from + k]! /= sum;
    loss += most + Math.log(sum) - hit;
  }
  return loss;
}

/** Linear scores, rows x vectors. */
export function scoresOf(columns: readonly Float64Array[], rows: number, weights: Weights): Float64Array {
  const vectors = weights.length;
  const scores = new Float64Array(rows * vectors);
  for (const [k, own] of weights.entries()) {
    for (let i = 0; i < rows; i++) scores[i * vectors + k] = own[columns.length]!;
    for (const [j, values] of columns.entries()) {
      const weight = own[j]!;
      if (weight !== 0) for (let i = 0; i < rows; i++) scores[i * vectors + k]! += weight * values[i]!;
    }
  }
  return scores;
}

interface Point {
  value: number;
  gradient: Float64Array;
}

function lossAt({ columns, codes, classes }: Problem, flat: Float64Array): Point {
  const vectors = classes === 2 ? 1 : classes;
  const width = columns.length + 1;
  const scores = scoresOf(columns, codes.length, apart(flat, width));
  const value = probabilities(scores, codes, vectors);
  const gradient = new Float64Array(flat.length);
  for (let k = 0; k < vectors; k++) {
    const residual = Float64Array.from(
      codes,
      (code, i) => scores[i * vectors + k]! - (code === (vectors === 1 ? 1 : k) ? 1 : 0),
    );
    for (const [j, values] of columns.entries()) gradient[k * width + j] = dot(residual, values);
    gradient[k * width + columns.length] = residual.reduce((sum, e) => sum + e, 0);
  }
  return { value, gradient };
}

/** The two loops of L-BFGS. */
function descent(gradient: Float64Array, pairs: readonly { s: Float64Array; y: Float64Array }[]): Float64Array {
  const q = gradient.map((g) => -g);
  const shares: number[] = [];
  for (const [place, { s, y }] of [...pairs.entries()].reverse()) {
    shares[place] = dot(s, q) / dot(s, y);
    for (let p = 0; p < q.length; p++) q[p]! -= shares[place]! * y[p]!;
  }
  const last = pairs.at(-1);
  const scale = last === undefined ? 1 : dot(last.s, last.y) / dot(last.y, last.y);
  for (let p = 0; p < q.length; p++) q[p]! *= scale;
  for (const [place, { s, y }] of pairs.entries()) {
    const share = dot(y, q) / dot(s, y);
    for (let p = 0; p < q.length; p++) q[p]! += s[p]! * (shares[place]! - share);
  }
  return q;
}

/** The conditions of a minimum: the slope is that of the penalty, or less where the weight is 0. */
function isLevel(
  gradient: Float64Array,
  at: Float64Array,
  l1: number,
  isIntercept: (p: number) => boolean,
  rows: number,
): boolean {
  return gradient.every((g, p) => {
    const off = isIntercept(p) ? Math.abs(g) : at[p] === 0 ? Math.abs(g) - l1 : Math.abs(g + l1 * Math.sign(at[p]!));
    return off <= 1e-7 * rows;
  });
}

const vectorsOf = ({ classes }: Problem) => (classes === 2 ? 1 : classes);
const apart = (flat: Float64Array, width: number): Weights =>
  Array.from({ length: flat.length / width }, (_, k) => flat.subarray(k * width, (k + 1) * width));
const joined = (weights: Weights) => Float64Array.from(weights.flatMap((own) => [...own]));
/** Weights 0 for the columns that an intercept alone has not. */
const widened = (own: Float64Array, d: number) => Float64Array.from([...new Array<number>(d).fill(0), own.at(-1)!]);
const largest = (gradient: Float64Array) => gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
