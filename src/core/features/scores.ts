/** @file How much one complete column tells of the classes by itself. */

/** Population variance, as scikit-learn's VarianceThreshold; missing values are left out. Null without a value. */
export function variance(values: Float64Array): number | null {
  let [n, sum] = [0, 0];
  for (const value of values) if (!Number.isNaN(value)) [n, sum] = [n + 1, sum + value];
  const mean = sum / n;
  let squares = 0;
  let first = NaN;
  let moves = false;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(first)) first = value;
    moves ||= value !== first;
    squares += (value - mean) ** 2;
  }
  // A mean of equal numbers need not be that number in floating point.
  return n === 0 ? null : moves ? squares / n : 0;
}

/**
 * F of a one-way analysis of variance, as scikit-learn's f_classif: the variance between the classes over that inside them.
 * Null where the column has one value, or there is no row more than classes; the largest number where nothing varies inside.
 */
export function anova(values: Float64Array, codes: Int32Array, classes: number): number | null {
  const counts = new Float64Array(classes);
  const sums = new Float64Array(classes);
  for (let i = 0; i < values.length; i++) {
    counts[codes[i]!]!++;
    sums[codes[i]!]! += values[i]!;
  }
  const present = counts.filter((n) => n > 0).length;
  const n = values.length;
  if (present < 2 || n <= present || values.every((value) => value === values[0])) return null;
  const mean = sums.reduce((sum, own) => sum + own, 0) / n;
  const means = sums.map((sum, k) => sum / counts[k]!);
  let [between, inside] = [0, 0];
  for (let k = 0; k < classes; k++) if (counts[k]! > 0) between += counts[k]! * (means[k]! - mean) ** 2;
  for (let i = 0; i < n; i++) inside += (values[i]! - means[codes[i]!]!) ** 2;
  if (inside <= Number.EPSILON ** 2 * between) return Number.MAX_VALUE;
  return Math.min(Number.MAX_VALUE, between / (present - 1) / (inside / (n - present)));
}

const neighbours = 3;

/**
 * Mutual information of a number and the class in nats, from the distances to the 3 nearest rows of the class (Ross 2014, Mutual
 * information between discrete and continuous data sets; scikit-learn's mutual_info_classif, without its noise). Where the third
 * is at distance 0, all rows at distance 0 are counted (Gao and others 2017, for mixtures), so that counts and 0/1 columns need
 * no noise. A class of one row is left out. Below 0 is 0.
 */
export function mutualInformation(values: Float64Array, codes: Int32Array, classes: number): number {
  const size = new Float64Array(classes);
  for (const code of codes) size[code]!++;
  // By value, then by class: the sums below do not depend on the order of the rows.
  const order = Uint32Array.from(values.keys()).sort((i, j) => values[i]! - values[j]! || codes[i]! - codes[j]!);
  const all = Float64Array.from(order, (i) => values[i]!);
  const kept = order.filter((i) => size[codes[i]!]! > 1);
  if (kept.length === 0) return 0;
  const digamma = harmonic(values.length);
  const byClass = Array.from({ length: classes }, (_, k) =>
    Float64Array.from(
      order.filter((i) => codes[i] === k),
      (i) => values[i]!,
    ),
  );
  const place = new Uint32Array(classes);
  let sum = 0;
  // Rows of a class of one row are no neighbours either.
  const others = kept.length === order.length ? all : Float64Array.from(kept, (i) => values[i]!);
  for (const i of kept) {
    const code = codes[i]!;
    const own = byClass[code]!;
    const k = Math.min(neighbours, own.length - 1);
    const value = values[i]!;
    const radius = distance(own, place[code]!++, k);
    const near = radius === 0 ? within(own, value, 0) : k;
    sum += digamma[near]! - digamma[own.length]! - digamma[within(others, value, radius)]!;
  }
  return Math.max(0, digamma[kept.length]! + sum / kept.length);
}

/** To the k-th nearest of the others; sorted: ascending. */
function distance(sorted: Float64Array, at: number, k: number): number {
  let [left, right] = [at - 1, at + 1];
  let far = 0;
  for (let found = 0; found < k; found++) {
    const down = left >= 0 ? sorted[at]! - sorted[left]! : Infinity;
    const up = right < sorted.length ? sorted[right]! - sorted[at]! : Infinity;
    far = Math.min(down, up);
    if (down <= up) left--;
    else right++;
  }
  return far;
}

/** How many lie nearer than the radius, or at distance 0 where that is 0; itself included. */
function within(sorted: Float64Array, value: number, radius: number): number {
  if (radius === 0) return partition(sorted, (other) => other <= value) - partition(sorted, (other) => other < value);
  const first = partition(sorted, (other) => value - other >= radius);
  return partition(sorted, (other) => other - value < radius) - first;
}

/** The number of entries at the start for which `isBefore` holds. */
function partition(sorted: Float64Array, isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Digamma of 0..n at the whole numbers, where it is the harmonic number of n - 1 less Euler's constant; 0 is not used. */
function harmonic(n: number): Float64Array {
  const values = new Float64Array(n + 1);
  values[1] = -0.5772156649015329;
  for (let i = 2; i <= n; i++) values[i] = values[i - 1]! + 1 / (i - 1);
  return values;
}
