/** @file How much columns tell of the classes beside each other, by logistic regressions on the training rows. */
import type { Rng } from '../base/random.ts';
import { emptyingPenalty, fitLasso, fitRidge, probabilities, scoresOf, type Problem, type Weights } from './linear.ts';

/** The penalty of the study's own logistic regression where none is told. */
const ridge = 1;
const folds = 5;
const shuffles = 3;
/** Over so many columns a tenth is dropped at once. */
const oneByOne = 100;

/** x less its mean, by its population deviation; a constant column is all 0. */
export function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const isConstant = values.every((value) => value === values[0]) || !(scale > 0);
  return values.map((value) => (isConstant ? 0 : (value - mean) / scale));
}

/** The length of the vector of its weights over the classes, by column. */
export function sizes(weights: Weights, columns: number): number[] {
  return Array.from({ length: columns }, (_, j) => Math.hypot(...weights.map((own) => own[j]!)));
}

/** strength: share of the smallest penalty that leaves no column. */
export function lassoSizes(problem: Problem, strength: number): number[] {
  return sizes(fitLasso(problem, strength * emptyingPenalty(problem)), problem.columns.length);
}

/**
 * Recursive elimination (Guyon and others 2002): the column of the smallest size is dropped and the rest fitted again. Answers the
 * places kept, and each column's size when it was last fitted.
 */
export function eliminate(problem: Problem, keep: number): { kept: number[]; sizes: number[] } {
  let places = problem.columns.map((_, j) => j);
  const last = places.map(() => 0);
  let start: Weights | null = null;
  for (;;) {
    const part = { ...problem, columns: places.map((j) => problem.columns[j]!) };
    const weights: Weights = fitRidge(part, ridge, start, 1e-6);
    const own = sizes(weights, places.length);
    for (const [place, j] of places.entries()) last[j] = own[place]!;
    if (places.length <= keep) return { kept: places, sizes: last };
    const many = Math.min(places.length - keep, places.length > oneByOne ? Math.ceil(places.length / 10) : 1);
    // Of equals the later is dropped.
    const order = own.map((_, place) => place).sort((a, b) => own[a]! - own[b]! || b - a);
    const gone = new Set(order.slice(0, many));
    const stays = (_: unknown, place: number) => !gone.has(place);
    places = places.filter(stays);
    start = weights.map((vector) => vector.filter((_, p) => p === own.length || !gone.has(p)));
  }
}

/**
 * Permutation importance (Breiman 2001): by how much the log loss of the rows of a fold rises, in nats a row, when the column is
 * shuffled among them; the mean over 5 folds and 3 shuffles of models fitted on the other folds.
 */
export function permuted({ columns, codes, classes }: Problem, rng: Rng): number[] {
  const fold = dealt(codes, rng.split('folds'));
  const rises = columns.map(() => 0);
  for (let f = 0; f < folds; f++) {
    const outside = [...fold.keys()].filter((i) => fold[i] !== f);
    const inside = [...fold.keys()].filter((i) => fold[i] === f);
    const at = (rows: number[]) => columns.map((values) => Float64Array.from(rows, (i) => values[i]!));
    const codesOf = (rows: number[]) => Int32Array.from(rows, (i) => codes[i]!);
    const weights = fitRidge({ columns: at(outside), codes: codesOf(outside), classes }, ridge);
    const held = at(inside);
    const own = codesOf(inside);
    const scores = scoresOf(held, inside.length, weights);
    const loss = probabilities(scores.slice(), own, weights.length);
    for (const [j, values] of held.entries())
      for (let turn = 0; turn < shuffles; turn++) {
        const order = rng.split(`${f}`).split(`${j}`).split(`${turn}`).permutation(inside.length);
        const mixed = scores.slice();
        for (const [k, vector] of weights.entries())
          for (let i = 0; i < order.length; i++)
            mixed[i * weights.length + k]! += vector[j]! * (values[order[i]!]! - values[i]!);
        rises[j]! += (probabilities(mixed, own, weights.length) - loss) / (shuffles * codes.length);
      }
  }
  return rises;
}

/** The fold of each row: each class dealt out in a random order. */
function dealt(codes: Int32Array, rng: Rng): Uint8Array {
  const order = [...rng.permutation(codes.length)].sort((a, b) => codes[a]! - codes[b]!);
  const fold = new Uint8Array(codes.length);
  for (const [place, i] of order.entries()) fold[i] = place % folds;
  return fold;
}
