/** @file How far two columns go together. Each takes codes or values at the same rows, and only rows where both are there. */
import type { View } from './view.ts';

/** value null: undefined, and `reason` says why. */
export interface Measured {
  value: number | null;
  n: number;
  reason: string | null;
}

const undefinedFor = (n: number, reason: string): Measured => ({ value: null, n, reason });
const clamp = (value: number, low: number) => Math.max(low, Math.min(1, value));

/** Most cells of a table of two categories. */
const mostCells = 1_000_000;

/**
 * Pearson's r. a, b: NaN missing. Two passes, so that large values with small differences keep their digits; as
 * scipy.stats.pearsonr on the complete pairs.
 */
export function pearson(a: Float64Array, b: Float64Array, names: readonly [string, string]): Measured {
  let n = 0;
  let first = 0;
  let sumA = 0;
  let sumB = 0;
  // A mean of equal numbers need not be that number in floating point, so constant columns are found by comparing.
  let movesA = false;
  let movesB = false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x !== x || y !== y) continue;
    if (n++ === 0) first = i;
    movesA ||= x !== a[first];
    movesB ||= y !== b[first];
    sumA += x;
    sumB += y;
  }
  if (n < 2) return undefinedFor(n, 'fewer than two rows with both');
  if (!movesA) return undefinedFor(n, `${names[0]} has one value only`);
  if (!movesB) return undefinedFor(n, `${names[1]} has one value only`);
  const meanA = sumA / n;
  const meanB = sumB / n;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]! - meanA;
    const y = b[i]! - meanB;
    if (x !== x || y !== y) continue;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const value = ab / (Math.sqrt(aa) * Math.sqrt(bb));
  if (Number.isNaN(value)) return undefinedFor(n, 'the numbers are too large to multiply');
  return { value: clamp(value, -1), n, reason: null };
}

/**
 * Spearman's rho: Pearson's r of the ranks among the rows where both are there, ties by their average rank (as
 * scipy.stats.spearmanr). The mean rank is (n + 1) / 2 with or without ties, so one pass over the pairs is enough.
 */
export function spearman(a: View, b: View): Measured {
  const left = new Float64Array(a.size);
  const right = new Float64Array(b.size);
  let n = 0;
  for (let i = 0; i < a.codes.length; i++) {
    const x = a.codes[i]!;
    const y = b.codes[i]!;
    if (x < 0 || y < 0) continue;
    n++;
    left[x]!++;
    right[y]!++;
  }
  if (n < 2) return undefinedFor(n, 'fewer than two rows with both');
  const spreadA = centreRanks(left, n);
  const spreadB = centreRanks(right, n);
  if (spreadA === 0) return undefinedFor(n, `${a.name} has one value only`);
  if (spreadB === 0) return undefinedFor(n, `${b.name} has one value only`);
  let sum = 0;
  for (let i = 0; i < a.codes.length; i++) {
    const x = a.codes[i]!;
    const y = b.codes[i]!;
    if (x >= 0 && y >= 0) sum += left[x]! * right[y]!;
  }
  return { value: clamp(sum / (Math.sqrt(spreadA) * Math.sqrt(spreadB)), -1), n, reason: null };
}

/** Puts each code's average rank less (n + 1) / 2 in the place of its count; answers the sum of squares over the n rows. */
function centreRanks(counts: Float64Array, n: number): number {
  let before = 0;
  let squares = 0;
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code]!;
    const centred = before + (count - n) / 2;
    before += count;
    squares += count * centred * centred;
    counts[code] = centred;
  }
  return squares;
}

/** Values less their mean and divided by the root of their sum of squares, so that Pearson's r is a sum of products. */
export function scaled(values: Float64Array): Float64Array {
  // Plain loops: with a callback an entry this takes three times as long.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  const root = Math.sqrt(squares);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = (values[i]! - mean) / root;
  return out;
}

/** Ranks from 1, ties by their average, scaled; of a column without gaps. */
export function scaledRanks({ codes, size }: View): Float64Array {
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  const root = Math.sqrt(centreRanks(counts, codes.length));
  const out = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[i] = counts[codes[i]!]! / root;
  return out;
}

/** Pearson's r of two scaled columns. */
export function product(a: Float64Array, b: Float64Array): Measured {
  // Four sums: one would wait for itself at every step.
  let [s, t, u, v] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    s += a[i]! * b[i]!;
    t += a[i + 1]! * b[i + 1]!;
    u += a[i + 2]! * b[i + 2]!;
    v += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) s += a[i]! * b[i]!;
  return { value: clamp(s + t + u + v, -1), n: a.length, reason: null };
}

/** Cells of the table of two categories on the rows where both are there, with its margins. */
function crossed(a: View, b: View) {
  const cells = new Float64Array(a.size * b.size);
  const rows = new Float64Array(a.size);
  const columns = new Float64Array(b.size);
  let n = 0;
  for (let i = 0; i < a.codes.length; i++) {
    const x = a.codes[i]!;
    const y = b.codes[i]!;
    if (x < 0 || y < 0) continue;
    cells[x * b.size + y]!++;
    rows[x]!++;
    columns[y]!++;
    n++;
  }
  return { cells, rows, columns, n };
}

/**
 * Cramér's V, corrected for bias (Bergsma 2013, A bias-correction for Cramér's V and Tschuprow's T, equations 6 and 7):
 * phi2 = max(0, chi2/n - (r-1)(c-1)/(n-1)), r~ = r - (r-1)^2/(n-1), c~ likewise, V = sqrt(phi2 / min(r~ - 1, c~ - 1)).
 * Only levels that occur on rows with both count; chi2 without Yates' correction.
 */
export function cramersV(a: View, b: View): Measured {
  if (a.size * b.size > mostCells)
    return undefinedFor(bothThere(a, b), `too many levels to cross: ${a.size} by ${b.size}`);
  const { cells, rows, columns, n } = crossed(a, b);
  const [r, c] = [rows, columns].map((margin) => margin.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)) as [
    number,
    number,
  ];
  if (n < 2) return undefinedFor(n, 'fewer than two rows with both');
  if (r < 2) return undefinedFor(n, `${a.name} has one value only`);
  if (c < 2) return undefinedFor(n, `${b.name} has one value only`);
  let phi = -1;
  for (let x = 0; x < a.size; x++)
    for (let y = 0; y < b.size; y++) {
      const count = cells[x * b.size + y]!;
      if (count > 0) phi += (count * count) / (rows[x]! * columns[y]!);
    }
  const corrected = Math.max(0, phi - ((r - 1) * (c - 1)) / (n - 1));
  const least = Math.min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1;
  if (!(least > 1e-12)) return undefinedFor(n, 'every row is a level of its own');
  return { value: clamp(Math.sqrt(corrected / least), 0), n, reason: null };
}

function bothThere(a: View, b: View): number {
  let n = 0;
  for (let i = 0; i < a.codes.length; i++) if (a.codes[i]! >= 0 && b.codes[i]! >= 0) n++;
  return n;
}

/**
 * Correlation ratio eta = sqrt(sum n_g (mean_g - mean)^2 / sum (x - mean)^2) (Fisher 1925): the share of the spread of a
 * number that lies between the levels of a category, as a root. Not corrected: many small levels raise it.
 */
export function correlationRatio(number: View, category: View): Measured {
  const values = number.values!;
  const { codes, size } = category;
  const counts = new Float64Array(size);
  const sums = new Float64Array(size);
  let n = 0;
  let sum = 0;
  let first = 0;
  let moves = false;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const x = values[i]!;
    if (code < 0 || x !== x) continue;
    if (n++ === 0) first = x;
    moves ||= x !== first;
    sum += x;
    counts[code]!++;
  }
  if (n < 2) return undefinedFor(n, 'fewer than two rows with both');
  if (!moves) return undefinedFor(n, `${number.name} has one value only`);
  const mean = sum / n;
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const x = values[i]! - mean;
    if (code < 0 || x !== x) continue;
    sums[code]! += x;
    total += x * x;
  }
  if (counts.reduce((levels, count) => levels + (count > 0 ? 1 : 0), 0) < 2)
    return undefinedFor(n, `${category.name} has one value only`);
  let between = 0;
  for (let code = 0; code < size; code++) if (counts[code]! > 0) between += sums[code]! ** 2 / counts[code]!;
  return { value: clamp(Math.sqrt(between / total), 0), n, reason: null };
}
