/** @file The squared hinge by Newton's method on the coefficients themselves (Keerthi and DeCoste 2005): for few columns. */
import { solveDefinite } from './cholesky.ts';
import type { DualProblem, Separator } from './dual-descent.ts';
import { margins } from './dual-descent.ts';

/** Columns up to which a matrix of columns x columns is solved in every step. */
export const mostColumns = 500;

/** The same minimum as `separate` with the squared hinge. pace: awaited once a step. */
export async function separateByNewton(
  { x, isPositive, weights, cost, maxPasses }: DualProblem,
  pace: () => Promise<unknown>,
): Promise<Separator> {
  const n = x.names.length + 1;
  const evaluate = (w: Float64Array) => {
    const found = margins(x, w);
    let value = 0;
    for (const each of w) value += (each * each) / 2;
    const gap = found.map((margin, r) => Math.max(0, 1 - (isPositive[r] ? margin : -margin)));
    for (let r = 0; r < x.rows; r++) value += cost * (weights ? weights[r]! : 1) * gap[r]! ** 2;
    return { w, gap, value };
  };
  let point = evaluate(new Float64Array(n));
  let first = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    await pace();
    const { gradient, curvature } = slopes(point.gap);
    const steepest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    first ||= steepest;
    if (steepest <= 1e-12 * first) return { coefficients: point.w, isConverged: true };
    const step = solveDefinite(
      curvature,
      gradient.map((g) => -g),
    );
    const fall = step.reduce((sum, s, i) => sum + s * gradient[i]!, 0);
    let length = 1;
    let next = point;
    for (; length > 1e-10; length /= 2) {
      next = evaluate(point.w.map((each, i) => each + length * step[i]!));
      if (next.value <= point.value + 1e-4 * length * fall) break;
    }
    // No step lowers the value any more: the minimum, as far as float64 can tell it.
    if (length <= 1e-10) return { coefficients: point.w, isConverged: steepest <= 1e-6 * first };
    point = next;
  }
  return { coefficients: point.w, isConverged: false };

  /** At the rows inside their margin: the loss is a parabola there and 0 elsewhere. */
  function slopes(gap: Float64Array): { gradient: Float64Array; curvature: Float64Array } {
    const gradient = point.w.slice();
    const curvature = new Float64Array(n * n);
    for (let i = 0; i < n; i++) curvature[i * n + i] = 1;
    for (let r = 0; r < x.rows; r++) {
      if (gap[r] === 0) continue;
      const scale = 2 * cost * (weights ? weights[r]! : 1);
      const pull = scale * gap[r]! * (isPositive[r] ? 1 : -1);
      const [from, to] = [x.starts[r]!, x.starts[r + 1]!];
      for (let i = from; i < to; i++) {
        const c = x.columns[i]!;
        const scaled = scale * x.values[i]!;
        gradient[c]! -= pull * x.values[i]!;
        for (let j = from; j <= i; j++) curvature[c * n + x.columns[j]!]! += scaled * x.values[j]!;
        curvature[(n - 1) * n + c]! += scaled;
      }
      gradient[n - 1]! -= pull;
      curvature[n * n - 1]! += scale;
    }
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) curvature[j * n + i] = curvature[i * n + j]!;
    return { gradient, curvature };
  }
}
