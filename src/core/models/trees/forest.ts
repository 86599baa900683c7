/** @file Forests: many trees of classes, each on rows and columns drawn for it, and the mean of their shares. */
import { z } from 'zod';
import { inOrder, openSession } from '../../compute/pool.ts';
import { checkFit, checkPredict } from '../check.ts';
import type { Classifier, Curves, Fitted, FitContext, FitInput, Matrix } from '../contract.ts';
import { meanLogLoss } from '../one-shot.ts';
import { createPace } from '../pace.ts';
import { classOptions, meta } from './class-options.ts';
import { predictShares, rowWeights } from './class-trees.ts';
import { joinTrees } from './nodes.ts';
import type { Tree } from './nodes.ts';
import type { Grounds, TreeJob } from './tree-job.ts';
import { addOf } from './walk.ts';

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

/** Milliseconds that one row costs one column of one level of a tree, about. */
const millisecondsALook = 1.5e-5;

/** The parts of a Classifier that all forests share, of the job's name. */
export function forest<Layout>(
  job: TreeJob<Layout>,
  layOut: (x: Matrix) => Layout,
): Pick<Classifier<Options>, 'fit' | 'predict'> {
  return {
    async fit(input, told, context) {
      checkFit(input, true);
      return grow(job, layOut, input, told, context);
    },
    async predict(state, x, compute) {
      checkPredict(state, x, true);
      return predictShares(state, x, compute);
    },
  };
}

async function grow<Layout>(
  job: TreeJob<Layout>,
  layOut: (x: Matrix) => Layout,
  input: FitInput,
  told: Options,
  context: FitContext,
): Promise<Fitted> {
  const { x, y, classes } = input;
  const columns = x.names.length;
  const pace = createPace(context);
  await pace();
  const held = input.validation && input.validation.y.length > 0 ? input.validation : null;
  const scored = [{ x, y, weights: input.weights }, ...(held ? [{ ...held, weights: null }] : [])];
  const sums = scored.map((one) => new Float64Array(one.x.rows * classes));
  const curves: Curves = { step: [], loss: [], validationLoss: [] };
  const limits = { ...told, maxFeatures: featuresOf(told.maxFeatures, columns) };
  const grounds: Grounds<Layout> = {
    layout: layOut(x),
    x,
    held: held && held.x,
    y,
    classes,
    weights: rowWeights(input),
    limits,
    bootstrap: told.bootstrap,
    path: context.rng.path,
  };
  const work = told.nEstimators * x.rows * Math.log2(x.rows + 1) * limits.maxFeatures;
  const session = openSession(job, grounds, context, work * millisecondsALook);
  const numbers = Array.from({ length: told.nEstimators }, (_, i) => i + 1);
  const trees: Tree[] = [];
  const started = context.now();
  for await (const { tree, leaves, held: heldLeaves } of inOrder(session, numbers, pace)) {
    const t = trees.push(tree);
    addOf(tree, leaves, sums[0]!, classes);
    if (heldLeaves) addOf(tree, heldLeaves, sums[1]!, classes);
    const [loss, heldLoss] = scored.map((one, i) => meanLogLoss(sums[i]!, one.y, classes, one.weights, t));
    curves.step.push(t);
    curves.loss.push(loss!);
    const values: Record<string, number> = { epoch: t, loss: loss! };
    if (heldLoss !== undefined) {
      curves.validationLoss.push(heldLoss);
      values['validationLoss'] = heldLoss;
    }
    const seconds = (context.now() - started - pace.paused()) / 1000;
    if (seconds > 0) values['rowsPerSecond'] = (x.rows * t) / seconds;
    context.progress({ stage: 'fit', done: t, total: told.nEstimators, what: 'trees', values });
  }
  const json = { classes, columns, trees: trees.length };
  return { state: { kind: job.name, json, arrays: joinTrees(trees, classes) }, curves, ended: 'iteration limit' };
}

/** As scikit-learn rounds: down, and at least one. */
export function featuresOf(told: Options['maxFeatures'], columns: number): number {
  const found = told === 'all' ? columns : told === 'sqrt' ? Math.sqrt(columns) : Math.log2(columns);
  return Math.max(1, Math.floor(found));
}
