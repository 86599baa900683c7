/** @file A recipe: steps fitted in order on the training rows, then applied to any rows. */
import { z } from 'zod';
import { InputError, hint } from '../base/errors.ts';
import { parseAt } from '../base/parse.ts';
import type { Matrix, SparseMatrix } from '../base/matrix.ts';
import type { Column } from '../data/table.ts';
import type { Frame, Targets } from './contract.ts';
import { frameOf, isLearnable } from './frame.ts';
import { denseMatrix, isMostlyZero, sparseMatrix, type Takes } from './matrix.ts';
import { steps } from './steps.ts';
import type { OneHotState } from './one-hot.ts';

export interface RecipeStep {
  step: string;
  /** Kept in the study, and skipped. */
  off?: boolean;
  /** A person's words for it. */
  name?: string;
  [option: string]: unknown;
}

/** JSON: all that applying needs. */
export interface RecipeState {
  /** Raw columns it reads. */
  columns: { name: string; type: string }[];
  steps: { step: string; state: unknown }[];
  /** Names of the matrix columns. */
  names: string[];
  /** The raw column each matrix column came from. */
  sources: string[];
  /** The training matrix is wide and most of it zero: a model that can take it gets rows without zeros. */
  sparse?: true;
}

const dense = { sparse: false };

/** Rows worked on at once: keeps the Float64 in-between small. */
const batch = 8192;

/** What is done where a study names no recipe; written out in the run. */
export function defaultRecipe(columns: readonly Column[]): RecipeStep[] {
  const recipe: RecipeStep[] = [];
  const has = (...types: Column['type'][]) => columns.some(({ type }) => types.includes(type));
  if (has('date')) recipe.push({ step: 'date-parts', columns: 'date' });
  const numbers = has('number', 'date');
  if (numbers) recipe.push({ step: 'impute', columns: 'number', strategy: 'median', indicator: false });
  if (has('category', 'ordinal', 'boolean'))
    recipe.push({ step: 'one-hot', columns: 'category', limit: 200, over: 'pool', minCount: 1 });
  if (has('text')) recipe.push({ step: 'tf-idf', columns: 'text' });
  if (numbers) recipe.push({ step: 'standardize', columns: 'number' });
  return recipe;
}

/** What every step may carry beside its own options. */
export const commonOptions = z.object({ off: z.boolean().optional(), name: z.string().optional() });

/** The recipe with each step's options parsed and defaults filled in. Throws InputError with a path under `study.recipe`. */
export function parseRecipe(recipe: readonly RecipeStep[]): RecipeStep[] {
  return recipe.map(({ step, off, name, ...options }, i) => {
    const path = `study.recipe[${i}]`;
    if (!Object.hasOwn(steps, step))
      throw new InputError(
        `${path}.step: must be one of ${Object.keys(steps).join(', ')}: ${step}${hint(step, Object.keys(steps))}`,
      );
    const told = parseAt(
      commonOptions,
      { ...(off !== undefined && { off }), ...(name !== undefined && { name }) },
      path,
    );
    return { step, ...told, ...(parseAt(steps[step]!.options, options, path) as object) };
  });
}

/** Throws InputError where a step that is not off names a column that is not a feature. */
export function checkSelectors(recipe: readonly RecipeStep[], features: readonly string[]): void {
  for (const [i, { columns, off }] of recipe.entries())
    if (Array.isArray(columns) && off !== true)
      for (const name of columns as string[])
        if (!features.includes(name))
          throw new InputError(
            `study.recipe[${i}].columns: not a feature of this study: ${name}${hint(name, features)}`,
          );
}

/**
 * `columns`: the features. `rows`: training rows only. `targets`: of these rows, in their order; a step that needs them
 * throws where there are none. Throws InputError where a step cannot work, or leaves a gap.
 */
export function fitRecipe(
  recipe: readonly RecipeStep[],
  columns: readonly Column[],
  rows: Uint32Array,
  targets: Targets | null = null,
): RecipeState {
  return fitSteps(recipe, columns, rows, targets).state;
}

/** As fitRecipe, with the matrix of the training rows: what `applyRecipe` makes of them, but where a step fits across folds. */
export function fitTransform(
  recipe: readonly RecipeStep[],
  columns: readonly Column[],
  rows: Uint32Array,
  targets?: Targets | null,
): { state: RecipeState; x: Matrix };
export function fitTransform(
  recipe: readonly RecipeStep[],
  columns: readonly Column[],
  rows: Uint32Array,
  targets: Targets | null,
  takes: Takes,
): { state: RecipeState; x: Matrix | SparseMatrix };
export function fitTransform(
  recipe: readonly RecipeStep[],
  columns: readonly Column[],
  rows: Uint32Array,
  targets: Targets | null = null,
  takes: Takes = dense,
): { state: RecipeState; x: Matrix | SparseMatrix } {
  const { state, frame } = fitSteps(recipe, columns, rows, targets, takes);
  return { state, x: matrixOf([frame], rows.length, state, takes) };
}

function matrixOf(frames: Iterable<Frame>, rows: number, state: RecipeState, takes: Takes): Matrix | SparseMatrix {
  return state.sparse === true && takes.sparse
    ? sparseMatrix(frames, rows, state.names)
    : denseMatrix(frames, rows, state.names, takes.families);
}

function fitSteps(
  recipe: readonly RecipeStep[],
  columns: readonly Column[],
  rows: Uint32Array,
  targets: Targets | null,
  takes: Takes = dense,
): { state: RecipeState; frame: Frame } {
  const features = columns.filter(isLearnable);
  let frame = frameOf(features, rows);
  const fitted: RecipeState['steps'] = [];
  for (const [i, step] of parseRecipe(recipe).entries()) {
    if (step.off === true) continue;
    const one = fitStep(step, i, frame, targets);
    fitted.push({ step: step.step, state: one.state });
    frame = one.frame;
  }
  checkLearnable(frame, takes);
  const state = {
    columns: features.map(({ name, type }) => ({ name, type })),
    steps: fitted,
    names: frame.columns.map(({ name }) => name),
    sources: frame.columns.map(({ source }) => source),
    ...(isMostlyZero(frame) && { sparse: true as const }),
  };
  return { state, frame };
}

/** One parsed step, the i-th of its recipe, fitted on the training frame that the steps before it left. */
export function fitStep(
  { step, off: _off, name: _name, ...options }: RecipeStep,
  i: number,
  frame: Frame,
  targets: Targets | null,
): { state: unknown; frame: Frame } {
  const definition = steps[step]!;
  const path = `study.recipe[${i}]`;
  const own = targets && { ...targets, rng: targets.rng.split(`${i}`) };
  if (definition.fitApply !== undefined) return definition.fitApply(frame, options, path, own);
  const state: unknown = definition.fit(frame, options, path, own);
  return { state, frame: definition.apply(state, frame) };
}

/** Throws InputError where a model cannot learn from the frame that the last step left. */
export function checkLearnable(frame: Frame, takes: Takes = dense): void {
  checkComplete(frame, takes);
  if (frame.columns.length === 0) throw new InputError('study.recipe: no feature is left to learn from');
}

/** The matrix of these rows. `columns` hold every column the state reads; they may be edited ones. Throws InputError. */
export function applyRecipe(state: RecipeState, columns: readonly Column[], rows: Uint32Array): Matrix;
export function applyRecipe(
  state: RecipeState,
  columns: readonly Column[],
  rows: Uint32Array,
  takes: Takes,
): Matrix | SparseMatrix;
export function applyRecipe(
  state: RecipeState,
  columns: readonly Column[],
  rows: Uint32Array,
  takes: Takes = dense,
): Matrix | SparseMatrix {
  const features = state.columns.map(({ name, type }) => {
    const found = columns.find((column) => column.name === name);
    if (found === undefined) throw new InputError(`recipe: a column it was fitted on is not in the table: ${name}`);
    if (found.type !== type)
      throw new InputError(`recipe: ${name} was fitted as ${type} and is here of another type: ${found.type}`);
    return found;
  });
  return matrixOf(appliedFrames(state, features, rows, takes), rows.length, state, takes);
}

function* appliedFrames(
  state: RecipeState,
  features: readonly Column[],
  rows: Uint32Array,
  takes: Takes,
): Generator<Frame> {
  for (let start = 0; start < rows.length; start += batch) {
    let frame = frameOf(features, rows.subarray(start, Math.min(start + batch, rows.length)));
    for (const { step, state: own } of state.steps) frame = steps[step]!.apply(own, frame);
    checkComplete(frame, takes);
    yield frame;
  }
}

/** What a person should know of a fitted recipe: levels that were pooled for want of room. */
export function recipeWarnings(state: RecipeState): string[] {
  const pooled = state.steps
    .filter(({ step }) => step === 'one-hot')
    .flatMap((step) => (step.state as OneHotState).columns.filter((column) => column.pooled.length > 0));
  return pooled.map(
    ({ name, levels, pooled: rare }) =>
      `${name}: ${rare.length} rare levels share one column, (other); ${levels.length} have a column of their own`,
  );
}

/** Throws InputError where a column is not yet numbers, or not every number is there. */
function checkComplete(frame: Frame, { missing = false }: Takes): void {
  for (const { name, type, values, sparse, indicator } of frame.columns) {
    if (sparse !== undefined) continue;
    if (values === null)
      throw new InputError(
        type === 'text'
          ? `study.recipe: a text is still no number; add a tf-idf step for it, or ignore it: ${name}`
          : `study.recipe: a category is still no number; add a one-hot step for it, or ignore it: ${name}`,
      );
    if (type === 'date' && !indicator)
      throw new InputError(`study.recipe: a date is still a date; add a date-parts step for it, or ignore it: ${name}`);
    if (!values.every((value) => Number.isFinite(value) || (missing && Number.isNaN(value))))
      throw new InputError(`study.recipe: missing values are left; add an impute step before for it: ${name}`);
  }
}
