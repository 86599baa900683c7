/**
 * @file Logistic regression with l1 |w| beside the l2 penalty, intercepts free: steps that set coefficients to exactly 0.
 * Few parameters: proximal Newton (Lee, Sun and Saunders 2014), its quadratic solved by coordinate descent (Friedman and
 * others 2010). Many: accelerated proximal gradients (Beck and Teboulle 2009) with restarts (O'Donoghue and Candes 2015).
 */
import type { FitContext } from './contract.ts';
import { hessian } from './hessian.ts';
import { dot } from './lbfgs.ts';
import { evaluateObjective } from './logistic-objective.ts';
import type { Iteration, Objective, Point } from './logistic-objective.ts';
import { createPace } from './pace.ts';

const isIntercept = (p: number, columns: number) => p % columns === columns - 1;

/** The sum of the sizes of the coefficients. */
function sizeOf(parameters: Float64Array, columns: number): number {
  let sum = 0;
  for (let p = 0; p < parameters.length; p++) if (!isIntercept(p, columns)) sum += Math.abs(parameters[p]!);
  return sum;
}

/** The shortest subgradient: all 0 at the minimum and nowhere else. */
export function subgradient({ parameters, gradient }: Point, columns: number, l1: number): Float64Array {
  return gradient.map((g, p) => {
    if (isIntercept(p, columns)) return g;
    if (parameters[p] !== 0) return g + l1 * Math.sign(parameters[p]!);
    return Math.sign(g) * Math.max(0, Math.abs(g) - l1);
  });
}

export function shrink(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export function proximalNewton(objective: Objective, l1: number, context: FitContext): Iteration {
  const pace = createPace(context);
  const { columns } = objective.x;
  const whole = (point: Point) => point.value + l1 * sizeOf(point.parameters, columns);
  return async (point) => {
    await pace();
    const step = quadraticStep(await hessian(objective, point, context.compute, pace), point, columns, l1);
    const target = point.parameters.map((p, i) => p + step[i]!);
    const fall = dot(point.gradient, step) + l1 * (sizeOf(target, columns) - sizeOf(point.parameters, columns));
    if (!(fall < 0)) return null;
    for (let length = 1; length > 1e-10; length /= 2) {
      const tried = evaluateObjective(
        objective,
        // A whole step keeps exact zeros.
        length === 1 ? target : point.parameters.map((p, i) => p + length * step[i]!),
      );
      if (whole(tried) <= whole(point) + 1e-4 * length * fall) return tried;
      const isLevel = Math.abs(whole(tried) - whole(point)) <= 1e-12 * Math.abs(whole(point));
      if (isLevel && largest(subgradient(tried, columns, l1)) < largest(subgradient(point, columns, l1))) return tried;
      await pace();
    }
    return null;
  };
}

/** Minimises g'd + d'Hd / 2 + l1 |w + d| one coordinate after the other, until none moves. */
function quadraticStep(h: Float64Array, { parameters, gradient }: Point, columns: number, l1: number): Float64Array {
  const n = parameters.length;
  const step = new Float64Array(n);
  const slope = gradient.slice();
  const first = largest(gradient);
  for (let sweep = 0; sweep < 2000; sweep++) {
    let most = 0;
    for (let p = 0; p < n; p++) {
      const curvature = h[p * n + p]!;
      if (!(curvature > 0)) continue;
      const from = parameters[p]! + step[p]!;
      const free = from - slope[p]! / curvature;
      const moved = (isIntercept(p, columns) ? free : shrink(free, l1 / curvature)) - from;
      if (moved === 0) continue;
      // Where it lands on 0 the sum of parameter and step must be 0 to the last bit.
      step[p] = from + moved === 0 ? -parameters[p]! : step[p]! + moved;
      for (let q = 0, at = p * n; q < n; q++, at++) slope[q]! += moved * h[at]!;
      most = Math.max(most, Math.abs(moved) * curvature);
    }
    if (most <= 1e-13 * first) break;
  }
  return step;
}

/** Gradient steps of one iteration. */
const stepsAtOnce = 10;

export function proximalGradient(objective: Objective, l1: number, context: FitContext): Iteration {
  const pace = createPace(context);
  const { columns } = objective.x;
  let [momentum, steepness] = [1, 1];
  let ahead: Point | null = null;
  const move = (from: Point) =>
    from.parameters.map((p, i) => {
      const free = p - from.gradient[i]! / steepness;
      return isIntercept(i, columns) ? free : shrink(free, l1 / steepness);
    });
  return async (start) => {
    let point = start;
    for (let step = 0; step < stepsAtOnce; step++) {
      await pace();
      const from: Point = ahead ?? point;
      let next = evaluateObjective(objective, move(from));
      // Twice the steepness until the parabola it stands for lies above.
      for (;;) {
        const change = next.parameters.map((p, i) => p - from.parameters[i]!);
        const above = from.value + dot(from.gradient, change) + (steepness / 2) * dot(change, change);
        if (next.value <= above + 1e-13 * Math.abs(from.value) || steepness > 1e15) break;
        await pace();
        steepness *= 2;
        next = evaluateObjective(objective, move(from));
      }
      const made = next.parameters.map((p, i) => p - point.parameters[i]!);
      const isBackwards = from.parameters.reduce((sum, p, i) => sum + (p - next.parameters[i]!) * made[i]!, 0) > 0;
      const grown = isBackwards ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      const share = isBackwards ? 0 : (momentum - 1) / grown;
      ahead =
        share === 0
          ? null
          : evaluateObjective(
              objective,
              next.parameters.map((p, i) => p + share * made[i]!),
            );
      momentum = grown;
      point = next;
    }
    return point;
  };
}
