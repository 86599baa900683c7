import { z } from 'zod';
import { fitPlatt, normalizeRow, plattProbability } from './calibration/platt.ts';
import { checkFit, checkPredict, checkPresent } from './check.ts';
import type { Classifier, FitContext, ModelState, SparseFitInput, SparseMatrix } from './contract.ts';
import { margins, separate } from './dual-descent.ts';
import { oneShotCurves } from './one-shot.ts';
import { createPace } from './pace.ts';
import { mostColumns, separateByNewton } from './primal-newton.ts';
import { compress, takeRows } from './sparse.ts';

const options = z.strictObject({
  cost: z.number().gt(0).max(1e6).default(1).meta({
    label: 'Cost',
    description: 'C: the price of a row on the wrong side of its margin, against |w|^2 / 2; the intercept counts in w.',
  }),
  loss: z.enum(['squared hinge', 'hinge']).default('squared hinge').meta({
    label: 'Loss',
    description: 'How a row inside its margin counts: by how far, or by the square of it.',
  }),
  folds: z.number().int().min(2).max(20).default(5).meta({
    label: 'Folds for probabilities',
    unit: 'folds',
    description: 'Margins become probabilities by a curve fitted on training rows that the fold had left out.',
  }),
  maxPasses: z.number().int().min(1).max(100000).default(1000).meta({
    label: 'Most passes',
    unit: 'passes',
    description: 'Each fit stops here even if it has not converged, and says so.',
  }),
  tolerance: z.number().gt(0).max(1).default(0.1).meta({
    label: 'Tolerance',
    description: 'Converged when the projected slopes of all rows are within this of each other; 0.1 as in LIBLINEAR.',
  }),
});

type Options = z.infer<typeof options>;

/**
 * As LinearSVC of scikit-learn, one class against the rest; probabilities as CalibratedClassifierCV(method='sigmoid',
 * ensemble=False): Platt's curve over margins of rows that a fold left out.
 */
export const linearSvm: Classifier<Options> = {
  kind: 'linear-svm',
  label: 'Linear support vector machine',
  describes: 'Puts the border where the margin between the classes is widest; good with very many columns.',
  options,

  async fit(input, given, context) {
    checkFit(input);
    const { x, validation } = input;
    const sparse = { ...input, x: compress(x), validation: validation && { ...validation, x: compress(validation.x) } };
    return this.fitSparse!(sparse, given, context);
  },

  async fitSparse(input, given, context) {
    checkFit(input);
    checkPresent(input, 'linear-svm');
    const { x, y, classes } = input;
    const pace = createPace(context);
    // Dual steps need no matrix, and many passes where there are far more rows than columns.
    const isSmall = given.loss === 'squared hinge' && x.names.length <= mostColumns;
    const solver = isSmall ? separateByNewton : separate;
    const sides = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
    const parts = foldsOf(input, given.folds, context);
    const total = sides.length * (parts.length + 1);
    const d = x.names.length;
    const coefficients = new Float64Array(sides.length * d);
    const intercepts = new Float64Array(sides.length);
    const slopes = new Float64Array(sides.length);
    const offsets = new Float64Array(sides.length);
    let [done, isConverged] = [0, true];
    const report = () => context.progress({ stage: 'fit', done: ++done, total, what: 'fits' });
    for (const [at, side] of sides.entries()) {
      const isPositive = Array.from(y, (code) => code === side);
      const solve = (rows: Uint32Array | null, name: string) =>
        solver(
          {
            x: rows ? takeRows(x, rows) : x,
            isPositive: rows ? Array.from(rows, (row) => isPositive[row]!) : isPositive,
            weights: rows && input.weights ? Float64Array.from(rows, (row) => input.weights![row]!) : input.weights,
            ...given,
            rng: context.rng.split(`class ${side}/${name}`),
          },
          pace,
        );
      const whole = await solve(null, 'all rows');
      isConverged &&= whole.isConverged;
      report();
      const left = parts.length > 0 ? new Float64Array(x.rows) : margins(x, whole.coefficients);
      for (const [f, held] of parts.entries()) {
        const { coefficients: own } = await solve(complement(x.rows, held), `fold ${f}`);
        margins(takeRows(x, held), own).forEach((margin, i) => (left[held[i]!] = margin));
        report();
      }
      coefficients.set(whole.coefficients.subarray(0, d), at * d);
      intercepts[at] = whole.coefficients[d]!;
      ({ slope: slopes[at]!, offset: offsets[at]! } = fitPlatt(left, isPositive, input.weights));
    }
    const arrays = { coefficients, intercepts, slopes, offsets };
    const state = { kind: 'linear-svm', json: { classes, columns: d }, arrays };
    const curves = await oneShotCurves(input, (rows) => score(state, rows));
    return { state, curves, ended: isConverged ? 'converged' : 'iteration limit' };
  },

  async predict(state, x) {
    checkPredict(state, x);
    return score(state, compress(x));
  },

  async predictSparse(state, x) {
    checkPredict(state, x);
    return score(state, x);
  },
};

/** Rows left out by each fold, by class in turn; none where a class has a single row (the curve is then fitted in sample). */
function foldsOf({ y, classes, weights }: SparseFitInput, wanted: number, context: FitContext): Uint32Array[] {
  const members = Array.from({ length: classes }, () => [] as number[]);
  y.forEach((code, row) => (!weights || weights[row]! > 0) && members[code]!.push(row));
  const count = Math.min(wanted, ...members.map((rows) => rows.length));
  if (count < 2) return [];
  const folds = Array.from({ length: count }, () => [] as number[]);
  let next = 0;
  for (const [k, rows] of members.entries())
    for (const i of context.rng.split(`folds/${k}`).permutation(rows.length)) folds[next++ % count]!.push(rows[i]!);
  return folds.map((rows) => Uint32Array.from(rows).sort());
}

function complement(n: number, held: Uint32Array): Uint32Array {
  const out = new Uint8Array(n);
  for (const row of held) out[row] = 1;
  return Uint32Array.from(out.keys()).filter((row) => out[row] === 0);
}

function score({ json, arrays }: ModelState, x: SparseMatrix): Float64Array {
  const classes = json['classes'] as number;
  const { coefficients, intercepts, slopes, offsets } = arrays as Record<string, Float64Array>;
  const d = x.names.length;
  const scores = new Float64Array(x.rows * classes);
  for (let k = 0; k < intercepts!.length; k++) {
    const vector = new Float64Array(d + 1);
    vector.set(coefficients!.subarray(k * d, (k + 1) * d));
    vector[d] = intercepts![k]!;
    const sigmoid = { slope: slopes![k]!, offset: offsets![k]! };
    margins(x, vector).forEach((margin, row) => {
      const p = plattProbability(sigmoid, margin);
      if (classes > 2) scores[row * classes + k] = p;
      else scores.set([1 - p, p], row * 2);
    });
  }
  if (classes > 2) for (let at = 0; at < scores.length; at += classes) normalizeRow(scores, at, classes);
  return scores;
}
