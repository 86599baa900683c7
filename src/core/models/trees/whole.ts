/**
 * @file Gradients and hessians as whole numbers of a unit. Sums of whole numbers below 2^53 are exact in float64 in any order, so that it
 * does not matter where they are added up: on the host, or by a graphics device in integers. A rounded gradient is off by at most 2^-22
 * of the largest, either way.
 */
import { mostUnits } from '../../compute/wgsl/histograms.ts';

/** Rows from which boosting rounds, on every backend alike: what is learned depends on the rows and not on the device. */
export const leastRows = 2 ** 18;

/** A largest gradient over so many times the mean would round the others away: such rows are summed as they are. */
const mostUneven = 2 ** 10;

/** Of gradients and of hessians, powers of two. */
export type Units = readonly [number, number];

/** Rounds the pairs (gradient, hessian) of some rows to multiples of a unit. Null, and nothing done, where they are too uneven. */
export function roundToUnits(gradients: Float64Array, rows: Uint32Array): Units | null {
  const units = [0, 1].map((own) => unitOf(gradients, rows, own));
  const [first, second] = units as [number | null, number | null];
  if (first === null || second === null) return null;
  for (let i = 0; i < rows.length; i++) {
    const at = 2 * rows[i]!;
    gradients[at] = first * Math.round(gradients[at]! / first);
    gradients[at + 1] = second * Math.round(gradients[at + 1]! / second);
  }
  return [first, second];
}

function unitOf(gradients: Float64Array, rows: Uint32Array, own: number): number | null {
  let [most, total] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const size = Math.abs(gradients[2 * rows[i]! + own]!);
    if (size > most) most = size;
    total += size;
  }
  if (!(most > 0 && most < Infinity) || most * rows.length > mostUneven * total) return null;
  return 2 ** Math.ceil(Math.log2(most)) / mostUnits;
}

/** The whole numbers of all rows; those that were not rounded are not asked for. */
export function unitsOf(gradients: Float64Array, [first, second]: Units): Int32Array {
  const numbers = new Int32Array(gradients.length);
  for (let at = 0; at < numbers.length; at += 2) {
    numbers[at] = gradients[at]! / first;
    numbers[at + 1] = gradients[at + 1]! / second;
  }
  return numbers;
}
