/** @file Exact nearest rows, touching only what is not zero: along the stored rows, or by lists of each column's rows where few are shared. */
import type { SparseMatrix } from './contract.ts';

export type Metric = 'euclidean' | 'manhattan' | 'cosine';

export interface Found {
  /** Places of the stored rows, nearest first; the earlier of equals first. */
  readonly places: Uint32Array;
  readonly distances: Float64Array;
}

/** Rows searched for at once at most. */
export const together = 4;

/** Answers the `k` nearest stored rows of each of the rows first..first + count of `x`; overwritten by the next answer. */
export type Search = (x: SparseMatrix, first: number, count: number) => readonly Found[];

/** What shared columns add to the sum that a distance is made of. */
type Term = (a: number, b: number) => number;
const product: Term = (a, b) => a * b;
const gap: Term = (a, b) => Math.abs(a - b) - Math.abs(a) - Math.abs(b);

export function createSearch(stored: SparseMatrix, metric: Metric, k: number): Search {
  const n = stored.rows;
  const norms = Float64Array.from({ length: n }, (_, r) => normOf(stored, r, metric));
  const sums = Array.from({ length: together }, () => new Float64Array(n));
  const found = sums.map(() => ({ places: new Uint32Array(k), distances: new Float64Array(k) }));
  const lengths = new Uint32Array(stored.names.length);
  for (const column of stored.columns) lengths[column]!++;
  const lines = {
    rows: n,
    starts: Int32Array.from(stored.starts),
    places: Int32Array.from(stored.columns, (column) => together * column),
    values: Float64Array.from(stored.values),
  };
  let lists: Lists | null = null;

  return (x, first, count) => {
    let touched = 0;
    for (let i = x.starts[first]!; i < x.starts[first + count]!; i++) touched += lengths[x.columns[i]!]!;
    // To write a sum anew for every value costs more than to go along the rows with all sums at hand.
    if (touched > stored.values.length)
      (metric === 'manhattan' ? alongGaps : alongProducts)(lines, x, first, count, sums);
    else {
      lists ??= transpose(stored);
      for (let b = 0; b < count; b++) alongLists(lists, x, first + b, metric === 'manhattan' ? gap : product, sums[b]!);
    }
    for (let b = 0; b < count; b++) {
      const row = first + b;
      select(sums[b]!, norms, normOf(x, row, metric), metric, k, found[b]!);
      const { places, distances } = found[b]!;
      if (metric !== 'cosine') for (let i = 0; i < k; i++) distances[i] = exact(stored, places[i]!, x, row, metric);
    }
    return found;
  };
}

/** By columns that the row has, for each stored row that has them too. */
function alongLists(
  { starts, rows, values }: Lists,
  x: SparseMatrix,
  row: number,
  term: Term,
  sums: Float64Array,
): void {
  sums.fill(0);
  for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++) {
    const a = x.values[i]!;
    const c = x.columns[i]!;
    for (let j = starts[c]!, to = starts[c + 1]!; j < to; j++) sums[rows[j]!]! += term(a, values[j]!);
  }
}

/** Stored rows, laid out for alongProducts and alongGaps. */
interface Lines {
  readonly rows: number;
  readonly starts: Int32Array;
  /** Where the columns begin in what `spread` makes. */
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** By stored rows, for up to four rows of x at once. A column that a row has not adds 0: all sums are as alongLists has them. */
function alongProducts(
  { rows, starts, places, values }: Lines,
  x: SparseMatrix,
  first: number,
  count: number,
  [s0, s1, s2, s3]: readonly Float64Array[],
): void {
  const dense = spread(x, first, count);
  for (let r = 0; r < rows; r++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = starts[r]!, end = starts[r + 1]!; i < end; i++) {
      const at = places[i]!;
      const value = values[i]!;
      a += dense[at]! * value;
      b += dense[at + 1]! * value;
      c += dense[at + 2]! * value;
      d += dense[at + 3]! * value;
    }
    s0![r] = a;
    s1![r] = b;
    s2![r] = c;
    s3![r] = d;
  }
}

function alongGaps(
  { rows, starts, places, values }: Lines,
  x: SparseMatrix,
  first: number,
  count: number,
  [s0, s1, s2, s3]: readonly Float64Array[],
): void {
  const dense = spread(x, first, count);
  for (let r = 0; r < rows; r++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = starts[r]!, end = starts[r + 1]!; i < end; i++) {
      const at = places[i]!;
      const value = values[i]!;
      a += gap(dense[at]!, value);
      b += gap(dense[at + 1]!, value);
      c += gap(dense[at + 2]!, value);
      d += gap(dense[at + 3]!, value);
    }
    s0![r] = a;
    s1![r] = b;
    s2![r] = c;
    s3![r] = d;
  }
}

/** Columns x together. */
function spread(x: SparseMatrix, first: number, count: number): Float64Array {
  const dense = new Float64Array(together * x.names.length);
  for (let b = 0; b < count; b++)
    for (let i = x.starts[first + b]!; i < x.starts[first + b + 1]!; i++)
      dense[together * x.columns[i]! + b] = x.values[i]!;
  return dense;
}

/** The k nearest by their sums. */
function select(
  sums: Float64Array,
  norms: Float64Array,
  norm: number,
  metric: Metric,
  k: number,
  { places, distances }: Found,
): void {
  let held = 0;
  let farthest = Infinity;
  for (let r = 0; r < sums.length; r++) {
    const far = distance(metric, norm, norms[r]!, sums[r]!);
    if (held === k && !(far < farthest)) continue;
    let at = held < k ? held++ : k - 1;
    for (; at > 0 && distances[at - 1]! > far; at--) {
      distances[at] = distances[at - 1]!;
      places[at] = places[at - 1]!;
    }
    distances[at] = far;
    places[at] = r;
    if (held === k) farthest = distances[k - 1]!;
  }
}

/** Term by term, free of the cancellation in |a|^2 + |b|^2 - 2ab: columns ascend in both rows. */
function exact(stored: SparseMatrix, place: number, x: SparseMatrix, row: number, metric: Metric): number {
  let [i, j] = [stored.starts[place]!, x.starts[row]!];
  const [endI, endJ] = [stored.starts[place + 1]!, x.starts[row + 1]!];
  let sum = 0;
  while (i < endI || j < endJ) {
    const a = i < endI ? stored.columns[i]! : Infinity;
    const b = j < endJ ? x.columns[j]! : Infinity;
    const gap = (a <= b ? stored.values[i++]! : 0) - (b <= a ? x.values[j++]! : 0);
    sum += metric === 'euclidean' ? gap * gap : Math.abs(gap);
  }
  return metric === 'euclidean' ? Math.sqrt(sum) : sum;
}

/** Squared for euclidean. */
function distance(metric: Metric, a: number, b: number, sum: number): number {
  if (metric === 'euclidean') return Math.max(0, a + b - 2 * sum);
  if (metric === 'manhattan') return Math.max(0, a + b + sum);
  // A row of zeros has no direction: as far as a right angle from all, as scikit-learn has it.
  return a === 0 || b === 0 ? 1 : Math.max(0, 1 - sum / (a * b));
}

/** The sum of squares, the sum of sizes, or the length of a row. */
function normOf(x: SparseMatrix, row: number, metric: Metric): number {
  let sum = 0;
  for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++)
    sum += metric === 'manhattan' ? Math.abs(x.values[i]!) : x.values[i]! * x.values[i]!;
  return metric === 'cosine' ? Math.sqrt(sum) : sum;
}

/** Compressed columns: column c holds values[starts[c]..starts[c + 1]) in rows of the same places. */
interface Lists {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly values: Float32Array;
}

function transpose(x: SparseMatrix): Lists {
  const starts = new Uint32Array(x.names.length + 1);
  for (const column of x.columns) starts[column + 1]!++;
  for (let c = 0; c < x.names.length; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const rows = new Uint32Array(x.values.length);
  const values = new Float32Array(x.values.length);
  for (let r = 0; r < x.rows; r++)
    for (let i = x.starts[r]!; i < x.starts[r + 1]!; i++) {
      const at = next[x.columns[i]!]!++;
      rows[at] = r;
      values[at] = x.values[i]!;
    }
  return { starts, rows, values };
}
