/** @file Extra trees look at one cut a column, drawn evenly between the least and the largest value (Geurts and others 2006). */
import type { Rng } from '../../base/random.ts';
import type { Matrix } from '../contract.ts';
import { columnOf, floorFloat } from './bins.ts';
import type { ClassCut, ClassOptions, ClassRows, Found, Splitter, Stretch, Totalled } from './classes.ts';
import { indicatorsOf, sumOnes, tellZeros } from './indicators.ts';
import type { Indicators } from './indicators.ts';
import { purity } from './impurity.ts';

/** Missing values are tried on the right, then on the left. */
export function randomSplitter({ columns, ranges, indicators }: Ranged, classes: number, rng: Rng): Splitter {
  const left = new Float64Array(classes);
  const missing = new Float64Array(classes);

  function search(
    column: number,
    { begin, end, totals }: Totalled,
    data: ClassRows,
    told: ClassOptions,
    least: number,
  ): Found {
    const place = indicators.places[column]!;
    if (place >= 0) return betweenTwo(column, place, { begin, end, totals }, data, told, least);
    const { rows, labels, weights } = data;
    const values = columns[column]!;
    const [low, high] = rangeOf(values, rows, begin, end, ranges[column]!);
    if (!(low < high)) return 'constant';
    const threshold = drawn(low, high);
    left.fill(0);
    missing.fill(0);
    let [below, absent] = [0, 0];
    for (let i = begin; i < end; i++) {
      const row = rows[i]!;
      const value = values[row]!;
      if (value <= threshold) {
        below++;
        left[labels[i]!]! += weights[i]!;
      } else if (Number.isNaN(value)) {
        absent++;
        missing[labels[i]!]! += weights[i]!;
      }
    }
    let best: ClassCut | null = null;
    let most = least;
    for (let pass = 0; pass < (absent > 0 ? 2 : 1); pass++) {
      if (pass === 1) {
        below += absent;
        for (let k = 0; k < classes; k++) left[k]! += missing[k]!;
      }
      if (below < told.minSamplesLeaf || end - begin - below < told.minSamplesLeaf) continue;
      const after = purity(left, totals, told.criterion);
      if (!(after > most)) continue;
      most = after;
      const isMissingRight = absent > 0 ? pass === 0 : 2 * below < end - begin;
      best = { column, threshold, isMissingRight, purity: after };
    }
    return best;
  }

  function betweenTwo(
    column: number,
    place: number,
    node: Totalled,
    data: ClassRows,
    { criterion, minSamplesLeaf }: ClassOptions,
    least: number,
  ): Found {
    const n = node.end - node.begin;
    const ones = sumOnes(indicators, place, data, node, left, 0);
    if (ones === 0 || ones === n) return 'constant';
    const threshold = drawn(indicators.lows[column]!, indicators.highs[column]!);
    if (ones < minSamplesLeaf || n - ones < minSamplesLeaf) return null;
    for (let k = 0; k < classes; k++) left[k] = node.totals[k]! - left[k]!;
    const after = purity(left, node.totals, criterion);
    return after > least ? { column, threshold, isMissingRight: 2 * (n - ones) < n, purity: after } : null;
  }

  /** At the largest value no row would be above it. */
  function drawn(low: number, high: number): number {
    const found = floorFloat(low + rng.uniform() * (high - low));
    return found < high ? found : low;
  }

  function sides(
    { column, threshold, isMissingRight }: ClassCut,
    { begin, end }: Stretch,
    rows: Int32Array,
    goesLeft: Uint8Array,
  ) {
    const place = indicators.places[column]!;
    if (place >= 0) return tellZeros(indicators, place, { begin, end }, rows, goesLeft);
    const values = columns[column]!;
    for (let i = begin; i < end; i++) {
      const value = values[rows[i]!]!;
      goesLeft[i - begin] = value <= threshold || (!isMissingRight && value !== value) ? 1 : 0;
    }
  }

  return { search, sides };
}

type Range = readonly [low: number, high: number];

/** Columns, and the least and the largest value of each. */
export interface Ranged {
  readonly columns: readonly Float32Array[];
  readonly ranges: readonly Range[];
  readonly indicators: Indicators;
}

export function columnsOf(x: Matrix): Ranged {
  const columns = x.names.map((_, column) => columnOf(x, column));
  const all = Int32Array.from({ length: x.rows }, (_, row) => row);
  return {
    columns,
    indicators: indicatorsOf(x),
    ranges: columns.map((values) => rangeOf(values, all, 0, x.rows, [Infinity, Infinity])),
  };
}

/** Of the stretch's rows. whole: of all rows, which no part of them can be beyond. */
function rangeOf(values: Float32Array, rows: Int32Array, begin: number, end: number, whole: Range): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let i = begin; i < end; i++) {
    const value = values[rows[i]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
    if (low === whole[0] && high === whole[1]) break;
  }
  return [low, high];
}
