/** @file Logistic regression that pays for groups whose scores differ (in the manner of Zafar and others 2017). */
import { checkFit, checkPresent } from './check.ts';
import { solveDefinite } from './cholesky.ts';
import type { Curves, FitContext, FitInput, Fitted, SparseFitInput } from './contract.ts';
import { createLbfgs, dot } from './lbfgs.ts';
import { hessian } from './hessian.ts';
import { evaluateObjective } from './logistic-objective.ts';
import type { Objective, Point } from './logistic-objective.ts';
import { createPace } from './pace.ts';
import { sparseRows } from './sparse.ts';

/** Parameters up to which Newton's method is used. */
const newtonLimit = 600;

export interface Penalty {
  /** Group of each training row; -1: of none. */
  groups: Int32Array;
  /** Lambda of the objective, 0 or more. */
  strength: number;
  /** Rows whose scores are to be alike among groups: all, or those of class 1. */
  alike: 'selectionRate' | 'truePositiveRate';
}

interface Options {
  l2: number;
  maxIterations: number;
  tolerance: number;
}

/**
 * Minimises the sum of log losses + l2/2 |w|^2 + strength * W * sum over groups of (mean log-odds of the group - mean log-odds of
 * all)^2, W the total row weight and the means by row weight: convex, so it has one answer. Newton's method or, of many columns,
 * L-BFGS, from zero. Two classes.
 */
export async function fitPenalised(
  input: FitInput | SparseFitInput,
  { l2, maxIterations, tolerance }: Options,
  penalty: Penalty,
  context: FitContext,
): Promise<Fitted> {
  checkFit(input);
  checkPresent(input, 'logistic');
  const { x, y, classes, weights } = input;
  const objective: Objective = { x: sparseRows(x), codes: y, weights, vectors: 1, l2 };
  const total = weights ? weights.reduce((a, b) => a + b, 0) : x.rows;
  const apart = distances(objective, penalty);
  const cost = penalty.strength * total;
  const evaluate = (parameters: Float64Array) => {
    const point = evaluateObjective(objective, parameters);
    let extra = 0;
    for (const vector of apart) {
      const product = dot(vector, parameters);
      extra += cost * product * product;
      for (let p = 0; p < vector.length; p++) point.gradient[p]! += 2 * cost * product * vector[p]!;
    }
    return { ...point, value: point.value + extra };
  };
  /** Newton's direction, the penalty's own curvature added to the Hessian. */
  const newton = async (point: Point) => {
    const matrix = await hessian(objective, point, context.compute, pace);
    const n = point.parameters.length;
    for (const vector of apart)
      for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) matrix[a * n + b]! += 2 * cost * vector[a]! * vector[b]!;
    return solveDefinite(
      matrix,
      point.gradient.map((g) => -g),
    );
  };
  const isSmall = objective.x.columns <= newtonLimit;
  const curves: Curves = { step: [], loss: [], validationLoss: [] };
  const pace = createPace(context);
  const method = createLbfgs();
  let point = evaluate(new Float64Array(objective.x.columns));
  let ended = 'iteration limit';
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    await pace();
    const slope = point.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    curves.step.push(iteration);
    curves.loss.push(point.loss / total);
    const values = { epoch: iteration, loss: point.loss / total };
    context.progress({ stage: 'fit', done: iteration, total: maxIterations, what: 'iterations', values });
    if (slope <= tolerance * total) {
      ended = 'converged';
      break;
    }
    const direction = await (isSmall ? newton(point) : Promise.resolve(method.direction(point.gradient)));
    const fall = dot(direction, point.gradient);
    let next: typeof point | null = null;
    for (let length = 1; fall < 0 && length > 1e-12; length /= 2) {
      const tried = evaluate(point.parameters.map((p, i) => p + length * direction[i]!));
      if (tried.value > point.value + 1e-4 * length * fall) continue;
      next = tried;
      break;
    }
    // No step lowers the value any more: the minimum as far as float64 can tell it, if the slope is as good as level.
    if (next === null) {
      if (slope <= 1e4 * tolerance * total) ended = 'converged';
      break;
    }
    if (!isSmall) method.remember(point, next);
    point = next;
  }
  const d = objective.x.columns - 1;
  const arrays = { coefficients: point.parameters.slice(0, d), intercepts: point.parameters.slice(d) };
  return { state: { kind: 'logistic', json: { classes, columns: d }, arrays }, curves, ended };
}

/** For each group the mean row of it less the mean row of all; the intercept falls out. */
function distances({ x, codes, weights }: Objective, { groups, alike }: Penalty): Float64Array[] {
  const size = Math.max(-1, ...groups) + 1;
  const sums = Array.from({ length: size + 1 }, () => new Float64Array(x.columns));
  const totals = new Float64Array(size + 1);
  for (let row = 0; row < x.rows; row++) {
    const group = groups[row]!;
    if (group < 0 || (alike === 'truePositiveRate' && codes[row] !== 1)) continue;
    const weight = weights ? weights[row]! : 1;
    for (const place of [group, size]) {
      totals[place]! += weight;
      for (let i = x.start[row]!; i < x.start[row + 1]!; i++) sums[place]![x.column[i]!]! += weight * x.values[i]!;
    }
  }
  const all = sums[size]!.map((sum) => sum / totals[size]!);
  return sums.slice(0, size).flatMap((sum, g) => (totals[g]! > 0 ? [sum.map((s, p) => s / totals[g]! - all[p]!)] : []));
}
