/** @file Columns as small whole numbers: quantile bins for boosting and forests, ranks of values for exact trees. */
import { InputError } from '../../base/errors.ts';
import type { Matrix } from '../contract.ts';
import { createSorter } from './radix.ts';

/** Most bins of a column, its missing values apart. */
export const mostBins = 255;

/** A matrix in codes, column after column or row after row as it was made. Code c of a column holds the values up to cuts[c]; its last code, cuts.length + 1, is missing. */
export interface Coded<Codes extends Uint8Array | Int32Array> {
  readonly rows: number;
  readonly columns: number;
  readonly codes: Codes;
  /** Ascending, by column. */
  readonly cuts: readonly Float32Array[];
  readonly hasMissing: readonly boolean[];
  /** Codes of all columns before this one, and of all columns at the end. */
  readonly offsets: Int32Array;
  /** By column: null for numbers; of a column of categories, whose codes are its bins, 1 for each that a row has. */
  readonly categories?: readonly (Uint8Array | null)[];
}

/**
 * At most 255 bins a column, cut as HistGradientBoostingClassifier does: between distinct values, or at middles of quantiles.
 * isCategory: by column, whether its values are codes from 0, of a bin each; null: none are.
 */
export function binMatrix(x: Matrix, isCategory: readonly boolean[] | null = null): Coded<Uint8Array> {
  const codes = new Uint8Array(x.rows * x.names.length);
  if (!isCategory) return encode(x, codes, quantileCuts);
  const categories: (Uint8Array | null)[] = [];
  const coded = encode(x, codes, (sorted, column) => {
    categories.push(isCategory[column] ? presentCodes(sorted, x.names[column]!) : null);
    return isCategory[column]
      ? Float32Array.from({ length: Math.max(0, sorted.at(-1) ?? 0) }, (_, code) => code)
      : quantileCuts(sorted);
  });
  return { ...coded, categories };
}

/** Which codes are there. */
function presentCodes(sorted: Float32Array, name: string): Uint8Array {
  const found = new Uint8Array(256);
  for (const code of sorted) {
    if (!Number.isInteger(code) || code < 0 || code >= mostBins)
      throw new InputError(
        `model.options.categories: sets take columns of at most ${mostBins} levels, their codes whole numbers below it; pool rare levels (step rare), or encode it otherwise: ${name}`,
      );
    found[code] = 1;
  }
  return found;
}

/** As binMatrix, row after row: a node of a class tree reads few rows, and many columns of them. */
export function binRows(x: Matrix): Coded<Uint8Array> {
  return encode(x, new Uint8Array(x.rows * x.names.length), quantileCuts, true);
}

/** One code a distinct value, row after row, for exact cuts. values: the distinct ones, ascending, by column. */
export function rankMatrix(x: Matrix): Coded<Int32Array> & { values: readonly Float32Array[] } {
  const values: Float32Array[] = [];
  const coded = encode(
    x,
    new Int32Array(x.rows * x.names.length),
    (sorted) => {
      values.push(distinctOf(sorted).slice());
      return between(values.at(-1)!);
    },
    true,
  );
  return { ...coded, values };
}

/** Halfway between two float32 values, rounded down to one: it parts them as the exact middle does. */
export const middleOf = (low: number, high: number) => floorFloat(low / 2 + high / 2);

function encode<Codes extends Uint8Array | Int32Array>(
  x: Matrix,
  codes: Codes,
  cutsOf: (sorted: Float32Array, column: number) => Float32Array,
  byRows = false,
): Coded<Codes> {
  const { rows } = x;
  const columns = x.names.length;
  const cuts: Float32Array[] = [];
  const hasMissing: boolean[] = [];
  const offsets = new Int32Array(columns + 1);
  const sort = createSorter(rows);
  for (let column = 0; column < columns; column++) {
    const { sorted, order, known } = sort(columnOf(x, column));
    const own = cutsOf(sorted.subarray(0, known), column);
    cuts.push(own);
    hasMissing.push(known < rows);
    offsets[column + 1] = offsets[column]! + own.length + 2;
    const [start, step] = byRows ? [column, columns] : [column * rows, 1];
    let code = 0;
    for (let i = 0; i < known; i++) {
      while (own[code]! < sorted[i]!) code++;
      codes[start + order[i]! * step] = code;
    }
    for (let i = known; i < rows; i++) codes[start + order[i]! * step] = own.length + 1;
  }
  return { rows, columns, codes, cuts, hasMissing, offsets };
}

export function columnOf({ rows, names, values }: Matrix, column: number): Float32Array {
  const width = names.length;
  const found = new Float32Array(rows);
  for (let row = 0, at = column; row < rows; row++, at += width) found[row] = values[at]!;
  return found;
}

/** As numpy's percentiles by the midpoint method, at 1/255 to 254/255. */
export function quantileCuts(sorted: Float32Array): Float32Array {
  const distinct = distinctOf(sorted);
  if (distinct.length <= mostBins) return between(distinct);
  const found: number[] = [];
  for (let b = 1; b < mostBins; b++) {
    const place = ((sorted.length - 1) * b) / mostBins;
    const cut = floorFloat((sorted[Math.floor(place)]! + sorted[Math.ceil(place)]!) / 2);
    if (cut !== found.at(-1) && cut < distinct.at(-1)!) found.push(cut);
  }
  return Float32Array.from(found);
}

function distinctOf(sorted: Float32Array): Float32Array {
  const distinct = new Float32Array(sorted.length);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[count++] = sorted[i]!;
  return distinct.subarray(0, count);
}

function between(distinct: Float32Array): Float32Array {
  const cuts = new Float32Array(Math.max(0, distinct.length - 1));
  for (let i = 0; i < cuts.length; i++) cuts[i] = floorFloat((distinct[i]! + distinct[i + 1]!) / 2);
  return cuts;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The largest float32 not above `value`: it parts float32 values as `value` does. */
export function floorFloat(value: number): number {
  float[0] = value;
  if (float[0] <= value) return float[0];
  if (float[0] === 0) return -(2 ** -149);
  bits[0]! += float[0] > 0 ? -1 : 1;
  return float[0];
}
