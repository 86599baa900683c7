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

/** Ranks 1..n of the rows where both are there, ties by their average rank (as scipy.stats.rankdata); NaN elsewhere. */
export function averageRanks(view: View, beside: View | null): Float64Array {
  const { codes, size } = view;
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++)
    if (codes[i]! >= 0 && (beside === null || beside.codes[i]! >= 0)) counts[codes[i]!]!++;
  let before = 0;
  for (let code = 0; code < size; code++) {
    const count = counts[code]!;
    counts[code] = before + (count + 1) / 2;
    before += count;
  }
  const ranks = new Float64Array(codes.length).fill(NaN);
  for (let i = 0; i < codes.length; i++)
    if (codes[i]! >= 0 && (beside === null || beside.codes[i]! >= 0)) ranks[i] = counts[codes[i]!]!;
  return ranks;
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
