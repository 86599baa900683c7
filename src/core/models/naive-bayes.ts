import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, FitInput, Fitted, Matrix, ModelState } from './contract.ts';
import { softmaxInPlace } from './logistic-objective.ts';
import { fitCounts, scoreCounts } from './naive-bayes-counts.ts';
import type { CountDistribution, CountModel } from './naive-bayes-counts.ts';
import { classTotals, oneShotCurves } from './one-shot.ts';
import { createPace } from './pace.ts';
import { compress } from './sparse.ts';

const options = z.strictObject({
  distribution: z.enum(['gaussian', 'multinomial', 'complement', 'bernoulli']).default('gaussian').meta({
    label: 'Distribution',
    description:
      'Of each column within a class: gaussian for measures, multinomial for counts, complement for counts of uneven classes, bernoulli for marks (over 0 or not).',
  }),
  alpha: z.number().min(1e-10).max(1e6).default(1).meta({
    label: 'Smoothing',
    unit: 'counts',
    description: 'Added to every count, so that what never occurred is not impossible; not used by gaussian.',
  }),
  varSmoothing: z.number().min(0).max(1).default(0.01).meta({
    label: 'Variance smoothing',
    unit: 'share',
    description:
      'Share of the largest variance of a column that is added to every variance; gaussian only. 1e-9, as in GaussianNB, makes what a class of one-hot columns never had next to impossible.',
  }),
});

type Options = z.infer<typeof options>;

/** As GaussianNB, MultinomialNB, ComplementNB and BernoulliNB of scikit-learn. */
export const naiveBayes: Classifier<Options> = {
  kind: 'naive-bayes',
  label: 'Naive Bayes',
  describes:
    'Takes the columns as independent within each class; fits in one pass, and is often sure of itself too soon.',
  options,

  async fit(input, { distribution, alpha, varSmoothing }, context) {
    checkFit(input);
    const pace = createPace(context);
    await pace();
    if (distribution !== 'gaussian') {
      const { x, validation } = input;
      const sparse = {
        ...input,
        x: compress(x),
        validation: validation && { ...validation, x: compress(validation.x) },
      };
      return this.fitSparse!(sparse, { distribution, alpha, varSmoothing }, context);
    }
    const state = await fitGaussian(input, varSmoothing, pace);
    context.progress({ stage: 'fit', done: 1, total: 1, what: 'passes' });
    return { state, curves: await oneShotCurves(input, (x) => scoreGaussian(state, x)), ended: 'converged' };
  },

  async fitSparse(input, { distribution, alpha }, context): Promise<Fitted> {
    checkFit(input);
    if (distribution === 'gaussian')
      throw new InputError(
        'study.model.options.distribution: text takes multinomial, complement or bernoulli naive Bayes: gaussian',
      );
    const model = await fitCounts(input, distribution, alpha, createPace(context));
    context.progress({ stage: 'fit', done: 1, total: 1, what: 'passes' });
    const json = { classes: input.classes, columns: input.x.names.length, distribution };
    const state = { kind: 'naive-bayes', json, arrays: { ...model } };
    return {
      state,
      curves: await oneShotCurves(input, (x) => scoreCounts(model, distribution, x)),
      ended: 'converged',
    };
  },

  async predict(state, x) {
    checkPredict(state, x);
    if (state.json['distribution'] === 'gaussian') return scoreGaussian(state, x);
    return scoreCounts(countModel(state), state.json['distribution'] as CountDistribution, compress(x));
  },

  async predictSparse(state, x) {
    checkPredict(state, x);
    return scoreCounts(countModel(state), state.json['distribution'] as CountDistribution, x);
  },
};

function countModel({ arrays }: ModelState): CountModel {
  return { offsets: arrays['offsets'] as Float64Array, coefficients: arrays['coefficients'] as Float64Array };
}

/** Rows between two looks at the pace. */
const block = 8192;

async function fitGaussian(input: FitInput, varSmoothing: number, pace: () => Promise<unknown>): Promise<ModelState> {
  const { x, y, classes, weights } = input;
  const d = x.names.length;
  const totals = classTotals(input);
  const all = totals.reduce((a, b) => a + b, 0);
  const means = new Float64Array(classes * d);
  const variances = new Float64Array(classes * d);
  /** Adds weight * term of every cell to its class and column. */
  const eachCell = async (into: Float64Array, term: (value: number, at: number) => number) => {
    for (let row = 0; row < x.rows; row++) {
      if (row % block === 0) await pace();
      const weight = weights ? weights[row]! : 1;
      const base = y[row]! * d;
      for (let c = 0; c < d; c++) into[base + c]! += weight * term(x.values[row * d + c]!, base + c);
    }
    for (let k = 0; k < classes; k++)
      for (let c = 0; c < d; c++) into[k * d + c] = totals[k]! > 0 ? into[k * d + c]! / totals[k]! : 0;
  };
  await eachCell(means, (value) => value);
  await eachCell(variances, (value, at) => (value - means[at]!) ** 2);
  // The variance of a column is that within classes and that of their means; by weight, so that a row of weight 2 is the row twice.
  let largest = 0;
  for (let c = 0; c < d; c++) {
    let [mean, variance] = [0, 0];
    for (let k = 0; k < classes; k++) mean += (totals[k]! / all) * means[k * d + c]!;
    for (let k = 0; k < classes; k++)
      variance += (totals[k]! / all) * (variances[k * d + c]! + (means[k * d + c]! - mean) ** 2);
    largest = Math.max(largest, variance);
  }
  for (let i = 0; i < variances.length; i++) variances[i]! += varSmoothing * largest;
  checkVariances(variances, totals, x, varSmoothing);
  const logPriors = totals.map((total) => Math.log(total / all));
  const json = { classes, columns: d, distribution: 'gaussian' };
  return { kind: 'naive-bayes', json, arrays: { means, variances, logPriors } };
}

/** A column that never varies within a class would make any other value impossible, whatever else is known. */
function checkVariances(variances: Float64Array, totals: Float64Array, x: Matrix, varSmoothing: number): void {
  const d = x.names.length;
  const at = variances.findIndex((variance, i) => variance === 0 && totals[Math.floor(i / d)]! > 0);
  if (at >= 0 && (varSmoothing === 0 || variances.some((variance) => variance > 0)))
    throw new InputError(
      `study.model.options.varSmoothing: must be over 0 where a column does not vary within a class, as ${x.names[at % d]} does not: ${varSmoothing}`,
    );
}

function scoreGaussian(state: ModelState, x: Matrix): Float64Array {
  const { means, variances, logPriors } = state.arrays as Record<string, Float64Array>;
  const classes = logPriors!.length;
  const d = x.names.length;
  const scores = new Float64Array(x.rows * classes);
  const offsets = logPriors!.map((prior, k) => {
    let sum = prior;
    for (let c = 0; c < d; c++)
      if (variances![k * d + c]! > 0) sum -= Math.log(2 * Math.PI * variances![k * d + c]!) / 2;
    return sum;
  });
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < classes; k++) {
      let sum = 0;
      for (let c = 0, i = k * d; c < d; c++, i++)
        if (variances![i]! > 0) sum += (x.values[row * d + c]! - means![i]!) ** 2 / variances![i]!;
      scores[row * classes + k] = offsets[k]! - sum / 2;
    }
    softmaxInPlace(scores, row * classes, classes);
  }
  return scores;
}
