/** @file The best cut of a column in codes: between any two values that a node has. */
import type { Coded } from './bins.ts';
import type { ClassCut, ClassOptions, ClassRows, Found, Splitter, Stretch, Totalled } from './classes.ts';
import { sumOnes, tellZeros } from './indicators.ts';
import type { Indicators } from './indicators.ts';
import { purity } from './impurity.ts';

/** Up to so many rows are sorted by insertion. */
const few = 32;
/** Rows of the matrix are under this. */
const base = 2 ** 26;

/** The threshold between two codes that are next to each other in a node. */
export type Middle = (column: number, low: number, high: number) => number;

/** Of equal cuts the lowest wins; missing values are tried on the right, then on the left. */
export function codedSplitter(
  { rows: height, columns: width, codes, cuts, hasMissing }: Coded<Int32Array>,
  indicators: Indicators,
  classes: number,
  middle: Middle,
): Splitter {
  const widest = cuts.reduce((most, own) => Math.max(most, own.length + 2), 0);
  const sums = new Float64Array(widest * classes);
  const counts = new Int32Array(widest);
  const keys = new Float64Array(height);
  const left = new Float64Array(classes);
  /** Codes that the node has, ascending; their sums and counts lie in the same order. */
  const present = new Int32Array(widest);

  function search(
    column: number,
    node: Totalled,
    data: ClassRows,
    { criterion, minSamplesLeaf }: ClassOptions,
    least: number,
  ): Found {
    const own = cuts[column]!;
    const n = node.end - node.begin;
    const place = indicators.places[column]!;
    let found: number;
    if (place >= 0) found = byOnes(place, node, data);
    else if (own.length + 2 <= Math.max(64, 4 * n)) found = bySums(column, node, data);
    else found = bySorting(column, node, data);
    if (found === 1) return 'constant';
    const missing = own.length + 1;
    const isMissing = hasMissing[column]! && found > 0 && present[found - 1] === missing;
    const known = isMissing ? found - 1 : found;
    let best: ClassCut | null = null;
    let most = least;
    for (let pass = 0; pass < (isMissing ? 2 : 1); pass++) {
      let below = 0;
      left.fill(0);
      if (pass === 1) {
        below = counts[found - 1]!;
        for (let k = 0; k < classes; k++) left[k] = sums[(found - 1) * classes + k]!;
      }
      const last = pass === 0 && isMissing ? known : known - 1;
      for (let i = 0; i < last; i++) {
        below += counts[i]!;
        for (let k = 0; k < classes; k++) left[k]! += sums[i * classes + k]!;
        if (below < minSamplesLeaf) continue;
        if (n - below < minSamplesLeaf) break;
        const after = purity(left, node.totals, criterion);
        if (!(after > most)) continue;
        most = after;
        const isMissingRight = isMissing ? pass === 0 : 2 * below < n;
        const threshold = i === known - 1 ? Infinity : middle(column, present[i]!, present[i + 1]!);
        best = { column, threshold, isMissingRight, purity: after };
      }
    }
    return best;
  }

  function byOnes(place: number, node: Totalled, data: ClassRows): number {
    const n = node.end - node.begin;
    const ones = sumOnes(indicators, place, data, node, sums, classes);
    counts[0] = n - ones;
    counts[1] = ones;
    for (let k = 0; k < classes; k++) sums[k] = node.totals[k]! - sums[classes + k]!;
    present[0] = 0;
    present[1] = 1;
    return ones === 0 || ones === n ? 1 : 2;
  }

  function bySums(column: number, { begin, end }: Stretch, { rows, labels, weights }: ClassRows): number {
    const length = cuts[column]!.length + 2;
    sums.fill(0, 0, length * classes);
    counts.fill(0, 0, length);
    for (let i = begin; i < end; i++) {
      const code = codes[rows[i]! * width + column]!;
      counts[code]!++;
      sums[code * classes + labels[i]!]! += weights[i]!;
    }
    let found = 0;
    for (let code = 0; code < length; code++) {
      if (counts[code] === 0) continue;
      present[found] = code;
      if (found < code) {
        counts[found] = counts[code]!;
        for (let k = 0; k < classes; k++) sums[found * classes + k] = sums[code * classes + k]!;
      }
      found++;
    }
    return found;
  }

  function bySorting(column: number, { begin, end }: Stretch, { rows, labels, weights }: ClassRows): number {
    const n = end - begin;
    for (let i = 0; i < n; i++) keys[i] = codes[rows[begin + i]! * width + column]! * base + i;
    if (n <= few) insertionSort(keys, n);
    else keys.subarray(0, n).sort();
    let found = -1;
    for (let i = 0; i < n; i++) {
      const code = Math.floor(keys[i]! / base);
      const place = begin + keys[i]! - code * base;
      if (found < 0 || code !== present[found]) {
        present[++found] = code;
        counts[found] = 0;
        sums.fill(0, found * classes, (found + 1) * classes);
      }
      counts[found]!++;
      sums[found * classes + labels[place]!]! += weights[place]!;
    }
    return found + 1;
  }

  function sides(
    { column, threshold, isMissingRight }: ClassCut,
    { begin, end }: Stretch,
    rows: Int32Array,
    goesLeft: Uint8Array,
  ) {
    const place = indicators.places[column]!;
    if (place >= 0) return tellZeros(indicators, place, { begin, end }, rows, goesLeft);
    const own = cuts[column]!;
    const missing = own.length + 1;
    // The first code whose values are all above the threshold.
    let limit = threshold === Infinity ? missing : 0;
    for (let high = own.length; limit < high;) {
      const middle = (limit + high) >>> 1;
      if (own[middle]! <= threshold) limit = middle + 1;
      else high = middle;
    }
    for (let i = begin; i < end; i++) {
      const code = codes[rows[i]! * width + column]!;
      goesLeft[i - begin] = (code === missing ? !isMissingRight : code < limit) ? 1 : 0;
    }
  }

  return { search, sides };
}

function insertionSort(keys: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) {
    const key = keys[i]!;
    let j = i - 1;
    for (; j >= 0 && keys[j]! > key; j--) keys[j + 1] = keys[j]!;
    keys[j + 1] = key;
  }
}
