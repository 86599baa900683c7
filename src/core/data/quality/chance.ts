/** @file How often chance alone would show as much. */

/**
 * P(X > x) of chi-square with `df` degrees: the regularised upper incomplete gamma function Q(df / 2, x / 2), by its series
 * below df / 2 + 1 and by its continued fraction above (Press et al. 2007, Numerical Recipes, 6.2). As scipy.stats.chi2.sf.
 */
export function chiSquareTail(x: number, df: number): number {
  if (!(x > 0)) return 1;
  const a = df / 2;
  const z = x / 2;
  const factor = Math.exp(a * Math.log(z) - z - logGamma(a));
  if (z < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 10_000 && term > sum * 1e-16; k++) sum += term *= z / (a + k);
    return Math.max(0, 1 - sum * factor);
  }
  let b = z + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 10_000; k++) {
    const an = k * (a - k);
    b += 2;
    d = 1 / (an * d + b || 1e-300);
    c = b + an / c || 1e-300;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return Math.min(1, factor * h);
}

/** ln gamma(x) for x > 0: Stirling's series after stepping up to 10 (Abramowitz and Stegun 6.1.41); 1e-14. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 10; y++) shift += Math.log(y);
  const i = 1 / (y * y);
  const series = (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i * (1 / 1680 - i / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/**
 * Two-sample Kolmogorov-Smirnov: D is the largest distance of the two distribution functions. p by the limit distribution
 * 2 sum (-1)^(k-1) exp(-2 k^2 t^2), t = D sqrt(nm / (n + m)) (Smirnov 1939), as scipy.stats.ks_2samp(method='asymp') in the
 * limit; nearly right from 30 rows each. a, b: ascending, one value at least.
 */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): { distance: number; p: number } {
  let i = 0;
  let j = 0;
  let distance = 0;
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= at) i++;
    while (j < b.length && b[j]! <= at) j++;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const t = distance * Math.sqrt((a.length * b.length) / (a.length + b.length));
  // Under 0.2 the sum alternates without settling, and p is 1 to twelve digits.
  if (t < 0.2) return { distance, p: 1 };
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * t * t);
  return { distance, p: Math.max(0, Math.min(1, p)) };
}
