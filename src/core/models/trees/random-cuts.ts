/** @file Extra trees look at one cut a column, drawn evenly between the least and the largest value (Geurts and others 2006). */
import type { Rng } from '../../base/random.ts';
import type { Matrix } from '../contract.ts';
import { floorFloat } from './bins.ts';
import type { ClassCut, ClassOptions, ClassRows, Found, Splitter, Stretch, Totalled } from './classes.ts';
import { createOnes, indicatorsOf, restOf, tellLow } from './indicators.ts';
import type { Indicators, Rest } from './indicators.ts';
import { purity } from './impurity.ts';

/** Missing values are tried on the right, then on the left. */
export function randomSplitter({ rest, ranges, indicators }: Ranged, classes: number, rng: Rng): Splitter {
  const { slots } = rest;
  const { values } = rest.x;
  const width = rest.x.names.length;
  const ones = createOnes(indicators, classes);
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
    if (place >= 0) return betweenTwo(column, place, { begin, end, totals }, told, least);
    const { rows, labels, weights } = data;
    const slot = slots[column]!;
    const whole = ranges[slot]!;
    let [low, high] = [Infinity, -Infinity];
    for (let i = begin; i < end; i++) {
      const value = values[rows[i]! * width + slot]!;
      if (value < low) low = value;
      if (value > high) high = value;
      if (low === whole[0] && high === whole[1]) break;
    }
    if (!(low < high)) return 'constant';
    const threshold = drawn(low, high);
    left.fill(0);
    missing.fill(0);
    let [below, absent] = [0, 0];
    for (let i = begin; i < end; i++) {
      const value = values[rows[i]! * width + slot]!;
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
    { criterion, minSamplesLeaf }: ClassOptions,
    least: number,
  ): Found {
    const n = node.end - node.begin;
    const below = ones.low(place, node, left);
    if (below === 0 || below === n) return 'constant';
    const threshold = drawn(indicators.lows[column]!, indicators.highs[column]!);
    if (below < minSamplesLeaf || n - below < minSamplesLeaf) return null;
    const after = purity(left, node.totals, criterion);
    return after > least ? { column, threshold, isMissingRight: 2 * below < n, purity: after } : null;
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
    if (place >= 0) return tellLow(indicators, place, { begin, end }, rows, goesLeft);
    const slot = slots[column]!;
    for (let i = begin; i < end; i++) {
      const value = values[rows[i]! * width + slot]!;
      goesLeft[i - begin] = value <= threshold || (!isMissingRight && value !== value) ? 1 : 0;
    }
  }

  return { look: ones.look, search, sides };
}

type Range = readonly [low: number, high: number];

/** The matrix but for its indicators, and the least and the largest value of each of its columns. */
export interface Ranged {
  readonly rest: Rest;
  readonly ranges: readonly Range[];
  readonly indicators: Indicators;
}

export function rangedOf(x: Matrix): Ranged {
  const indicators = indicatorsOf(x);
  const kept = [...indicators.places.keys()].filter((column) => indicators.places[column]! < 0);
  const ranges = kept.map((column): Range => [indicators.lows[column]!, indicators.highs[column]!]);
  return { rest: restOf(x, indicators), ranges, indicators };
}
