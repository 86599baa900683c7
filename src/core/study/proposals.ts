/** @file Steps that may help, each with what it gains: measured inside the training rows, with a model that is quick to fit. */
import { InputError } from '../base/errors.ts';
import type { Estimate } from '../base/estimate.ts';
import type { Control } from '../base/progress.ts';
import { createRng, type Rng } from '../base/random.ts';
import type { Compute } from '../compute/types.ts';
import { codedOf, findColumn } from '../data/select.ts';
import type { Table } from '../data/table.ts';
import { withPlaced } from '../features/place.ts';
import { applyRecipe, fitTransform, type RecipeStep } from '../features/recipe.ts';
import { undefinedEstimate } from '../metrics/intervals.ts';
import { folds, meanDifference } from '../metrics/resampled.ts';
import { classifiers } from '../models/index.ts';
import { candidatesFor, type Candidate } from './candidates.ts';
import { parseStudy } from './parse.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { StudyInput } from './schema.ts';

/** gain: by how much the log loss falls, in nats a row; above 0 helps. Undefined, with its reason, where the step cannot be fitted. */
export interface Proposal extends Candidate {
  gain: Estimate;
}

export interface Proposals {
  /** Training rows used, of how many. */
  rows: number;
  of: number;
  folds: number;
  /** The mean log loss of the recipe as it is. */
  loss: number;
  /** By falling gain, undefined ones last. */
  proposals: Proposal[];
}

export const mostRows = 5000;
const leastOfAClass = 2 * folds;
/** The probability taken for one that is 0 in float64. */
const floor = 1e-15;

export interface ProposalOptions {
  compute: Compute;
  control: Control;
}

/**
 * Each step is put into the recipe, fitted on the training part of each fold together with all the others, and judged on the rows
 * left out by the log loss of a logistic regression on standardized columns; the recipe as it is, on the same folds, is what it is
 * held against. Validation and test rows are not looked at. Throws InputError where the recipe as it is cannot be fitted.
 */
export async function proposeSteps(
  table: Table,
  input: StudyInput,
  { compute, control }: ProposalOptions,
): Promise<Proposals> {
  const prepared = prepare(parseStudy(input), table);
  const rng = createRng(prepared.study.seed).split('proposals');
  const rows = sampled(prepared.train, rng);
  checkClasses(prepared, rows);
  const fold = foldsOf(prepared, table, rows, rng.split('folds'));
  const recipe = prepared.study.recipe as RecipeStep[];
  const codes = Int32Array.from(rows, (row) => prepared.codes[row]!);
  const candidates = candidatesFor(prepared.features, rows, codes, prepared.classes.length, recipe);
  const total = (candidates.length + 1) * folds;
  let done = 0;

  const lossesOf = async (told: readonly RecipeStep[]): Promise<number[]> => {
    const losses: number[] = [];
    for (let f = 0; f < folds; f++) {
      control.signal.throwIfAborted();
      await control.whenRunning();
      losses.push(await heldOutLoss(prepared, told, rows, fold, f, { compute, control }));
      control.progress({ stage: 'proposed steps', done: ++done, total, what: 'fits' });
      await compute.settle();
    }
    return losses;
  };

  const base = await lossesOf(recipe);
  const proposals: Proposal[] = [];
  for (const [i, candidate] of candidates.entries()) {
    try {
      const losses = await lossesOf(withPlaced(recipe, candidate.step));
      const gain = meanDifference(
        losses.map((loss, f) => base[f]! - loss),
        rows.length,
      );
      proposals.push({ ...candidate, gain });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      proposals.push({ ...candidate, gain: undefinedEstimate(rows.length, error.message) });
      done = (i + 2) * folds;
    }
  }
  proposals.sort((a, b) => (b.gain.value ?? -Infinity) - (a.gain.value ?? -Infinity));
  const loss = base.reduce((sum, own) => sum + own, 0) / folds;
  return { rows: rows.length, of: prepared.train.length, folds, loss, proposals };
}

function sampled(train: Uint32Array, rng: Rng): Uint32Array {
  if (train.length <= mostRows) return train;
  const drawn = rng.split('rows').permutation(train.length).subarray(0, mostRows).sort();
  return drawn.map((place) => train[place]!);
}

function checkClasses({ classes, codes }: Prepared, rows: Uint32Array): void {
  const counts = classes.map(() => 0);
  for (const row of rows) counts[codes[row]!]!++;
  for (const [k, n] of counts.entries())
    if (n < leastOfAClass)
      throw new InputError(
        `training rows: ${leastOfAClass} of each class are needed at least to measure steps by ${folds} folds; of class ${classes[k]!}: ${n}`,
      );
}

/** The fold of each row: whole groups where the study splits by them, else each class dealt out in a random order. */
function foldsOf({ study: { split }, codes }: Prepared, table: Table, rows: Uint32Array, rng: Rng): Uint8Array {
  const fold = new Uint8Array(rows.length);
  if (split.kind === 'group') {
    const path = 'study.split.column';
    const groups = codedOf(findColumn(table, split.column, path), path).codes;
    const own = [...new Set(Array.from(rows, (row) => groups[row]!))].sort((a, b) => a - b);
    const place = new Map(Array.from(rng.permutation(own.length), (i, at) => [own[i]!, at % folds]));
    return fold.map((_, i) => place.get(groups[rows[i]!]!)!);
  }
  const order = [...rng.permutation(rows.length)].sort((a, b) => codes[rows[a]!]! - codes[rows[b]!]!);
  for (const [place, i] of order.entries()) fold[i] = place % folds;
  return fold;
}

/** The mean log loss, by the rows' weights where the study has some, of the rows of fold f. */
async function heldOutLoss(
  { study, features, codes, classes, weights }: Prepared,
  recipe: readonly RecipeStep[],
  rows: Uint32Array,
  fold: Uint8Array,
  f: number,
  { compute, control }: ProposalOptions,
): Promise<number> {
  const fitted = rows.filter((_, i) => fold[i] !== f);
  const held = rows.filter((_, i) => fold[i] === f);
  const codesAt = (of: Uint32Array) => Int32Array.from(of, (row) => codes[row]!);
  const weightsAt = (of: Uint32Array) => weights && Float64Array.from(of, (row) => weights[row]!);
  const rng = createRng(study.seed).split('recipe');
  const targets = { codes: codesAt(fitted), classes: classes.length, rng };
  const scaled = [...recipe, { step: 'standardize', columns: 'number' }];
  const { state, x } = fitTransform(scaled, features, fitted, targets);
  const logistic = classifiers['logistic']!;
  const learned = await logistic.fit(
    { x, y: targets.codes, classes: classes.length, weights: weightsAt(fitted), validation: null },
    logistic.options.parse({ tolerance: 1e-7 }),
    { ...control, progress: () => undefined, compute, rng: rng.split('model') },
  );
  const scores = await logistic.predict(learned.state, applyRecipe(state, features, held), compute);
  const counted = weightsAt(held);
  let [loss, whole] = [0, 0];
  for (const [i, code] of codesAt(held).entries()) {
    const weight = counted === null ? 1 : counted[i]!;
    loss -= weight * Math.log(Math.max(floor, scores[i * classes.length + code]!));
    whole += weight;
  }
  return loss / whole;
}
