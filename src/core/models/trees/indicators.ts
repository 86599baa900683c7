/** @file Columns of two values, one bit a row: what most columns of an encoded table are, and the quickest to search. */
import type { Matrix } from '../contract.ts';
import type { ClassRows, Stretch } from './classes.ts';

export interface Indicators {
  /** Of each column: its bit, or -1 where it has other than two values, or missing ones. */
  readonly places: Int32Array;
  /** The lower value of each column. */
  readonly lows: Float32Array;
  readonly highs: Float32Array;
  /** Row after row, so many words each; a bit is 1 for the higher value. */
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
  const words = Math.ceil(count / 32);
  const bits = new Int32Array(rows * words);
  for (let column = 0; column < columns; column++) {
    const place = places[column]!;
    if (place < 0) continue;
    for (let row = 0, at = column; row < rows; row++, at += columns)
      if (values[at] === highs[column]) bits[row * words + (place >>> 5)]! |= 1 << (place & 31);
  }
  return { places, lows, highs, bits, words };
}

/** Sets `sums` to the row weight by class where the bit is 1, from `into` on. Returns the number of such rows. */
export function sumOnes(
  { bits, words }: Indicators,
  place: number,
  { rows, labels, weights, classes }: ClassRows,
  { begin, end }: Stretch,
  sums: Float64Array,
  into: number,
): number {
  const word = place >>> 5;
  const mask = 1 << (place & 31);
  let ones = 0;
  for (let k = 0; k < classes; k++) sums[into + k] = 0;
  for (let i = begin; i < end; i++) {
    if ((bits[rows[i]! * words + word]! & mask) === 0) continue;
    ones++;
    sums[into + labels[i]!]! += weights[i]!;
  }
  return ones;
}

/** Sets by place in the stretch where the bit is 0. */
export function tellZeros(
  { bits, words }: Indicators,
  place: number,
  { begin, end }: Stretch,
  rows: Int32Array,
  isZero: Uint8Array,
): void {
  const word = place >>> 5;
  const shift = place & 31;
  for (let i = begin; i < end; i++) isZero[i - begin] = 1 - ((bits[rows[i]! * words + word]! >> shift) & 1);
}
