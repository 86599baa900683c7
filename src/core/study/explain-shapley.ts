/** @file Shapley values of a finished model: the quickest exact way its family allows, of one row and of many. */
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { Compute } from '../compute/types.ts';
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import { lengthOf } from '../data/select.ts';
import { overviewOf } from '../explain/overview.ts';
import type { Overview } from '../explain/overview.ts';
import { cellOf, range, sample, withRows } from '../explain/rows.ts';
import type { Cell, Predict } from '../explain/rows.ts';
import { shapley } from '../explain/shapley.ts';
import type { Output, Scale, Shapley, ShapleyOptions } from '../explain/shapley.ts';
import { byPath } from '../explain/tree-path.ts';
import { coversOf } from '../explain/tree-set.ts';
import type { Rows } from '../explain/tree-set.ts';
import { interventional } from '../explain/tree-shapley.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { closedFormOf, placeOf } from './explain-closed.ts';
import type { ClosedForm } from './explain-closed.ts';
import { isPlain } from './explain-plain.ts';
import { predictMatrix, predictRows, takenBy } from './learn.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';

export interface ShapleyMeans {
  prepared: Prepared;
  bundle: ModelBundle;
  predict: Predict;
  rng: Rng;
  means: { compute: Compute; control: Control };
}

/**
 * The model before calibration, and the output that is its margin: log-odds of two classes, the mean of averaged trees. Throws
 * InputError where it has no margin.
 */
export function beforeCalibration(all: ShapleyMeans): { all: ShapleyMeans; output: Scale } {
  const { prepared, bundle, means } = all;
  const { calibration: _, ...raw } = bundle;
  const learner = { recipe: raw.recipe as RecipeState, classes: prepared.classes.length, ...means };
  const predict: Predict = (columns, rows) => predictRows(raw.model, rows, { ...learner, features: columns });
  const form = closedFormOf(prepared, raw);
  if (prepared.classes.length > 2 && form?.kind !== 'trees')
    throw new InputError('Shapley values: a margin is told of two classes, and of trees');
  return { all: { ...all, bundle: raw, predict }, output: form?.output ?? 'logit' };
}

/** Of one row, its raw cells given; `source` is its number. One a class. Throws InputError as beforeCalibration does. */
export async function shapleyOfRow(
  cells: readonly Cell[],
  source: number,
  told: { output: Scale; background: number; exact?: number; pairs?: number },
  given: ShapleyMeans,
): Promise<Shapley[]> {
  const { output, background } = told;
  const { all, output: own } = output === 'margin' ? beforeCalibration(given) : { all: given, output };
  const { prepared, bundle, rng } = all;
  const { features, classes, train } = prepared;
  const rows = sample(train, background, rng.split('shapley/background'));
  const form = closedFormOf(prepared, bundle);
  const columns = withRows(
    features.map((column) => takeColumn(column, rows)),
    [cells],
  );
  if (form?.kind === 'trees' && form.output === own) {
    const [mine, others] = besideRows(bundle, columns, rows.length);
    const { players, scale, parts } = form;
    const found = parts.map(({ trees }) => interventional(trees, mine, others, players, features.length, scale));
    return classes.map((label, c) => {
      const { part, at, sign } = placeOf(form, c);
      const { base, values } = found[part]!;
      const entry = (j: number) => sign * values[j * parts[part]!.trees.width + at]! || 0;
      return {
        row: source,
        class: label,
        base: sign * (base[at]! + parts[part]!.start),
        values: Object.fromEntries(features.map(({ name }, j) => [name, entry(j)])),
        standardError: null,
        output,
        method: 'tree' as const,
        background: rows.length,
      };
    });
  }
  const found = await shapley(gameOf(columns, source, { ...told, output: own as Output }, form, all));
  return found.map((each) => ({ ...each, output }));
}

/** The last row of the columns, and the others. */
export function besideRows(bundle: ModelBundle, columns: Prepared['features'], others: number): [Rows, Rows] {
  const x = matrixOf(bundle, columns, range(others + 1));
  const width = x.values.length / x.rows;
  return [
    { rows: 1, values: x.values.subarray(others * width) },
    { rows: others, values: x.values.subarray(0, others * width) },
  ];
}

/** What the values of the last row of the columns are worked out from. */
export function gameOf(
  columns: Prepared['features'],
  source: number,
  told: { output: Output; exact?: number; pairs?: number },
  form: ClosedForm | null,
  { prepared, bundle, predict, rng, means }: ShapleyMeans,
): ShapleyOptions {
  const last = lengthOf(columns[0]!) - 1;
  return {
    columns,
    row: last,
    source,
    background: range(last),
    ...{ classes: prepared.classes, predict, output: told.output, rng, control: means.control },
    ...(isPlain(prepared, bundle) && { scores: byMatrix(prepared, bundle, columns, means) }),
    order: form?.kind === 'sum' && told.output === 'logit' ? form.order : null,
    ...(told.exact !== undefined && { exact: told.exact }),
    ...(told.pairs !== undefined && { pairs: told.pairs }),
  };
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
  const length = lengthOf(columns[0]!);
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

export function matrixOf({ recipe, model }: ModelBundle, columns: Prepared['features'], rows: Uint32Array): Rows {
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
  told: { output: Scale; way: 'background' | 'path' },
  given: ShapleyMeans,
): Promise<Overview> {
  const { all, output } = told.output === 'margin' ? beforeCalibration(given) : { all: given, output: told.output };
  const { prepared, bundle, rng, means } = all;
  const { features, classes, train, test } = prepared;
  const { control } = means;
  const form = closedFormOf(prepared, bundle);
  const isTree = form?.kind === 'trees' && form.output === output;
  const isSum = form?.kind === 'sum' && output === 'logit';
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
      const found = (await shapleyOfRow(cells, row, { ...size, output }, quiet))[of]!;
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
  const { part, at, sign } = placeOf(form, of);
  const { trees, start: first } = form.parts[part]!;
  const covers = told.way === 'path' ? coversOf(trees, background, width) : null;
  let base = 0;
  // A few rows at a time, so that it hears a cancel.
  const step = 10;
  for (let start = 0; start < rows.length; start += step) {
    control.signal.throwIfAborted();
    await control.whenRunning();
    const end = Math.min(rows.length, start + step);
    const some = { rows: end - start, values: x.values.subarray(start * width, end * width) };
    const found = covers
      ? byPath(trees, some, width, covers, form.scale)
      : interventional(trees, some, background, form.players, features.length, form.scale);
    base = sign * (found.base[at]! + first);
    const places = covers ? form.players : Int32Array.from(range(features.length));
    for (let i = 0; i < some.rows; i++)
      for (const [c, player] of places.entries())
        values[(start + i) * features.length + player]! +=
          sign * found.values[(i * places.length + c) * trees.width + at]!;
    control.progress({ stage: 'Shapley values', done: end, total: rows.length, what: 'rows' });
  }
  const method = covers ? 'path' : 'tree';
  return overviewOf({ ...common, base, values, method, background: others.length, error: null });
}
