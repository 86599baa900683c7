/** @file The normal distribution. */

/** The chance that a standard normal number is above z: to 1e-13 of itself, far out too. */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    // Phi(z) - 1/2 = density (z + z^3/3 + z^5/(3*5) + ...), every term positive (Marsaglia 2004).
    let sum = z;
    for (let n = 3, term = z; term > 1e-17 * sum; n += 2) sum += term *= (z * z) / n;
    return 0.5 - density * sum;
  }
  // density / (z + 1/(z + 2/(z + 3/(z + ...)))) (Laplace), from the back.
  let fraction = z;
  for (let k = 120; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** The chance that a standard normal number is between low and high; either may be infinite. */
export function between(low: number, high: number): number {
  if (low > 0) return tail(low) - tail(high);
  if (high < 0) return tail(-high) - tail(-low);
  return 1 - tail(high) - tail(-low);
}

function tail(z: number): number {
  return z === Infinity ? 0 : upperTail(z);
}

/** The z that a standard normal number is below with chance p, by halving; infinite at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let [low, high] = [-40, 0];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (upperTail(-middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
