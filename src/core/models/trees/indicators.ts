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
  for (let at = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      const place = places[column]!;
      if (place >= 0 && values[at] === highs[column]) bits[row * words + (place >>> 5)]! |= 1 << (place & 31);
    }
  return { places, lows, highs, bits, words };
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
  /** By bit: the rows of the node that have it, and their weight by class. Good for the columns looked at last. */
  readonly counts: Int32Array;
  readonly sums: Float64Array;
  /** Counts in all indicators among columns[from..to) at once: a row costs its ones alone. known: 1 for columns that are left out. */
  look(columns: Uint32Array, from: number, to: number, known: Uint8Array, node: Stretch, data: ClassRows): void;
}

export function createOnes({ places, bits, words }: Indicators, classes: number): Ones {
  const counts = new Int32Array(32 * words);
  const sums = new Float64Array(32 * words * classes);
  const masks = new Int32Array(words);

  function look(
    columns: Uint32Array,
    from: number,
    to: number,
    known: Uint8Array,
    { begin, end }: Stretch,
    { rows, labels, weights }: ClassRows,
  ): void {
    if (words === 0) return;
    masks.fill(0);
    for (let i = from; i < to; i++) {
      const place = places[columns[i]!]!;
      if (place < 0 || known[columns[i]!] === 1) continue;
      masks[place >>> 5]! |= 1 << (place & 31);
      counts[place] = 0;
      for (let at = place * classes, k = 0; k < classes; k++, at++) sums[at] = 0;
    }
    for (let word = 0; word < words; word++) {
      const mask = masks[word]!;
      if (mask === 0) continue;
      const last = 32 * word + 31;
      for (let i = begin; i < end; i++) {
        let ones = bits[rows[i]! * words + word]! & mask;
        if (ones === 0) continue;
        const label = labels[i]!;
        const weight = weights[i]!;
        do {
          const lowest = ones & -ones;
          const place = last - Math.clz32(lowest);
          counts[place]!++;
          sums[place * classes + label]! += weight;
          ones ^= lowest;
        } while (ones !== 0);
      }
    }
  }

  return { counts, sums, look };
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
