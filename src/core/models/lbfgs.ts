/** @file The direction of limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.4), in float64. */

interface Pair {
  step: Float64Array;
  change: Float64Array;
  rho: number;
}

/** Steps remembered. */
const memory = 20;

export interface Lbfgs {
  /** Minus the inverse Hessian estimate times the gradient. */
  direction(gradient: Float64Array): Float64Array;
  /** Remembers a step and the change of the gradient over it; leaves out pairs without positive curvature. */
  remember(step: Float64Array, change: Float64Array): void;
}

export function createLbfgs(): Lbfgs {
  const pairs: Pair[] = [];
  return {
    direction(gradient) {
      const q = gradient.map((g) => -g);
      const alpha = new Float64Array(pairs.length);
      for (let i = pairs.length - 1; i >= 0; i--) {
        const { step, change, rho } = pairs[i]!;
        alpha[i] = rho * dot(step, q);
        add(q, change, -alpha[i]!);
      }
      const last = pairs.at(-1);
      const scale = last ? 1 / (last.rho * dot(last.change, last.change)) : 1 / Math.max(1, Math.sqrt(dot(q, q)));
      for (let i = 0; i < q.length; i++) q[i]! *= scale;
      for (const [i, { step, change, rho }] of pairs.entries()) add(q, step, alpha[i]! - rho * dot(change, q));
      return q;
    },
    remember(step, change) {
      const curvature = dot(step, change);
      if (!(curvature > 1e-14 * dot(change, change))) return;
      pairs.push({ step, change, rho: 1 / curvature });
      if (pairs.length > memory) pairs.shift();
    },
  };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!;
}
