import { z } from 'zod';
import { numberStep } from './number-step.ts';
import { selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  standardize: z.boolean().default(true).meta({
    label: 'Standardize',
    describes: 'Gives the transformed training values mean 0 and deviation 1',
  }),
});

interface Learned {
  lambda: number;
  mean: number;
  scale: number;
}

/** The power that makes the training values most normal (Yeo and Johnson 2000), as scikit-learn's PowerTransformer. A constant column stays as it is, but for its mean. */
export const power = numberStep<z.output<typeof options>, Learned>({
  step: 'power',
  label: 'Yeo-Johnson power',
  describes: 'Bends each column of numbers by the power that makes it most like a normal distribution.',
  options,
  learn(sorted, { standardize }) {
    const isConstant = sorted[0] === sorted.at(-1);
    const lambda = isConstant ? 1 : mostLikely(sorted);
    if (!standardize) return { lambda, mean: 0, scale: 1 };
    const { mean, variance } = moments(sorted, lambda);
    return { lambda, mean, scale: isConstant || !(variance > 0) ? 1 : Math.sqrt(variance) };
  },
  change: (value, { lambda, mean, scale }) => (bend(value, lambda) - mean) / scale,
});

/** Yeo and Johnson (2000), equation 2.1. */
function bend(x: number, lambda: number): number {
  if (x >= 0) return lambda === 0 ? Math.log1p(x) : Math.expm1(lambda * Math.log1p(x)) / lambda;
  const rest = 2 - lambda;
  return rest === 0 ? -Math.log1p(-x) : -Math.expm1(rest * Math.log1p(-x)) / rest;
}

/** Of the bent values; the population variance. */
function moments(values: Float64Array, lambda: number): { mean: number; variance: number } {
  const bent = values.map((x) => bend(x, lambda));
  const mean = bent.reduce((sum, x) => sum + x, 0) / bent.length;
  return { mean, variance: bent.reduce((sum, x) => sum + (x - mean) ** 2, 0) / bent.length };
}

/** The lambda of the greatest log likelihood (equation 3.1); one number, so golden sections between brackets serve. */
function mostLikely(values: Float64Array): number {
  const signedLogs = values.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0);
  const loss = (lambda: number) => {
    const { variance } = moments(values, lambda);
    const found = (values.length / 2) * Math.log(variance) - (lambda - 1) * signedLogs;
    return Number.isFinite(found) ? found : Infinity;
  };
  const [low, high] = bracket(loss);
  return leastBetween(loss, low, high);
}

/** Walks downhill from 1 in growing strides until the loss grows again. */
function bracket(loss: (at: number) => number): [number, number] {
  const towards = loss(1.5) < loss(1) ? 1 : -1;
  let before = 1 - 0.5 * towards;
  let here = 1;
  for (let stride = 0.5; stride < 1000; stride *= 2) {
    const next = here + towards * stride;
    if (!(loss(next) < loss(here))) return [Math.min(before, next), Math.max(before, next)];
    [before, here] = [here, next];
  }
  return [Math.min(before, here), Math.max(before, here)];
}

function leastBetween(loss: (at: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let [atLeft, atRight] = [loss(left), loss(right)];
  while (high - low > 1e-9) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = loss(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = loss(right);
    }
  }
  return (low + high) / 2;
}
