/** @file The rows a model finds hardest: those whose own class it gave the least. */

export interface Hard {
  /** Place among the rows given. */
  place: number;
  /** Probability of its actual class. */
  score: number;
  /** -ln of it, in nats. */
  loss: number;
}

/** The `count` rows of the highest log loss, highest first, ties by place. scores: rows x classes. */
export function hardestRows(actual: Int32Array, scores: ArrayLike<number>, classes: number, count: number): Hard[] {
  const own = Float64Array.from(actual, (y, r) => scores[r * classes + y]!);
  const order = Uint32Array.from(own, (_, r) => r).sort((a, b) => own[a]! - own[b]! || a - b);
  return Array.from(order.subarray(0, count), (place) => ({
    place,
    score: own[place]!,
    loss: -Math.log(Math.max(1e-15, own[place]!)),
  }));
}
