/** @file The best cut of a column in codes: between any two values that a node has. */
import { middleOf } from './bins.ts';
import type { Coded } from './bins.ts';
import type { ClassCut, ClassOptions, ClassRows, Found, Splitter, Stretch, Totalled } from './classes.ts';
import { createOnes, tellLow } from './indicators.ts';
import type { Indicators } from './indicators.ts';
import { purity } from './impurity.ts';

/** The threshold between two codes, of a coded column, that are next to each other in a node. */
export type Middle = (slot: number, low: number, high: number) => number;

/** The matrix in codes row after row, but for its indicators. */
export interface CodedRows<Codes extends Uint8Array | Int32Array> {
  readonly coded: Coded<Codes>;
  /** Of each column: its place among the coded ones, or -1. */
  readonly slots: Int32Array;
  readonly indicators: Indicators;
}

/** Of equal cuts the lowest wins; missing values are tried on the right, then on the left. */
export function codedSplitter(
  { coded: { columns: width, codes, cuts, hasMissing }, slots, indicators }: CodedRows<Uint8Array | Int32Array>,
  classes: number,
  middle: Middle,
): Splitter {
  const widest = cuts.reduce((most, own) => Math.max(most, own.length + 2), 0);
  /** By code; zero between two searches. */
  const counts = new Int32Array(widest);
  const sums = new Float64Array(widest * classes);
  /** Which codes the node has, a bit each, and which words of these are not 0. */
  const there = new Int32Array(Math.ceil(widest / 32));
  const some = new Int32Array(Math.ceil(there.length / 32));
  /** Codes that the node has, ascending. */
  const present = new Int32Array(widest);
  const left = new Float64Array(classes);
  const ones = createOnes(indicators, classes);

  function search(column: number, node: Totalled, data: ClassRows, options: ClassOptions, least: number): Found {
    const place = indicators.places[column]!;
    return place >= 0
      ? betweenTwo(column, place, node, options, least)
      : betweenCodes(column, slots[column]!, node, data, options, least);
  }

  function betweenTwo(
    column: number,
    place: number,
    node: Totalled,
    { criterion, minSamplesLeaf }: ClassOptions,
    least: number,
  ): Found {
    const n = node.end - node.begin;
    const below = ones.low(place, node, left);
    if (below === 0 || below === n) return 'constant';
    if (below < minSamplesLeaf || n - below < minSamplesLeaf) return null;
    const after = purity(left, node.totals, criterion);
    if (!(after > least)) return null;
    const threshold = middleOf(indicators.lows[column]!, indicators.highs[column]!);
    return { column, threshold, isMissingRight: 2 * below < n, purity: after };
  }

  function betweenCodes(
    column: number,
    slot: number,
    node: Totalled,
    data: ClassRows,
    { criterion, minSamplesLeaf }: ClassOptions,
    least: number,
  ): Found {
    const n = node.end - node.begin;
    const found = count(slot, node, data);
    const missing = cuts[slot]!.length + 1;
    const isMissing = hasMissing[slot]! && found > 1 && present[found - 1] === missing;
    const known = isMissing ? found - 1 : found;
    let best: ClassCut | null = null;
    let most = least;
    for (let pass = 0; found > 1 && pass < (isMissing ? 2 : 1); pass++) {
      let below = 0;
      for (let k = 0; k < classes; k++) left[k] = pass === 0 ? 0 : sums[missing * classes + k]!;
      if (pass === 1) below = counts[missing]!;
      const last = pass === 0 && isMissing ? known : known - 1;
      for (let i = 0; i < last; i++) {
        const code = present[i]!;
        below += counts[code]!;
        for (let k = 0, at = code * classes; k < classes; k++, at++) left[k]! += sums[at]!;
        if (below < minSamplesLeaf) continue;
        if (n - below < minSamplesLeaf) break;
        const after = purity(left, node.totals, criterion);
        if (!(after > most)) continue;
        most = after;
        const isMissingRight = isMissing ? pass === 0 : 2 * below < n;
        const threshold = i === known - 1 ? Infinity : middle(slot, code, present[i + 1]!);
        best = { column, threshold, isMissingRight, purity: after };
      }
    }
    for (let i = 0; i < found; i++) {
      const code = present[i]!;
      counts[code] = 0;
      for (let k = 0, at = code * classes; k < classes; k++, at++) sums[at] = 0;
    }
    return found === 1 ? 'constant' : best;
  }

  /** Sums the node's rows by code. Returns how many codes are present. */
  function count(slot: number, { begin, end }: Stretch, { rows, labels, weights }: ClassRows): number {
    for (let i = begin; i < end; i++) {
      const code = codes[rows[i]! * width + slot]!;
      counts[code]!++;
      sums[code * classes + labels[i]!]! += weights[i]!;
      there[code >>> 5]! |= 1 << (code & 31);
      some[code >>> 10]! |= 1 << ((code >>> 5) & 31);
    }
    let found = 0;
    for (let block = 0; block < some.length; block++) {
      for (let words = some[block]!; words !== 0;) {
        const word = 32 * block + 31 - Math.clz32(words & -words);
        words &= words - 1;
        for (let bits = there[word]!; bits !== 0; bits &= bits - 1)
          present[found++] = 32 * word + 31 - Math.clz32(bits & -bits);
        there[word] = 0;
      }
      some[block] = 0;
    }
    return found;
  }

  function sides(
    { column, threshold, isMissingRight }: ClassCut,
    { begin, end }: Stretch,
    rows: Int32Array,
    goesLeft: Uint8Array,
  ) {
    const place = indicators.places[column]!;
    if (place >= 0) return tellLow(indicators, place, { begin, end }, rows, goesLeft);
    const slot = slots[column]!;
    const own = cuts[slot]!;
    const missing = own.length + 1;
    // The first code whose values are all above the threshold.
    let limit = threshold === Infinity ? missing : 0;
    for (let high = own.length; limit < high;) {
      const middle = (limit + high) >>> 1;
      if (own[middle]! <= threshold) limit = middle + 1;
      else high = middle;
    }
    for (let i = begin; i < end; i++) {
      const code = codes[rows[i]! * width + slot]!;
      goesLeft[i - begin] = (code === missing ? !isMissingRight : code < limit) ? 1 : 0;
    }
  }

  return { look: ones.look, search, sides };
}
