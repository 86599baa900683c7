/** @file The direction of limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.4), in float64. */

interface Pair {
  step: Float64Array;
  change: Float64Array;
  rho: number;
}

/** Steps remembered. */
const memory = 10;

export interface Lbfgs {
  /** Minus the inverse Hessian estimate times the gradient; the same array each time. */
  direction(gradient: Float64Array): Float64Array;
  /** Remembers a step and the change of the gradient over it; leaves out pairs without positive curvature. */
  remember(from: Place, to: Place): void;
}

interface Place {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
}

/** scales: about the inverse of each parameter's own second derivative, where it is known; absent: all alike. */
export function createLbfgs(scales?: Float64Array): Lbfgs {
  const pairs: Pair[] = [];
  let q = new Float64Array(0);
  /** The arrays of a pair that is let go. */
  let spare: Pick<Pair, 'step' | 'change'> | null = null;
  return {
    direction(gradient) {
      if (q.length !== gradient.length) q = new Float64Array(gradient.length);
      for (let i = 0; i < q.length; i++) q[i] = -gradient[i]!;
      const last = pairs.at(-1);
      if (!last) {
        if (scales) scale(q, 1, scales);
        else scale(q, 1 / Math.max(1, Math.sqrt(dot(q, q))));
        return q;
      }
      const alpha = new Float64Array(pairs.length);
      let product = dot(last.step, q);
      for (let i = pairs.length - 1; i >= 0; i--) {
        alpha[i] = pairs[i]!.rho * product;
        product = addThenDot(q, pairs[i]!.change, -alpha[i]!, pairs[i - 1]?.step);
      }
      scale(q, 1 / (last.rho * squares(last.change, scales)), scales);
      product = dot(pairs[0]!.change, q);
      for (const [i, { step, rho }] of pairs.entries())
        product = addThenDot(q, step, alpha[i]! - rho * product, pairs[i + 1]?.change);
      return q;
    },
    remember(from, to) {
      const size = to.parameters.length;
      const { step, change } = spare ?? { step: new Float64Array(size), change: new Float64Array(size) };
      for (let i = 0; i < step.length; i++) {
        step[i] = to.parameters[i]! - from.parameters[i]!;
        change[i] = to.gradient[i]! - from.gradient[i]!;
      }
      spare = { step, change };
      const curvature = dot(step, change);
      if (!(curvature > 1e-14 * dot(change, change))) return;
      pairs.push({ step, change, rho: 1 / curvature });
      spare = pairs.length > memory ? pairs.shift()! : null;
    },
  };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Adds, and answers the product of the sum with `next`, in one pass: each waits for memory, not for the other. */
function addThenDot(to: Float64Array, what: Float64Array, times: number, next: Float64Array | undefined): number {
  let sum = 0;
  if (!next) for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!;
  else
    for (let i = 0; i < to.length; i++) {
      const added = to[i]! + times * what[i]!;
      to[i] = added;
      sum += next[i]! * added;
    }
  return sum;
}

function scale(values: Float64Array, by: number, each?: Float64Array): void {
  if (!each) for (let i = 0; i < values.length; i++) values[i]! *= by;
  else for (let i = 0; i < values.length; i++) values[i]! *= by * each[i]!;
}

function squares(values: Float64Array, each?: Float64Array): number {
  if (!each) return dot(values, values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]! * each[i]!;
  return sum;
}
