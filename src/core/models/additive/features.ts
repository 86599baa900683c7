/** @file What an additive model is a sum over: a number cut into bins, or the indicators that one category became. */
import type { Matrix } from '../contract.ts';

export interface Feature {
  /** Of the column, or what the indicators' names share before their equals sign. */
  readonly name: string;
  /** Columns of the matrix; of indicators, each a level. */
  readonly columns: readonly number[];
  /** Ascending; a number is in bin b where b cuts are below it. Empty for indicators, whose bin 0 is none of them. */
  readonly cuts: readonly number[];
  /** Names of the levels, one a column; null for a number. */
  readonly levels: readonly string[] | null;
  readonly bins: number;
}

/** Consecutive 0/1 columns named `category=level`, of which no row has two, are one feature. */
export function featuresOf(x: Matrix, maxBins: number): Feature[] {
  const features: Feature[] = [];
  for (let j = 0; j < x.names.length;) {
    const width = indicators(x, j);
    if (width > 0) {
      const columns = Array.from({ length: width }, (_, k) => j + k);
      const name = prefixOf(x.names[j]!);
      const levels = columns.map((column) => x.names[column]!.slice(name.length + 1));
      features.push({ name, columns, cuts: [], levels, bins: width + 1 });
      j += width;
      continue;
    }
    const cuts = cutsOf(x, j, maxBins);
    features.push({ name: x.names[j]!, columns: [j], cuts, levels: null, bins: cuts.length + 1 });
    j++;
  }
  return features;
}

/** The bin of each row. Bins are at most 65,535. */
export function binsOf({ columns, cuts, levels }: Feature, { rows, names, values }: Matrix): Uint16Array {
  const bins = new Uint16Array(rows);
  const width = names.length;
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    if (levels === null) bins[row] = below(cuts, values[at + columns[0]!]!);
    else bins[row] = columns.findIndex((column) => values[at + column]! > 0.5) + 1;
  }
  return bins;
}

const prefixOf = (name: string) => name.slice(0, Math.max(0, name.indexOf('=')));

/** How many columns from `first` on are levels of one category; 0 where it is a number. */
export function indicators({ rows, names, values }: Matrix, first: number): number {
  const prefix = prefixOf(names[first]!);
  if (prefix === '') return 0;
  const taken = new Uint8Array(rows);
  for (let j = first; ; j++) {
    if (j === names.length || !names[j]!.startsWith(`${prefix}=`)) return j - first;
    for (let row = 0; row < rows; row++) {
      const value = values[row * names.length + j]!;
      if (value === 0) continue;
      if (value !== 1 || taken[row]) return j - first;
    }
    for (let row = 0; row < rows; row++) if (values[row * names.length + j] === 1) taken[row] = 1;
  }
}

/** Between distinct values where they are few, else at quantiles: as many rows in each bin as can be. */
function cutsOf({ rows, names, values }: Matrix, column: number, maxBins: number): number[] {
  const sorted = new Float32Array(rows);
  for (let row = 0; row < rows; row++) sorted[row] = values[row * names.length + column]!;
  sorted.sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const between = (low: number, high: number) => low + (high - low) / 2;
  if (distinct.length <= maxBins) return [...distinct.slice(1)].map((value, i) => between(distinct[i]!, value));
  const cuts: number[] = [];
  for (let b = 1; b < maxBins; b++) {
    const place = Math.round((b * rows) / maxBins);
    const [low, high] = [sorted[place - 1]!, sorted[place]!];
    const cut = between(low, high);
    if (low !== high && cut !== cuts.at(-1)) cuts.push(cut);
  }
  return cuts;
}

/** How many cuts are below `value`. */
function below(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
