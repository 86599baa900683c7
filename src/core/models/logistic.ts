import { z } from 'zod';
import { checkFit, checkPredict, checkPresent } from './check.ts';
import { solveDefinite } from './cholesky.ts';
import type { Classifier, Curves, FitContext, FitInput, Fitted, ModelState, SparseFitInput } from './contract.ts';
import { hessian } from './hessian.ts';
import { createLbfgs, dot } from './lbfgs.ts';
import {
  createEvaluation,
  curvature,
  evaluateLoss,
  evaluateObjective,
  logistic as logisticFunction,
  softmaxInPlace,
} from './logistic-objective.ts';
import type { Iteration, Objective, Point } from './logistic-objective.ts';
import { createPace } from './pace.ts';
import { proximalGradient, proximalNewton, subgradient } from './proximal.ts';
import { sparseRows } from './sparse.ts';

const options = z.strictObject({
  l2: z.number().min(0).default(1).meta({
    label: 'L2 penalty',
    description:
      'Lambda in the sum of log losses + lambda/2 |w|^2; the intercept is free; C of scikit-learn is 1/lambda.',
  }),
  l1: z.number().min(0).default(0).meta({
    label: 'L1 penalty',
    description: 'Lambda in lambda |w| beside the L2 penalty: the larger, the more coefficients are exactly 0.',
  }),
  maxIterations: z.number().int().min(1).max(10000).default(200).meta({
    label: 'Most iterations',
    unit: 'iterations',
    description: 'The fit stops here even if it has not converged, and says so.',
  }),
  tolerance: z.number().gt(0).max(0.1).default(1e-9).meta({
    label: 'Tolerance',
    unit: 'nats a row',
    description: 'Converged when no partial derivative of the objective, divided by the total row weight, is larger.',
  }),
});

type Options = z.infer<typeof options>;

/** Parameters up to which Newton's method is used; beyond it L-BFGS, whose steps need no matrix. */
const newtonLimit = 600;

/**
 * Newton's method (iteratively reweighted least squares) or L-BFGS, both from zero with backtracking to Armijo's condition.
 * Gradient and parameters are float64 throughout, so the solution is that of the objective, whatever the backend.
 */
export const logistic: Classifier<Options> = {
  kind: 'logistic',
  label: 'Logistic regression',
  describes: 'A weighted sum of the columns turned into probabilities; quick, and each weight can be read.',
  options,

  async fit(input, options, context) {
    return fit(input, options, context);
  },
  async fitSparse(input, options, context) {
    return fit(input, options, context);
  },
  async predict(state, x) {
    checkPredict(state, x);
    const d = x.names.length;
    return scoresOf(state, x.rows, (row, coefficients, from, intercept) => {
      let sum = intercept;
      for (let c = 0; c < d; c++) sum += x.values[row * d + c]! * coefficients[from + c]!;
      return sum;
    });
  },
  async predictSparse(state, x) {
    checkPredict(state, x);
    return scoresOf(state, x.rows, (row, coefficients, from, intercept) => {
      let sum = intercept;
      for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++)
        sum += x.values[i]! * coefficients[from + x.columns[i]!]!;
      return sum;
    });
  },
};

async function fit(
  input: FitInput | SparseFitInput,
  { l1, l2, maxIterations, tolerance }: Options,
  context: FitContext,
): Promise<Fitted> {
  checkFit(input);
  checkPresent(input, 'logistic');
  const { x, y, classes, weights, validation } = input;
  const vectors = classes === 2 ? 1 : classes;
  const objective: Objective = { x: sparseRows(x), codes: y, weights, vectors, l2 };
  const total = weights ? weights.reduce((a, b) => a + b, 0) : x.rows;
  const held = validation && { ...objective, x: sparseRows(validation.x), codes: validation.y, weights: null };
  const columns = x.names.length + 1;
  const isSmall = columns * vectors <= newtonLimit;
  const plain = isSmall ? newton : lbfgs;
  const next =
    l1 > 0 ? (isSmall ? proximalNewton : proximalGradient)(objective, l1, context) : plain(objective, context);
  const slopeOf = () => largest(l1 > 0 ? subgradient(point, columns, l1) : point.gradient);

  const curves: Curves = { step: [], loss: [], validationLoss: [] };
  const started = context.now();
  let point = evaluateObjective(objective, new Float64Array(columns * vectors));
  let ended = 'iteration limit';
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const found = await next(point);
    if (found) point = found;
    report(iteration);
    if (slopeOf() <= tolerance * total) {
      ended = 'converged';
      break;
    }
    // No step improves the value any more: the minimum as far as float64 can tell it, if the slope is as good as level.
    if (!found) {
      if (slopeOf() <= 1e3 * tolerance * total) ended = 'converged';
      break;
    }
  }
  return { state: store(point.parameters, columns, classes, l1 > 0), curves, ended };

  function report(iteration: number): void {
    const loss = point.loss / total;
    curves.step.push(iteration);
    curves.loss.push(loss);
    const values: Record<string, number> = { epoch: iteration, loss };
    if (held && held.x.rows > 0) {
      values['validationLoss'] = evaluateLoss(held, point.parameters) / held.x.rows;
      curves.validationLoss.push(values['validationLoss']);
    }
    const seconds = (context.now() - started) / 1000;
    if (seconds > 0) values['rowsPerSecond'] = (x.rows * iteration) / seconds;
    context.progress({ stage: 'fit', done: iteration, total: maxIterations, what: 'iterations', values });
  }
}

/** product: of a row with the coefficients of one weight vector, which stand from `from`, on top of its intercept. */
function scoresOf(
  state: ModelState,
  rows: number,
  product: (row: number, coefficients: Float64Array, from: number, intercept: number) => number,
): Float64Array {
  const classes = state.json['classes'] as number;
  const coefficients = state.arrays['coefficients'] as Float64Array;
  const intercepts = state.arrays['intercepts'] as Float64Array;
  const d = state.json['columns'] as number;
  const scores = new Float64Array(rows * classes);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < intercepts.length; k++)
      scores[r * classes + k] = product(r, coefficients, k * d, intercepts[k]!);
    if (classes > 2) softmaxInPlace(scores, r * classes, classes);
    else {
      const sum = scores[r * classes]!;
      scores[r * 2] = logisticFunction(-sum);
      scores[r * 2 + 1] = logisticFunction(sum);
    }
  }
  return scores;
}

function newton(objective: Objective, context: FitContext): Iteration {
  const pace = createPace(context);
  const evaluate = createEvaluation(objective);
  return async (point) => {
    await pace();
    const matrix = await hessian(objective, point, context.compute, pace);
    const direction = solveDefinite(
      matrix,
      point.gradient.map((g) => -g),
    );
    return backtrack(evaluate, point, direction, pace);
  };
}

function lbfgs(objective: Objective, context: FitContext): Iteration {
  const pace = createPace(context);
  const method = createLbfgs(curvature(objective).map((second) => 1 / second));
  const evaluate = createEvaluation(objective);
  return async (point) => {
    await pace();
    const found = await backtrack(evaluate, point, method.direction(point.gradient), pace);
    if (found) method.remember(point, found);
    return found;
  };
}

/** Halves the step until the value falls by at least 1e-4 of what the slope promises (Nocedal and Wright 2006, 3.1). */
async function backtrack(
  evaluate: (parameters: Float64Array) => Point,
  point: Point,
  direction: Float64Array,
  pace: () => Promise<unknown>,
): Promise<Point | null> {
  const slope = dot(direction, point.gradient);
  if (!(slope < 0)) return null;
  for (let length = 1; length > 1e-10; length /= 2) {
    const parameters = new Float64Array(direction.length);
    for (let i = 0; i < parameters.length; i++) parameters[i] = point.parameters[i]! + length * direction[i]!;
    const tried = evaluate(parameters);
    if (tried.value <= point.value + 1e-4 * length * slope) return tried;
    // At the last digits the value cannot fall further, but the slope can.
    const isLevel = Math.abs(tried.value - point.value) <= 1e-12 * Math.abs(point.value);
    if (isLevel && largest(tried.gradient) < largest(point.gradient)) return tried;
    await pace();
  }
  return null;
}

function largest(gradient: Float64Array): number {
  let most = 0;
  for (const g of gradient) most = Math.max(most, Math.abs(g));
  return most;
}

function store(parameters: Float64Array, columns: number, classes: number, isSelective: boolean): ModelState {
  const vectors = parameters.length / columns;
  const d = columns - 1;
  const coefficients = new Float64Array(vectors * d);
  const intercepts = new Float64Array(vectors);
  for (let k = 0; k < vectors; k++) {
    coefficients.set(parameters.subarray(k * columns, k * columns + d), k * d);
    intercepts[k] = parameters[k * columns + d]!;
  }
  const nonZero = coefficients.reduce((count, value) => count + Number(value !== 0), 0);
  const json = { classes, columns: d, ...(isSelective && { nonZero }) };
  return { kind: 'logistic', json, arrays: { coefficients, intercepts } };
}
