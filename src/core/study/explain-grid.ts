/**
 * @file What a model says of rows while some raw columns are set to each value of a grid, written down instead of tried: a row is
 * looked at once, whatever the size of the grid. What comes out is what trying every row at every value gives, but for the last digits,
 * which an isotonic calibration can turn into one of its steps.
 */
import { lengthOf, takeColumn } from '../data/select.ts';
import type { Column } from '../data/table.ts';
import type { Control } from '../base/progress.ts';
import { cellOf, range, withRows } from '../explain/rows.ts';
import type { Cell, ClosedGrid } from '../explain/rows.ts';
import { sumsOverGrid } from '../explain/tree-grid.ts';
import type { TreeSet } from '../explain/tree-set.ts';
import type { RecipeState } from '../features/recipe.ts';
import { binsOf } from '../models/additive/features.ts';
import type { Feature } from '../models/additive/features.ts';
import { cellsOf } from '../models/additive/interactions.ts';
import type { Pair } from '../models/additive/interactions.ts';
import { applyCalibration } from '../models/calibration/index.ts';
import type { Matrix } from '../models/contract.ts';
import { logistic, softmaxInPlace } from '../models/logistic-objective.ts';
import { treesOf } from '../models/trees/nodes.ts';
import { matrix } from './explain-along.ts';
import { averaged } from './explain-closed.ts';
import { isPlain } from './explain-plain.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';

/** Scores worked on at once: rows x grid values x classes. */
const most = 2 ** 20;

/** Before the link and the calibration: rows x grid values x vectors. free: 1 for the columns of the matrix that the grid sets. */
type Margins = (rows: Matrix, tried: Matrix, free: Uint8Array) => Float64Array<ArrayBuffer>;

/** Null where the model has no such form, or a step of the recipe makes a column from several. columns: the rows asked about. */
export function closedGrid(
  prepared: Prepared,
  bundle: ModelBundle,
  columns: readonly Column[],
  control: Control,
): ClosedGrid | null {
  const { classes, features } = prepared;
  const form = isPlain(prepared, bundle) ? formOf(bundle, classes.length) : null;
  if (!form) return null;
  const { names, sources } = bundle.recipe as RecipeState;
  const d = names.length;
  const n = lengthOf(columns[0]!);
  if (n === 0) return null;
  const x = matrix(bundle, columns, range(n));
  const base = columns.map((column) => takeColumn(column, Uint32Array.of(0)));
  const own = base.map((column) => cellOf(column, 0));
  return async (places, tuples, use) => {
    const edited = tuples.map((tuple) => own.map((cell, j) => (places.includes(j) ? tuple[places.indexOf(j)]! : cell)));
    const tried = matrix(
      bundle,
      withRows(base, edited),
      range(tuples.length).map((i) => i + 1),
    );
    const free = Uint8Array.from(sources, (source) => (places.some((p) => features[p]!.name === source) ? 1 : 0));
    const block = Math.max(1, Math.floor(most / (tuples.length * classes.length)));
    for (let from = 0; from < n; from += block) {
      control.signal.throwIfAborted();
      await control.whenRunning();
      const to = Math.min(n, from + block);
      const part = { rows: to - from, names, values: x.values.subarray(from * d, to * d) };
      const scores = form.link(form.margins(part, tried, free), classes.length);
      use(from, to, bundle.calibration ? applyCalibration(bundle.calibration, scores, classes.length) : scores);
    }
  };
}

interface Form {
  margins: Margins;
  link: (margins: Float64Array, classes: number) => Float64Array;
}

function formOf({ model }: ModelBundle, classes: number): Form | null {
  const { kind, arrays, json } = model;
  const vectors = classes === 2 ? 1 : classes;
  const trees = (width: number, outputs: number): Margins => {
    const set: TreeSet = { ...treesOf(model), width, inclusive: true };
    return (x, tried, free) => sumsOverGrid(set, x, tried, free, outputs);
  };
  if (averaged.has(kind)) {
    const count = arrays['roots']!.length;
    return { margins: trees(classes, classes), link: (sums) => sums.map((sum) => sum / count) };
  }
  // A grid is cut by thresholds; sets are asked row by row.
  if (kind === 'gradient-boosting' && arrays['setPlaces']) return null;
  if (kind === 'gradient-boosting') {
    const start = arrays['start']!;
    const margins = trees(1, vectors);
    return { margins: (x, tried, free) => margins(x, tried, free).map((sum, i) => sum + start[i % vectors]!), link };
  }
  if (kind === 'logistic') return { margins: weighted(arrays['coefficients']!, arrays['intercepts']!), link };
  if (kind !== 'explainable-boosting') return null;
  const { features, pairs } = json as unknown as { features: Feature[]; pairs: Pair[] };
  return { margins: termwise(features, pairs, arrays['values']!, arrays['intercepts']!), link };
}

/** One log-odds a row to two probabilities, or a score a class through the softmax. */
function link(margins: Float64Array, classes: number): Float64Array {
  if (classes > 2) {
    for (let at = 0; at < margins.length; at += classes) softmaxInPlace(margins, at, classes);
    return margins;
  }
  const scores = new Float64Array(2 * margins.length);
  for (let i = 0; i < margins.length; i++) {
    scores[2 * i] = logistic(-margins[i]!);
    scores[2 * i + 1] = logistic(margins[i]!);
  }
  return scores;
}

type Numbers = ArrayLike<number>;

function weighted(coefficients: Numbers, intercepts: Numbers): Margins {
  const vectors = intercepts.length;
  return (x, tried, free) => {
    const sums = (rows: Matrix, isFree: number) => {
      const out = new Float64Array(rows.rows * vectors);
      for (let r = 0; r < rows.rows; r++)
        for (let k = 0; k < vectors; k++)
          for (let c = 0; c < free.length; c++)
            if (free[c] === isFree)
              out[r * vectors + k]! += rows.values[r * free.length + c]! * coefficients[k * free.length + c]!;
      return out;
    };
    const [held, moved] = [sums(x, 0), sums(tried, 1)];
    const out = new Float64Array(x.rows * tried.rows * vectors);
    for (let r = 0, at = 0; r < x.rows; r++)
      for (let g = 0; g < tried.rows; g++)
        for (let k = 0; k < vectors; k++) out[at++] = intercepts[k]! + held[r * vectors + k]! + moved[g * vectors + k]!;
    return out;
  };
}

/** A term whose columns are all held adds to rows, one whose columns are all set to grid values, and a pair of both to each. */
function termwise(features: readonly Feature[], pairs: readonly Pair[], values: Numbers, intercepts: Numbers): Margins {
  const vectors = intercepts.length;
  return (x, tried, free) => {
    const own = features.map((feature) => binsOf(feature, x));
    const moved = features.map((feature) => binsOf(feature, tried));
    const isFree = features.map(({ columns }) => columns.some((c) => free[c] === 1));
    const held = new Float64Array(x.rows * vectors);
    const set = new Float64Array(tried.rows * vectors);
    const out = new Float64Array(x.rows * tried.rows * vectors);
    let from = 0;
    const add = (into: Float64Array, at: number, cell: number) => {
      for (let k = 0; k < vectors; k++) into[at * vectors + k]! += values[from + cell * vectors + k]!;
    };
    const addEach = (into: Float64Array, cells: Uint16Array) => {
      for (let i = 0; i < cells.length; i++) add(into, i, cells[i]!);
    };
    for (const [f, { bins }] of features.entries()) {
      if (isFree[f]) addEach(set, moved[f]!);
      else addEach(held, own[f]!);
      from += bins * vectors;
    }
    for (const pair of pairs) {
      const { first, second, firstGroups, secondGroups, firstGroup, secondGroup } = pair;
      if (isFree[first] && isFree[second]) addEach(set, cellsOf(pair, moved[first]!, moved[second]!));
      else if (!isFree[first] && !isFree[second]) addEach(held, cellsOf(pair, own[first]!, own[second]!));
      else
        for (let r = 0; r < x.rows; r++)
          for (let g = 0; g < tried.rows; g++) {
            const a = firstGroup[isFree[first] ? moved[first]![g]! : own[first]![r]!]!;
            const b = secondGroup[isFree[second] ? moved[second]![g]! : own[second]![r]!]!;
            add(out, r * tried.rows + g, a * secondGroups + b);
          }
      from += firstGroups * secondGroups * vectors;
    }
    for (let r = 0, at = 0; r < x.rows; r++)
      for (let g = 0; g < tried.rows; g++)
        for (let k = 0; k < vectors; k++) out[at++]! += intercepts[k]! + held[r * vectors + k]! + set[g * vectors + k]!;
    return out;
  };
}
