/** @file The model itself, where a person can read it: coefficients, the questions of a tree, the curves and surfaces of a sum. */
import { takeColumn } from '../data/select.ts';
import { gridOf } from '../explain/grid.ts';
import { sample } from '../explain/rows.ts';
import type { Rng } from '../base/random.ts';
import type { RecipeState } from '../features/recipe.ts';
import { binsOf } from '../models/additive/features.ts';
import type { Feature } from '../models/additive/features.ts';
import { cellsOf } from '../models/additive/interactions.ts';
import type { Pair } from '../models/additive/interactions.ts';
import { singleSteps } from './explain-plain.ts';
import { readTree } from './explain-tree.ts';
import type { ReadTree } from './explain-tree.ts';
import { along, matrix } from './explain-along.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';

/** Log-odds of the class (two classes), or its score before the softmax. */
export interface Coefficients {
  kind: 'coefficients';
  class: string;
  intercept: number;
  /** Of a column of the matrix, in its unit; largest size first. deviation: of the column on training rows. */
  columns: { name: string; source: string; value: number; deviation: number }[];
}

/** Sums to the log-odds of the class, or to its score before the softmax. size: mean size over training rows. */
export interface Terms {
  kind: 'terms';
  class: string;
  intercept: number;
  curves: { column: string; size: number; grid: (number | string)[]; values: number[] }[];
  /** values: grid of the first x grid of the second. */
  surfaces: {
    columns: [string, string];
    size: number;
    grids: [(number | string)[], (number | string)[]];
    values: number[][];
  }[];
}

export type ReadModel = Coefficients | ReadTree | Terms;

/** Training rows that say how large a term is. */
const looked = 5000;

/** Null for a family that cannot be read, or where scores are calibrated. `label`: a class. */
export function readModel(prepared: Prepared, bundle: ModelBundle, label: string, rng: Rng): ReadModel | null {
  const { model, calibration } = bundle;
  const of = prepared.classes.indexOf(label);
  if (calibration || of < 0) return null;
  if (model.kind === 'logistic') return coefficientsOf(prepared, bundle, of, rng);
  if (model.kind === 'decision-tree') return readTree(prepared, bundle, rng);
  if (model.kind === 'explainable-boosting') return termsOf(prepared, bundle, of, rng);
  return null;
}

/** Which weight vector says the class, and with which sign. */
function vectorOf(classes: number, of: number): { at: number; sign: number } {
  return classes === 2 ? { at: 0, sign: of === 1 ? 1 : -1 } : { at: of, sign: 1 };
}

function coefficientsOf(prepared: Prepared, bundle: ModelBundle, of: number, rng: Rng): Coefficients {
  const { classes, features, train } = prepared;
  const { names, sources } = bundle.recipe as RecipeState;
  const { coefficients, intercepts } = bundle.model.arrays;
  const { at, sign } = vectorOf(classes.length, of);
  const rows = sample(train, looked, rng.split('model/rows'));
  const x = matrix(bundle, features, rows);
  const d = names.length;
  const columns = names.map((name, c) => {
    let [sum, squares] = [0, 0];
    for (let r = 0; r < x.rows; r++) sum += x.values[r * d + c]!;
    for (let r = 0; r < x.rows; r++) squares += (x.values[r * d + c]! - sum / x.rows) ** 2;
    const value = sign * coefficients![at * d + c]!;
    return { name, source: sources[c]!, value, deviation: Math.sqrt(squares / x.rows) };
  });
  columns.sort((a, b) => Math.abs(b.value) * b.deviation - Math.abs(a.value) * a.deviation);
  return { kind: 'coefficients', class: classes[of]!, intercept: sign * intercepts![at]!, columns };
}

function termsOf(prepared: Prepared, bundle: ModelBundle, of: number, rng: Rng): Terms | null {
  const { classes, features: raw, train, study } = prepared;
  if (!singleSteps(study.recipe!)) return null;
  const { sources } = bundle.recipe as RecipeState;
  const { features, pairs } = bundle.model.json as unknown as { features: Feature[]; pairs: Pair[] };
  const { values, intercepts } = bundle.model.arrays;
  const vectors = classes.length === 2 ? 1 : classes.length;
  const { at, sign } = vectorOf(classes.length, of);
  const rows = sample(train, looked, rng.split('model/rows'));
  const x = matrix(bundle, raw, rows);
  const own = features.map((feature) => binsOf(feature, x));
  const places = features.map((feature) => raw.findIndex(({ name }) => name === sources[feature.columns[0]!]));
  const grids = places.map((place) => gridOf(takeColumn(raw[place]!, rows)));
  const tried = features.map((feature, f) => binsOf(feature, along(prepared, bundle, places[f]!, grids[f]!)));
  let from = 0;
  const reader = (size: number) => {
    const start = from;
    from += size * vectors;
    return (bin: number) => sign * values![start + bin * vectors + at]!;
  };
  const mean = (bins: Uint16Array, term: (bin: number) => number) =>
    bins.reduce((sum, bin) => sum + Math.abs(term(bin)), 0) / Math.max(1, bins.length);
  const curves = features.map(({ bins, name }, f) => {
    const term = reader(bins);
    const isSole = features.filter((_, g) => places[g] === places[f]).length === 1;
    const column = isSole ? raw[places[f]!]!.name : name;
    return { column, size: mean(own[f]!, term), grid: grids[f]!, values: Array.from(tried[f]!, term) };
  });
  const surfaces = pairs.map((pair) => {
    const { first, second, firstGroups, secondGroups } = pair;
    const term = reader(firstGroups * secondGroups);
    return {
      columns: [curves[first]!.column, curves[second]!.column] as [string, string],
      size: mean(cellsOf(pair, own[first]!, own[second]!), term),
      grids: [grids[first]!, grids[second]!] as [(number | string)[], (number | string)[]],
      values: Array.from(tried[first]!, (a) =>
        Array.from(tried[second]!, (b) => term(cellsOf(pair, Uint16Array.of(a), Uint16Array.of(b))[0]!)),
      ),
    };
  });
  curves.sort((a, b) => b.size - a.size);
  surfaces.sort((a, b) => b.size - a.size);
  return { kind: 'terms', class: classes[of]!, intercept: sign * intercepts![at]!, curves, surfaces };
}
