/** @file Columns of two values, one bit a row: what most columns of an encoded table are, and the quickest to search. */
import type { Matrix } from '../contract.ts';
import type { Known } from './class-growth.ts';
import type { ClassRows, Stretch, Totalled } from './classes.ts';

/** Words of a row that are looked at together. */
const together = 4;

export interface Indicators {
  /** Of each column: its bit, or -1 where it has other than two values, or missing ones. */
  readonly places: Int32Array;
  /** The lower value of each column. */
  readonly lows: Float32Array;
  readonly highs: Float32Array;
  /** By bit: 1 where the higher value is the more frequent. */
  readonly isMostlyHigh: Uint8Array;
  /** Row after row, so many words each; a bit is 1 for the rarer value. */
  readonly bits: Int32Array;
  readonly words: number;
}

export function indicatorsOf({ rows, names, values }: Matrix): Indicators {
  const columns = names.length;
  const lows = new Float32Array(columns).fill(Infinity);
  const highs = new Float32Array(columns).fill(-Infinity);
  const isOther = new Uint8Array(columns);
  for (let at = 0, column = 0; at < values.length; at++, column = column + 1 === columns ? 0 : column + 1) {
    const value = values[at]!;
    if (value < lows[column]!) lows[column] = value;
    if (value > highs[column]!) highs[column] = value;
  }
  for (let at = 0, column = 0; at < values.length; at++, column = column + 1 === columns ? 0 : column + 1)
    if (values[at] !== lows[column] && values[at] !== highs[column]) isOther[column] = 1;
  let count = 0;
  const places = Int32Array.from(isOther, (other, column) =>
    other || !(lows[column]! < highs[column]!) ? -1 : count++,
  );
  const high = new Int32Array(count);
  for (let at = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++)
      if (places[column]! >= 0 && values[at] === highs[column]) high[places[column]!]!++;
  const isMostlyHigh = Uint8Array.from(high, (own) => (2 * own > rows ? 1 : 0));
  const words = together * Math.ceil(count / (32 * together));
  const bits = new Int32Array(rows * words);
  for (let at = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      const place = places[column]!;
      if (place < 0) continue;
      const rarer = isMostlyHigh[place] === 1 ? lows[column] : highs[column];
      if (values[at] === rarer) bits[row * words + (place >>> 5)]! |= 1 << (place & 31);
    }
  return { places, lows, highs, isMostlyHigh, bits, words };
}

/** The columns that are no indicators, in a matrix of their own. */
export interface Rest {
  readonly x: Matrix;
  /** Of each column: its place in there, or -1. */
  readonly slots: Int32Array;
}

export function restOf(x: Matrix, { places }: Indicators): Rest {
  let width = 0;
  const slots = Int32Array.from(places, (place) => (place < 0 ? width++ : -1));
  const columns = x.names.length;
  if (width === columns) return { x, slots };
  const kept = Array.from({ length: columns }, (_, column) => column).filter((column) => slots[column]! >= 0);
  const values = new Float32Array(x.rows * width);
  for (let row = 0, at = 0; row < x.rows; row++)
    for (let i = 0; i < width; i++) values[at++] = x.values[row * columns + kept[i]!]!;
  return { x: { rows: x.rows, names: kept.map((column) => x.names[column]!), values }, slots };
}

export interface Ones {
  /** Rows of the node that have the lower value, and `left` set to their weight by class. Of a column looked at last. */
  low(place: number, node: Totalled, left: Float64Array): number;
  /** Counts in all indicators among columns[from..to) at once: a row costs its ones alone. known: columns that are left out. */
  look(columns: Uint32Array, from: number, to: number, known: Known, node: Stretch, data: ClassRows): void;
}

export function createOnes({ places, isMostlyHigh, bits, words }: Indicators, classes: number): Ones {
  const counts = new Int32Array(32 * words);
  const sums = new Float64Array(32 * words * classes);
  const masks = new Int32Array(words);

  function look(
    columns: Uint32Array,
    from: number,
    to: number,
    known: Known,
    { begin, end }: Stretch,
    { rows, labels, weights }: ClassRows,
  ): void {
    if (words === 0) return;
    masks.fill(0);
    for (let i = from; i < to; i++) {
      const place = places[columns[i]!]!;
      if (place < 0 || known.has(columns[i]!)) continue;
      masks[place >>> 5]! |= 1 << (place & 31);
      counts[place] = 0;
      for (let at = place * classes, k = 0; k < classes; k++, at++) sums[at] = 0;
    }
    for (let word = 0; word < words; word += together) {
      const a = masks[word]!;
      const b = masks[word + 1]!;
      const c = masks[word + 2]!;
      const d = masks[word + 3]!;
      if ((a | b | c | d) === 0) continue;
      for (let i = begin; i < end; i++) {
        const at = rows[i]! * words + word;
        // Most rows have none of them.
        if (((bits[at]! & a) | (bits[at + 1]! & b) | (bits[at + 2]! & c) | (bits[at + 3]! & d)) === 0) continue;
        const label = labels[i]!;
        const weight = weights[i]!;
        for (let w = 0; w < together; w++)
          for (let ones = bits[at + w]! & masks[word + w]!; ones !== 0; ones &= ones - 1) {
            const place = 32 * (word + w) + 31 - Math.clz32(ones & -ones);
            counts[place]!++;
            sums[place * classes + label]! += weight;
          }
      }
    }
  }

  function low(place: number, { begin, end, totals }: Totalled, left: Float64Array): number {
    const isOwn = isMostlyHigh[place] === 1;
    for (let k = 0, at = place * classes; k < classes; k++, at++) left[k] = isOwn ? sums[at]! : totals[k]! - sums[at]!;
    return isOwn ? counts[place]! : end - begin - counts[place]!;
  }

  return { low, look };
}

/** Sets by place in the stretch which rows have the lower value. */
export function tellLow(
  { isMostlyHigh, bits, words }: Indicators,
  place: number,
  { begin, end }: Stretch,
  rows: Int32Array,
  isLow: Uint8Array,
): void {
  const word = place >>> 5;
  const shift = place & 31;
  const other = isMostlyHigh[place] === 1 ? 0 : 1;
  for (let i = begin; i < end; i++) isLow[i - begin] = other ^ ((bits[rows[i]! * words + word]! >> shift) & 1);
}
