/** @file Forests: many trees of classes, each on rows and columns drawn for it, and the mean of their shares. */
import { z } from 'zod';
import type { Rng } from '../../base/random.ts';
import { checkFit, checkPredict } from '../check.ts';
import type { Classifier, Curves, Fitted, FitContext, FitInput } from '../contract.ts';
import { meanLogLoss } from '../one-shot.ts';
import { createPace } from '../pace.ts';
import { classOptions, meta } from './class-options.ts';
import { predictShares, rowWeights, shareTree } from './class-trees.ts';
import { classRows, growClasses } from './classes.ts';
import type { GrownClasses, Splitter } from './classes.ts';
import { joinTrees } from './nodes.ts';
import type { Tree } from './nodes.ts';
import { addTo } from './walk.ts';

export const forestOptions = (bootstrap: boolean) =>
  z.strictObject({
    nEstimators: z
      .number()
      .int()
      .min(1)
      .max(5000)
      .default(100)
      .meta(meta('Trees', 'More trees are slower and no less accurate.', 'trees')),
    maxFeatures: z
      .enum(['sqrt', 'log2', 'all'])
      .default('sqrt')
      .meta(
        meta('Columns a cut', 'How many columns, drawn anew, are looked at for each cut: a root, a logarithm, or all.'),
      ),
    bootstrap: z
      .boolean()
      .default(bootstrap)
      .meta(meta('Bootstrap', 'Each tree learns from as many rows, drawn with replacement; else from all.')),
    ...classOptions,
  });

type Options = z.infer<ReturnType<typeof forestOptions>>;
/** Makes the splitter of each tree. */
type Make = (input: FitInput) => (rng: Rng) => Splitter;

/** The parts of a Classifier that all forests share. make: how their trees are cut. */
export function forest(kind: string, make: Make): Pick<Classifier<Options>, 'fit' | 'predict'> {
  return {
    async fit(input, told, context) {
      checkFit(input, true);
      return grow(kind, make, input, told, context);
    },
    async predict(state, x, compute) {
      checkPredict(state, x, true);
      return predictShares(state, x, compute);
    },
  };
}

async function grow(kind: string, make: Make, input: FitInput, told: Options, context: FitContext): Promise<Fitted> {
  const { x, y, classes } = input;
  const columns = x.names.length;
  const pace = createPace(context);
  await pace();
  const splitterOf = make(input);
  const own = rowWeights(input);
  const limits = { ...told, maxFeatures: featuresOf(told.maxFeatures, columns) };
  const held = input.validation && input.validation.y.length > 0 ? input.validation : null;
  const scored = [{ x, y, weights: input.weights }, ...(held ? [{ ...held, weights: null }] : [])];
  const sums = scored.map((one) => new Float64Array(one.x.rows * classes));
  const curves: Curves = { step: [], loss: [], validationLoss: [] };
  const trees: Tree[] = [];
  const started = context.now();
  for (let t = 1; t <= told.nEstimators; t++) {
    await pace();
    const rng = context.rng.split(`tree ${t}`);
    const weights = told.bootstrap ? bootstrapped(own, rng.split('rows')) : own;
    const data = classRows(y, classes, weights);
    const splitter = splitterOf(rng.split('cuts'));
    const out = rowsWithout(weights);
    const grown = await growClasses(splitter, columns, data, limits, rng.split('columns'), pace);
    const tree = shareTree(grown, classes);
    trees.push(tree);
    addOwn(tree, grown, data.rows, sums[0]!, classes);
    addTo(tree, x, out, sums[0]!, classes);
    if (held) addTo(tree, held.x, null, sums[1]!, classes);
    const [loss, heldLoss] = scored.map((one, i) => meanLogLoss(sums[i]!, one.y, classes, one.weights, t));
    curves.step.push(t);
    curves.loss.push(loss!);
    const values: Record<string, number> = { epoch: t, loss: loss! };
    if (heldLoss !== undefined) {
      curves.validationLoss.push(heldLoss);
      values['validationLoss'] = heldLoss;
    }
    const seconds = (context.now() - started) / 1000;
    if (seconds > 0) values['rowsPerSecond'] = (x.rows * t) / seconds;
    context.progress({ stage: 'fit', done: t, total: told.nEstimators, what: 'trees', values });
  }
  const json = { classes, columns, trees: trees.length };
  return { state: { kind, json, arrays: joinTrees(trees, classes) }, curves, ended: 'iteration limit' };
}

/** As scikit-learn rounds: down, and at least one. */
export function featuresOf(told: Options['maxFeatures'], columns: number): number {
  const found = told === 'all' ? columns : told === 'sqrt' ? Math.sqrt(columns) : Math.log2(columns);
  return Math.max(1, Math.floor(found));
}

/** Each row's weight as often as it was drawn; rows of weight 0 are drawn too, and stay without. */
function bootstrapped(weights: Float64Array, rng: Rng): Float64Array {
  const drawn = new Float64Array(weights.length);
  let total = 0;
  while (total === 0)
    for (let i = 0; i < weights.length; i++) {
      const row = rng.integer(weights.length);
      drawn[row]! += weights[row]!;
      total += weights[row]!;
    }
  return drawn;
}

/** The rows that it was grown on lie together by leaf. */
function addOwn(
  tree: Tree,
  { begin, rows: counts }: GrownClasses,
  rows: Int32Array,
  sums: Float64Array,
  classes: number,
): void {
  for (let node = 0; node < begin.length; node++) {
    if (tree.column[node]! >= 0) continue;
    const leaf = tree.left[node]! * classes;
    for (let i = begin[node]!, end = i + counts[node]!; i < end; i++)
      for (let k = 0, at = rows[i]! * classes; k < classes; k++) sums[at + k]! += tree.values[leaf + k]!;
  }
}

function rowsWithout(weights: Float64Array): Int32Array {
  const rows = new Int32Array(weights.length);
  let count = 0;
  for (let row = 0; row < weights.length; row++) if (!(weights[row]! > 0)) rows[count++] = row;
  return rows.subarray(0, count);
}
