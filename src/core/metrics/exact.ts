/** @file Exact chances of counts, and which of many tests may be believed. */

/** ln 0! to ln n!. */
export function logFactorials(n: number): Float64Array {
  const out = new Float64Array(n + 1);
  for (let i = 2; i <= n; i++) out[i] = out[i - 1]! + Math.log(i);
  return out;
}

/**
 * The chance of `hits` or more among `drawn` rows when `marked` of `all` rows are marked and the draw is blind: Fisher's exact test,
 * one-sided (Fisher 1935). ln: of logFactorials(all) or more.
 */
export function fisherUpper(hits: number, drawn: number, marked: number, all: number, ln: Float64Array): number {
  const least = Math.max(0, drawn + marked - all);
  if (hits <= least) return 1;
  const most = Math.min(drawn, marked);
  if (hits > most) return 0;
  const choose = (n: number, k: number) => ln[n]! - ln[k]! - ln[n - k]!;
  const logTerm = choose(marked, hits) + choose(all - marked, drawn - hits) - choose(all, drawn);
  // Terms in units of the first; below the mode they rise before they fall.
  let [sum, term] = [1, 1];
  for (let k = hits; k < most; k++) {
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (all - marked - drawn + k + 1));
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return Math.min(1, Math.exp(logTerm + Math.log(sum)));
}

/**
 * McNemar's test, exact (two-sided binomial at 1/2): of the rows that one of two models alone gets right, `first` are the first's and
 * `second` the second's. 1 where there are none.
 */
export function mcnemar(first: number, second: number): number {
  const n = first + second;
  const fewer = Math.min(first, second);
  if (2 * fewer >= n) return 1;
  // From the largest term down: C(n, k-1) = C(n, k) k / (n - k + 1).
  const ln = logFactorials(n);
  const logTerm = ln[n]! - ln[fewer]! - ln[n - fewer]! - n * Math.LN2;
  let [sum, term] = [1, 1];
  for (let k = fewer; k > 0; k--) {
    term *= k / (n - k + 1);
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return Math.min(1, 2 * Math.exp(logTerm + Math.log(sum)));
}

/**
 * Each chance adjusted so that taking those at or under q keeps the expected share of false ones among the taken at or under q
 * (Benjamini and Hochberg 1995, step-up).
 */
export function falseDiscovery(chances: ArrayLike<number>): Float64Array {
  const m = chances.length;
  const order = Uint32Array.from({ length: m }, (_, i) => i).sort((a, b) => chances[b]! - chances[a]! || a - b);
  const out = new Float64Array(m);
  let least = 1;
  order.forEach((i, from) => {
    least = Math.min(least, (chances[i]! * m) / (m - from));
    out[i] = least;
  });
  return out;
}
