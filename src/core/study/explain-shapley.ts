/** @file Shapley values of a finished model: the quickest exact way its family allows, of one row and of many. */
import type { Control } from '../base/progress.ts';
import type { Compute } from '../compute/types.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import { overviewOf } from '../explain/overview.ts';
import type { Overview } from '../explain/overview.ts';
import { cellOf, range, sample, withRows } from '../explain/rows.ts';
import type { Cell, Predict } from '../explain/rows.ts';
import { shapley } from '../explain/shapley.ts';
import type { Output, Shapley, ShapleyOptions } from '../explain/shapley.ts';
import { byPath } from '../explain/tree-path.ts';
import { coversOf } from '../explain/tree-set.ts';
import type { Rows, TreeSet } from '../explain/tree-set.ts';
import { interventional } from '../explain/tree-shapley.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { treesOf } from '../models/trees/nodes.ts';
import { isPlain, singleSteps } from './explain-plain.ts';
import { predictMatrix, takenBy } from './learn.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';
import type { Study } from './schema.ts';

export const averaged: ReadonlySet<string> = new Set(['decision-tree', 'random-forest', 'extra-trees']);

/** What can be written down instead of tried out. */
export type ClosedForm =
  /** The log-odds are a sum over columns, or over columns and pairs. */
  | { kind: 'sum'; output: 'logit'; order: 1 | 2 }
  /** The output is the trees' sum times scale, plus start; player: the raw column of each column of the matrix. */
  | { kind: 'trees'; output: Output; trees: TreeSet; scale: number; start: number; players: Int32Array };

/** Null where the model is none of these, is calibrated, or a step of the recipe makes a column from several. */
export function closedFormOf(
  { study, classes, features }: Prepared,
  { model, recipe, calibration }: ModelBundle,
): ClosedForm | null {
  if (calibration) return null;
  if (!singleSteps(study.recipe!)) return null;
  const isBinary = classes.length === 2;
  if (model.kind === 'logistic') return isBinary ? { kind: 'sum', output: 'logit', order: 1 } : null;
  if (model.kind === 'explainable-boosting')
    return isBinary
      ? { kind: 'sum', output: 'logit', order: (model.json['pairs'] as unknown[]).length > 0 ? 2 : 1 }
      : null;
  const names = features.map(({ name }) => name);
  const players = Int32Array.from((recipe as RecipeState).sources, (source) => names.indexOf(source));
  if (players.includes(-1)) return null;
  const set = (width: number) => ({ ...treesOf(model), width, inclusive: true });
  if (averaged.has(model.kind)) {
    const trees = set(classes.length);
    return { kind: 'trees', output: 'probability', trees, scale: 1 / trees.roots.length, start: 0, players };
  }
  if (model.kind !== 'gradient-boosting' || !isBinary) return null;
  return { kind: 'trees', output: 'logit', trees: set(1), scale: 1, start: model.arrays['start']![0]!, players };
}

export interface ShapleyMeans {
  prepared: Prepared;
  bundle: ModelBundle;
  predict: Predict;
  rng: Rng;
  means: { compute: Compute; control: Control };
}

/** Of one row, its raw cells given; `source` is its number. One a class. */
export async function shapleyOfRow(
  cells: readonly Cell[],
  source: number,
  told: { output: Output; background: number; exact?: number; pairs?: number },
  { prepared, bundle, predict, rng, means }: ShapleyMeans,
): Promise<Shapley[]> {
  const { features, classes, train } = prepared;
  const { output, background } = told;
  const rows = sample(train, background, rng.split('shapley/background'));
  const form = closedFormOf(prepared, bundle);
  const columns = withRows(
    features.map((column) => takeColumn(column, rows)),
    [cells],
  );
  if (form?.kind === 'trees' && form.output === output) {
    const x = matrixOf(bundle, columns, range(rows.length + 1));
    const width = x.values.length / x.rows;
    const own = { rows: 1, values: x.values.subarray(rows.length * width) };
    const others = { rows: rows.length, values: x.values.subarray(0, rows.length * width) };
    const { base, values } = interventional(form.trees, own, others, form.players, features.length, form.scale);
    return classes.map((label, c) => {
      const { at, sign } = placeOf(form, c);
      const entry = (j: number) => sign * values[j * form.trees.width + at]! || 0;
      return {
        row: source,
        class: label,
        base: sign * (base[at]! + form.start),
        values: Object.fromEntries(features.map(({ name }, j) => [name, entry(j)])),
        standardError: null,
        output,
        method: 'tree' as const,
        background: rows.length,
      };
    });
  }
  return shapley({
    columns,
    row: rows.length,
    source,
    background: range(rows.length),
    ...{ classes, predict, output, rng, control: means.control },
    ...(isPlain(prepared, bundle) && { scores: byMatrix(prepared, bundle, columns, means) }),
    order: form?.kind === 'sum' && output === 'logit' ? form.order : null,
    ...(told.exact !== undefined && { exact: told.exact }),
    ...(told.pairs !== undefined && { pairs: told.pairs }),
  });
}

/** Rows put together from columns of the matrix: the recipe is applied once, not to every coalition. */
function byMatrix(
  { features, classes }: Prepared,
  bundle: ModelBundle,
  columns: Prepared['features'],
  { compute, control }: ShapleyMeans['means'],
): NonNullable<ShapleyOptions['scores']> {
  const { names, sources } = bundle.recipe as RecipeState;
  const d = names.length;
  const length = isNumeric(columns[0]!) ? columns[0].values.length : columns[0]!.coded.codes.length;
  const { values } = matrixOf(bundle, columns, range(length));
  const n = length - 1;
  const players = sources.map((source) => features.findIndex(({ name }) => name === source));
  const quiet = { ...control, progress: () => undefined };
  const learner = { classes: classes.length, compute, control: quiet, calibration: bundle.calibration ?? null };
  const others = values.subarray(0, n * d);
  const mine = values.subarray(n * d);
  return (known) => {
    const made = new Float32Array(known.length * n * d);
    for (const [k, own] of known.entries()) {
      const at = k * n * d;
      made.set(others, at);
      for (let c = 0; c < d; c++) if (own[players[c]!]) for (let i = at + c; i < at + n * d; i += d) made[i] = mine[c]!;
    }
    const part = (from: number, to: number) => ({ rows: to - from, names, values: made.subarray(from * d, to * d) });
    return predictMatrix(bundle.model, { rows: known.length * n, columns: d }, part, learner);
  };
}

/** Which output of the trees says a class; of two log-odds one is the other's negative. */
function placeOf({ trees }: { trees: TreeSet }, c: number): { at: number; sign: 1 | -1 } {
  return trees.width > 1 ? { at: c, sign: 1 } : { at: 0, sign: c === 1 ? 1 : -1 };
}

function matrixOf({ recipe, model }: ModelBundle, columns: Prepared['features'], rows: Uint32Array): Rows {
  return applyRecipe(recipe as RecipeState, columns, rows, { ...takenBy(model.kind), sparse: false }) as Rows;
}

/** Rows explained, and background rows: exact forms take more of them in the same time. */
const closed = { rows: 400, background: 100 };
const tried = { rows: 100, background: 25, exact: 6, pairs: 8 };
/** Rows that say how many go each way in a tree. */
const covered = 20_000;

/**
 * Shapley values of many test rows for one class, a seeded sample. way: `background` puts background rows in the place of what is
 * not known; `path` (trees only) follows both branches by how many training rows went each way.
 */
export async function shapleyOverview(
  label: string,
  told: { output: Output; way: 'background' | 'path' },
  all: ShapleyMeans,
): Promise<Overview> {
  const { prepared, bundle, rng, means } = all;
  const { features, classes, train, test } = prepared;
  const { control } = means;
  const form = closedFormOf(prepared, bundle);
  const isTree = form?.kind === 'trees' && form.output === told.output;
  const isSum = form?.kind === 'sum' && told.output === 'logit';
  const size = isTree || (isSum && form.order === 1) ? closed : isSum ? { rows: 200, background: 50 } : tried;
  const rows = sample(test, size.rows, rng.split('overview/rows'));
  const common = { class: label, output: told.output, rows, columns: features };
  const of = classes.indexOf(label);
  const values = new Float64Array(rows.length * features.length);
  if (!isTree) {
    let [base, method, squares]: [number, Shapley['method'], number] = [0, 'exact', 0];
    for (const [i, row] of rows.entries()) {
      const cells = features.map((column) => cellOf(column, row));
      const quiet = { ...all, means: { ...means, control: { ...control, progress: () => undefined } } };
      const found = (await shapleyOfRow(cells, row, { ...size, output: told.output }, quiet))[of]!;
      features.forEach(({ name }, j) => (values[i * features.length + j] = found.values[name]!));
      [base, method] = [found.base, found.method];
      if (found.standardError) for (const error of Object.values(found.standardError)) squares += error ** 2;
      control.progress({ stage: 'Shapley values', done: i + 1, total: rows.length, what: 'rows' });
    }
    const error = method === 'sampled' ? Math.sqrt(squares / values.length) : null;
    return overviewOf({ ...common, base, values, method, background: Math.min(size.background, train.length), error });
  }
  const others = sample(train, told.way === 'path' ? covered : size.background, rng.split('shapley/background'));
  const background = matrixOf(bundle, features, others);
  const x = matrixOf(bundle, features, rows);
  const width = form.players.length;
  const covers = told.way === 'path' ? coversOf(form.trees, background, width) : null;
  const { at, sign } = placeOf(form, of);
  let base = 0;
  // A few rows at a time, so that it hears a cancel.
  const step = 10;
  for (let start = 0; start < rows.length; start += step) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const end = Math.min(rows.length, start + step);
    const some = { rows: end - start, values: x.values.subarray(start * width, end * width) };
    const found = covers
      ? byPath(form.trees, some, width, covers, form.scale)
      : interventional(form.trees, some, background, form.players, features.length, form.scale);
    base = sign * (found.base[at]! + form.start);
    const places = covers ? form.players : Int32Array.from(range(features.length));
    for (let i = 0; i < some.rows; i++)
      for (const [c, player] of places.entries())
        values[(start + i) * features.length + player]! +=
          sign * found.values[(i * places.length + c) * form.trees.width + at]!;
    control.progress({ stage: 'Shapley values', done: end, total: rows.length, what: 'rows' });
  }
  const method = covers ? 'path' : 'tree';
  return overviewOf({ ...common, base, values, method, background: others.length, error: null });
}
