/** @file Isotonic regression by pooling adjacent violators (Ayer and others 1955), read with straight lines between its knots. */

export interface Isotonic {
  /** Ascending; at least one. */
  readonly at: readonly number[];
  /** In [0, 1], never falling. */
  readonly values: readonly number[];
}

/** The never-falling curve nearest to `isPositive` in squares over `scores`. At least one row. */
export function fitIsotonic(scores: Float64Array, isPositive: ArrayLike<boolean>): Isotonic {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
  // Equal scores are one point, of their mean.
  const points: { at: number; mean: number; count: number }[] = [];
  for (const row of order) {
    const last = points.at(-1);
    const hit = Number(isPositive[row]);
    if (last && last.at === scores[row]) {
      last.mean += (hit - last.mean) / ++last.count;
    } else points.push({ at: scores[row]!, mean: hit, count: 1 });
  }
  const blocks: { sum: number; count: number; points: number }[] = [];
  for (const { mean, count } of points) {
    let block = { sum: mean * count, count, points: 1 };
    for (let last = blocks.at(-1); last && last.sum * block.count >= block.sum * last.count; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count, points: last.points + block.points };
    }
    blocks.push(block);
  }
  // The first and last point of a level stretch are all that straight lines need.
  const at: number[] = [];
  const values: number[] = [];
  let first = 0;
  for (const { sum, count, points: size } of blocks) {
    for (const place of size > 1 ? [first, first + size - 1] : [first]) {
      at.push(points[place]!.at);
      values.push(Math.min(1, Math.max(0, sum / count)));
    }
    first += size;
  }
  return { at, values };
}

/** Beyond the ends: the end's value. */
export function isotonicProbability({ at, values }: Isotonic, score: number): number {
  if (score <= at[0]!) return values[0]!;
  if (score >= at.at(-1)!) return values.at(-1)!;
  let [low, high] = [0, at.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - at[low]!) / (at[high]! - at[low]!);
  return values[low]! + share * (values[high]! - values[low]!);
}
