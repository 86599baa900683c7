import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { lossOf, partOf, roundOf, scoredRows } from './additive/boost.ts';
import type { Part, Scored } from './additive/boost.ts';
import { binsOf, featuresOf } from './additive/features.ts';
import type { Feature } from './additive/features.ts';
import { cellsOf, choosePairs, pairStep } from './additive/interactions.ts';
import type { Pair } from './additive/interactions.ts';
import { stepOf } from './additive/step.ts';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, Curves, FitContext, FitInput } from './contract.ts';
import { logistic as logisticFunction, softmaxInPlace } from './logistic-objective.ts';
import { createPace } from './pace.ts';

const meta = (label: string, description: string, unit?: string) => ({ label, description, ...(unit && { unit }) });

const options = z.strictObject({
  learningRate: z.number().gt(0).max(1).default(0.1).meta(meta('Learning rate', 'Share of each step that is taken.')),
  maxRounds: z
    .number()
    .int()
    .min(1)
    .max(10000)
    .default(400)
    .meta(meta('Most rounds', 'Times that every curve is stepped at most.', 'rounds')),
  maxBins: z
    .number()
    .int()
    .min(2)
    .max(1024)
    .default(256)
    .meta(meta('Most bins', 'Steps a curve of a number may have.', 'bins')),
  maxLeaves: z
    .number()
    .int()
    .min(2)
    .max(32)
    .default(3)
    .meta(meta('Leaves a step', 'Pieces that one step of a curve has.', 'leaves')),
  minSamplesLeaf: z
    .number()
    .int()
    .min(1)
    .default(4)
    .meta(meta('Least rows a leaf', 'A piece of a step with fewer training rows is not cut off.', 'rows')),
  l2: z.number().min(0).default(1).meta(meta('L2 penalty', 'Added to the curvature of the loss in each leaf.')),
  interactions: z
    .number()
    .int()
    .min(0)
    .max(50)
    .default(10)
    .meta(meta('Pairs', 'Pairs of columns that get a surface of their own; with two classes only.', 'pairs')),
  patience: z
    .number()
    .int()
    .min(1)
    .default(50)
    .meta(meta('Patience', 'Rounds without a better validation loss before it stops; the best is kept.', 'rounds')),
});
type Options = z.infer<typeof options>;

/** Improvements of the validation loss under this are none, in nats. */
const least = 1e-6;

/**
 * A generalised additive model with pairwise terms (GA2M; Lou, Caruana, Gehrke and Hooker 2013): the log odds are an intercept, one
 * curve a column and a surface for some pairs, boosted in turn by small trees. Every curve has mean 0 over the training rows, so it
 * is the whole of what its column does.
 */
export const explainableBoosting: Classifier<Options> = {
  kind: 'explainable-boosting',
  label: 'Explainable boosting',
  describes:
    'Adds up one curve a column and a few surfaces of pairs: near the accuracy of boosted trees, and readable.',
  options,

  async fit(input, told, context) {
    checkFit(input);
    const { x, y, classes, weights, validation } = input;
    const vectors = classes === 2 ? 1 : classes;
    const intercepts = startOf(input);
    const features = featuresOf(x, told.maxBins);
    const bins = features.map((feature) => binsOf(feature, x));
    const heldBins = features.map((feature) => (validation ? binsOf(feature, validation.x) : new Uint16Array()));
    const train = scoredRows(y, weights, intercepts);
    const held = validation && validation.y.length > 0 ? scoredRows(validation.y, null, intercepts) : null;
    const { maxLeaves, minSamplesLeaf, l2 } = told;
    const mains = features.map(({ bins: size, levels }, f) =>
      partOf(bins[f]!, heldBins[f]!, size, vectors, (sums) =>
        stepOf(sums, levels === null, { maxLeaves, minSamplesLeaf, l2 }),
      ),
    );
    const curves: Curves = { step: [], loss: [], validationLoss: [] };
    let ended = await boost(mains, { train, held, vectors, told, context, curves });

    const pairs: Pair[] = vectors === 1 ? choosePairs(mains, train, told) : [];
    const surfaces = pairs.map((pair) =>
      partOf(
        cellsOf(pair, bins[pair.first]!, bins[pair.second]!),
        cellsOf(pair, heldBins[pair.first]!, heldBins[pair.second]!),
        pair.firstGroups * pair.secondGroups,
        vectors,
        (sums) => pairStep(pair, sums, minSamplesLeaf, l2),
      ),
    );
    if (surfaces.length > 0) ended = await boost(surfaces, { train, held, vectors, told, context, curves });

    for (const part of [...mains, ...surfaces]) centre(part, weights, intercepts);
    const values = Float64Array.from([...mains, ...surfaces].flatMap((part) => [...part.values]));
    const json = { classes, columns: x.names.length, features, pairs };
    return { state: { kind: 'explainable-boosting', json, arrays: { values, intercepts } }, curves, ended };
  },

  async predict(state, x) {
    checkPredict(state, x);
    const { classes, features, pairs } = state.json as { classes: number; features: Feature[]; pairs: Pair[] };
    const vectors = classes === 2 ? 1 : classes;
    const { values, intercepts } = state.arrays as { values: Float64Array; intercepts: Float64Array };
    const bins = features.map((feature) => binsOf(feature, x));
    const places = [...bins, ...pairs.map((pair) => cellsOf(pair, bins[pair.first]!, bins[pair.second]!))];
    const sizes = [...features.map((feature) => feature.bins), ...pairs.map((p) => p.firstGroups * p.secondGroups)];
    const { scores: sums } = scoredRows(new Int32Array(x.rows), null, intercepts);
    let from = 0;
    for (const [t, own] of places.entries()) {
      for (let row = 0; row < x.rows; row++)
        for (let k = 0; k < vectors; k++) sums[row * vectors + k]! += values[from + own[row]! * vectors + k]!;
      from += sizes[t]! * vectors;
    }
    if (vectors > 1) {
      for (let row = 0; row < x.rows; row++) softmaxInPlace(sums, row * vectors, vectors);
      return sums;
    }
    const scores = new Float64Array(x.rows * 2);
    for (const [row, sum] of sums.entries()) {
      scores[row * 2] = logisticFunction(-sum);
      scores[row * 2 + 1] = logisticFunction(sum);
    }
    return scores;
  },
};

interface Boosting {
  train: Scored;
  held: Scored | null;
  vectors: number;
  told: Options;
  context: FitContext;
  curves: Curves;
}

/** Rounds until no step helps, or the validation loss has not fallen for a while; then the values of its best round are put back. */
async function boost(
  parts: readonly Part[],
  { train, held, vectors, told, context, curves }: Boosting,
): Promise<string> {
  const pace = createPace(context);
  const started = context.now();
  const before = curves.step.length;
  let best = {
    loss: held ? lossOf(held, vectors) : Infinity,
    round: 0,
    values: parts.map((part) => part.values.slice()),
  };
  let ended = 'iteration limit';
  for (let round = 1; round <= told.maxRounds; round++) {
    await pace();
    const moved = roundOf(parts, train, held, vectors, told.learningRate);
    const loss = lossOf(train, vectors);
    const values: Record<string, number> = { epoch: before + round, loss };
    curves.step.push(before + round);
    curves.loss.push(loss);
    if (held) {
      const heldLoss = lossOf(held, vectors);
      values['validationLoss'] = heldLoss;
      curves.validationLoss.push(heldLoss);
      if (heldLoss < best.loss - least)
        best = { loss: heldLoss, round, values: parts.map((part) => part.values.slice()) };
    }
    const seconds = (context.now() - started) / 1000;
    if (seconds > 0) values['rowsPerSecond'] = (train.y.length * round) / seconds;
    context.progress({ stage: 'fit', done: round, total: told.maxRounds, what: 'rounds', values });
    if (!moved) {
      ended = 'converged';
      break;
    }
    if (held && round - best.round >= told.patience) {
      ended = 'early stop';
      break;
    }
  }
  if (held) for (const [p, part] of parts.entries()) restore(part, best.values[p]!, train, held, vectors);
  return ended;
}

/** The values of an earlier round, and the scores that they make. */
function restore(part: Part, values: Float64Array, train: Scored, held: Scored, vectors: number): void {
  for (const [scored, places] of [
    [train, part.places],
    [held, part.validationPlaces],
  ] as const)
    for (let row = 0; row < places.length; row++)
      for (let k = 0; k < vectors; k++) {
        const at = places[row]! * vectors + k;
        scored.scores[row * vectors + k]! += values[at]! - part.values[at]!;
      }
  part.values.set(values);
}

/** Mean 0 over the training rows, by weight; the mean goes to the intercept. */
function centre({ places, values }: Part, weights: Float64Array | null, intercepts: Float64Array): void {
  const vectors = intercepts.length;
  for (let k = 0; k < vectors; k++) {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < places.length; row++) {
      const weight = weights === null ? 1 : weights[row]!;
      sum += weight * values[places[row]! * vectors + k]!;
      total += weight;
    }
    const mean = sum / total;
    for (let at = k; at < values.length; at += vectors) values[at]! -= mean;
    intercepts[k]! += mean;
  }
}

/** The log odds of the training rows, or the logarithm of each class's share. Throws InputError for a class without rows. */
function startOf({ y, classes, weights }: FitInput): Float64Array {
  const shares = new Float64Array(classes);
  let total = 0;
  for (const [row, code] of y.entries()) {
    const weight = weights === null ? 1 : weights[row]!;
    shares[code]! += weight;
    total += weight;
  }
  const absent = shares.indexOf(0);
  if (absent >= 0)
    throw new InputError(
      `training rows: explainable-boosting needs rows of every class; none of class code: ${absent}`,
    );
  if (classes === 2) return Float64Array.of(Math.log(shares[1]! / shares[0]!));
  return shares.map((share) => Math.log(share / total));
}
