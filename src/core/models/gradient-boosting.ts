import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Rng } from '../base/random.ts';
import { checkFit, checkPredict, checkPresent } from './check.ts';
import type { Classifier, FitInput, Matrix } from './contract.ts';
import { logistic as logisticFunction, softmaxInPlace } from './logistic-objective.ts';
import { classTotals } from './one-shot.ts';
import { createPace } from './pace.ts';
import { createBinaryLoss } from './trees/binary-loss.ts';
import { binMatrix } from './trees/bins.ts';
import { boostingOptions } from './trees/boosting-options.ts';
import { resumeBoosting } from './trees/boosting-resume.ts';
import { sumLeaves } from './trees/device-walk.ts';
import { createGrower } from './trees/grow.ts';
import type { Grown } from './trees/grow.ts';
import { releaseSums } from './trees/leaf-sums.ts';
import { joinTrees, treesOf } from './trees/nodes.ts';
import { addTo } from './trees/walk.ts';
import { classGradients, meanLoss, roundingOf, softmax, startOf } from './trees/objective.ts';

type Options = z.infer<typeof boostingOptions>;

/** Improvements of the validation loss under this are none, in nats. */
const least = 1e-7;

/** Histogram gradient boosting (Ke and others 2017), grown leaf by leaf; options as of HistGradientBoostingClassifier. */
export const gradientBoosting: Classifier<Options> = {
  kind: 'gradient-boosting',
  label: 'Gradient boosting',
  describes: 'Adds up many small trees, each made to mend what the ones before got wrong; often the most accurate.',
  options: boostingOptions,
  missing: true,
  resumes: true,

  async fit(input, told, context) {
    checkFit(input, true);
    checkPresent(input, 'gradient-boosting');
    const { x, classes } = input;
    const vectors = classes === 2 ? 1 : classes;
    const monotone = signsOf(told.monotone, input);
    const isCategory = told.categories === 'sets' ? categoriesOf(x, told.monotone) : null;
    const held = input.validation && input.validation.y.length > 0 ? input.validation : null;
    const start = startOf(classTotals(input));
    const two = vectors === 1 ? createBinaryLoss(input, start[0]!) : null;
    const scores = two?.scores ?? repeat(start, x.rows);
    const heldScores = held && repeat(start, held.x.rows);
    const shares = two ? null : new Float64Array(scores.length);
    const gradients = two?.gradients ?? new Float64Array(2 * x.rows);
    const rounding = roundingOf(input);
    const grow = createGrower(binMatrix(x, isCategory), { ...told, monotone }, { compute: context.compute, rounding });
    context.signal.addEventListener('abort', releaseSums, { once: true });
    const all = Uint32Array.from({ length: x.rows }, (_, row) => row);
    const rows = new Uint32Array(x.rows);
    const pace = createPace(context);
    const scored = [{ x, scores }, ...(held ? [{ x: held.x, scores: heldScores! }] : [])];
    const resumed = resumeBoosting(context, vectors, x, scored);
    const { curves, trees } = resumed;
    let { best } = resumed;
    const started = context.now();
    let ended = 'iteration limit';
    let looked = two?.look();

    for (let iteration = resumed.iteration + 1; iteration <= told.maxIterations; iteration++) {
      const rng = context.rng.split(`iteration ${iteration}`);
      const sample = told.subsample < 1 ? sampleRows(x.rows, told.subsample, rng.split('rows'), rows) : null;
      if (shares) softmax(scores, vectors, shares);
      let isCut = false;
      for (let k = 0; k < vectors; k++) {
        await pace();
        const most = looked?.most ?? classGradients(input, shares!, k, rounding, gradients);
        if (!sample) rows.set(all);
        const columns = sampleColumns(x.names.length, told.columnSample, rng.split(`columns ${k}`));
        const grown = await grow(gradients, most, sample ?? rows, columns);
        const own = scores.subarray(k * x.rows, (k + 1) * x.rows);
        if (sample) addTo(grown.tree, x, null, own, 1);
        else addGrown(grown, rows, own);
        if (held) addTo(grown.tree, held.x, null, heldScores!.subarray(k * held.x.rows, (k + 1) * held.x.rows), 1);
        trees.push(grown.tree);
        isCut ||= grown.tree.column.length > 1;
      }
      looked = two?.look();
      const loss = looked?.loss ?? meanLoss(input, scores);
      const values: Record<string, number> = { epoch: iteration, loss };
      curves.step.push(iteration);
      curves.loss.push(loss);
      if (held) {
        const heldLoss = meanLoss({ y: held.y, weights: null }, heldScores!);
        values['validationLoss'] = heldLoss;
        curves.validationLoss.push(heldLoss);
        if (heldLoss < best.loss - least) best = { loss: heldLoss, iteration };
      }
      const seconds = (context.now() - started - pace.paused()) / 1000;
      if (seconds > 0) values['rowsPerSecond'] = (x.rows * (iteration - resumed.iteration)) / seconds;
      context.progress({ stage: 'fit', done: iteration, total: told.maxIterations, what: 'iterations', values });
      if (!isCut && told.subsample === 1 && told.columnSample === 1) {
        ended = 'converged';
        break;
      }
      if (held && told.earlyStopping && iteration - best.iteration >= told.patience) {
        ended = 'early stop';
        break;
      }
      resumed.keep({ iteration, trees, best, curves });
    }
    releaseSums();
    if (held && told.earlyStopping) trees.length = best.iteration * vectors;
    const arrays = { ...joinTrees(trees, 1), start };
    const json = { classes, columns: x.names.length, trees: trees.length };
    return { state: { kind: 'gradient-boosting', json, arrays }, curves, ended };
  },

  async predict(state, x, compute) {
    checkPredict(state, x, true);
    const classes = state.json['classes'] as number;
    const start = state.arrays['start'] as Float64Array;
    const vectors = start.length;
    const sums = new Float64Array(x.rows * vectors);
    for (let at = 0; at < sums.length; at++) sums[at] = start[at % vectors]!;
    await sumLeaves(compute, treesOf(state), x, sums, vectors, 1);
    if (vectors > 1) {
      for (let row = 0; row < x.rows; row++) softmaxInPlace(sums, row * vectors, vectors);
      return sums;
    }
    const scores = new Float64Array(x.rows * classes);
    for (let row = 0; row < x.rows; row++) {
      scores[2 * row] = logisticFunction(-sums[row]!);
      scores[2 * row + 1] = logisticFunction(sums[row]!);
    }
    return scores;
  },
};

/** Vector after vector. */
function repeat(start: Float64Array, rows: number): Float64Array {
  const scores = new Float64Array(start.length * rows);
  for (const [k, value] of start.entries()) scores.fill(value, k * rows, (k + 1) * rows);
  return scores;
}

function addGrown({ tree, starts }: Grown, rows: Uint32Array, scores: Float64Array): void {
  for (let leaf = 0; leaf + 1 < starts.length; leaf++) {
    const value = tree.values[leaf]!;
    for (let i = starts[leaf]!; i < starts[leaf + 1]!; i++) scores[rows[i]!]! += value;
  }
}

/** Without replacement, ascending (Knuth's selection sampling). */
function sampleRows(rows: number, share: number, rng: Rng, into: Uint32Array): Uint32Array {
  const wanted = Math.max(1, Math.round(share * rows));
  let taken = 0;
  for (let row = 0; taken < wanted; row++) if (rng.uniform() * (rows - row) < wanted - taken) into[taken++] = row;
  return into.subarray(0, wanted);
}

function sampleColumns(columns: number, share: number, rng: Rng): Int32Array {
  if (share === 1) return Int32Array.from({ length: columns }, (_, column) => column);
  return Int32Array.from(rng.permutation(columns).subarray(0, Math.max(1, Math.round(share * columns)))).sort();
}

/** Throws InputError where there is no column of codes, or one is to be monotone. */
function categoriesOf({ names, codes }: Matrix, monotone: Record<string, 1 | -1>): readonly boolean[] {
  if (!codes?.includes(true))
    throw new InputError(
      'model.options.categories: sets need columns that an ordinal step leaves as codes, with no step after it that changes them; there are: 0',
    );
  const both = names.find((name, column) => codes[column] && Object.hasOwn(monotone, name));
  if (both !== undefined)
    throw new InputError(`model.options.monotone: levels cut into sets have no order to rise with: ${both}`);
  return codes;
}

function signsOf(monotone: Record<string, 1 | -1>, { x, classes }: FitInput): Int8Array | null {
  const names = Object.keys(monotone);
  if (names.length === 0) return null;
  if (classes > 2)
    throw new InputError(`model.options.monotone: says something of two classes only, and these are: ${classes}`);
  const signs = new Int8Array(x.names.length);
  for (const name of names) {
    const column = x.names.indexOf(name);
    if (column < 0)
      throw new InputError(`model.options.monotone: must be columns that the recipe leaves, and is: ${name}`);
    signs[column] = monotone[name]!;
  }
  return signs;
}
