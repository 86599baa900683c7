/** @file Platt 1999 with the numerics of Lin, Lin and Weng 2007: a logistic curve from margins to probabilities. */

/** The probability at margin f is 1 / (1 + exp(slope f + offset)). */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

/** Targets are drawn in from 0 and 1 by the counts of both sides, so that a parted set does not end in a step. */
export function fitPlatt(margins: Float64Array, isPositive: ArrayLike<boolean>, weights: Float64Array | null): Sigmoid {
  let [positives, negatives] = [0, 0];
  for (let i = 0; i < margins.length; i++) {
    const weight = weights ? weights[i]! : 1;
    if (isPositive[i]) positives += weight;
    else negatives += weight;
  }
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const evaluate = (slope: number, offset: number) => {
    let [value, gradientSlope, gradientOffset] = [0, 0, 0];
    let [h11, h22, h21] = [1e-12, 1e-12, 0];
    for (let i = 0; i < margins.length; i++) {
      const weight = weights ? weights[i]! : 1;
      const f = margins[i]!;
      const target = isPositive[i] ? high : low;
      const z = slope * f + offset;
      const e = Math.exp(-Math.abs(z));
      value += weight * ((z >= 0 ? target : target - 1) * z + Math.log1p(e));
      const p = z >= 0 ? e / (1 + e) : 1 / (1 + e);
      const gap = weight * (target - p);
      const curvature = weight * p * (1 - p);
      gradientSlope += f * gap;
      gradientOffset += gap;
      h11 += f * f * curvature;
      h22 += curvature;
      h21 += f * curvature;
    }
    return { value, gradientSlope, gradientOffset, h11, h22, h21 };
  };
  let [slope, offset] = [0, Math.log((negatives + 1) / (positives + 1))];
  let point = evaluate(slope, offset);
  for (let iteration = 0; iteration < 100; iteration++) {
    const { gradientSlope, gradientOffset, h11, h22, h21 } = point;
    if (Math.max(Math.abs(gradientSlope), Math.abs(gradientOffset)) < 1e-10 * (positives + negatives)) break;
    const determinant = h11 * h22 - h21 * h21;
    const stepSlope = -(h22 * gradientSlope - h21 * gradientOffset) / determinant;
    const stepOffset = -(h11 * gradientOffset - h21 * gradientSlope) / determinant;
    const descent = gradientSlope * stepSlope + gradientOffset * stepOffset;
    let length = 1;
    for (; length >= 1e-10; length /= 2) {
      const tried = evaluate(slope + length * stepSlope, offset + length * stepOffset);
      if (!(tried.value < point.value + 1e-4 * length * descent)) continue;
      [slope, offset, point] = [slope + length * stepSlope, offset + length * stepOffset, tried];
      break;
    }
    if (length < 1e-10) break;
  }
  return { slope, offset };
}

export function plattProbability({ slope, offset }: Sigmoid, margin: number): number {
  const z = slope * margin + offset;
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? e / (1 + e) : 1 / (1 + e);
}

/** Probabilities of each class against the rest made to sum to 1; all 0 become equal shares. */
export function normalizeRow(scores: Float64Array, at: number, classes: number): void {
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += scores[at + k]!;
  for (let k = 0; k < classes; k++) scores[at + k] = sum > 0 ? scores[at + k]! / sum : 1 / classes;
}
