/** @file Two columns against each other: points, quantiles by level, or a table of levels; with every measure that fits. */
import { findColumn } from '../select.ts';
import type { Table } from '../table.ts';
import { edgesOf, other } from './distribution.ts';
import { mutualInformation } from './information.ts';
import { correlationRatio, cramersV, pearson, spearman } from './measures.ts';
import type { Measured } from './measures.ts';
import { quantilesOf, sortedValues } from './quantiles.ts';
import type { Classes, Measure, Pair, PairLevel } from './types.ts';
import { placeOf, viewOf } from './view.ts';
import type { View } from './view.ts';

/** Points drawn at most; counts and measures are of all rows. */
const mostPoints = 2000;
/** Over so many rows a picture of counts says more than points. */
const crowded = 5000;
const mostLevels = 12;

/** `rows` where both cells are there; by: colours of points. Throws InputError for a column that is not there. */
export function comparePair(table: Table, first: string, second: string, rows: Uint32Array, by: Classes | null): Pair {
  const [x, y] = [first, second].map((name) => viewOf(findColumn(table, name, 'pair.column'), rows)) as [View, View];
  const both = Uint32Array.from(rows.keys()).filter((i) => x.codes[i]! >= 0 && y.codes[i]! >= 0);
  const common = { first, second, n: both.length, missing: rows.length - both.length, measures: measuresOf(x, y) };
  if (x.values && y.values)
    return {
      kind: 'numbers',
      ...common,
      types: [x.type, y.type],
      points: pointsOf(x.values, y.values, both, (i) => rows[i]!, table, by),
      density: both.length > crowded ? densityOf(x.values, y.values, both) : null,
    };
  if (x.values || y.values) {
    const [number, category] = x.values ? [x, y] : [y, x];
    return {
      kind: 'levels',
      ...common,
      types: [x.type, y.type],
      number: number.name,
      levels: levelsOf(number, category, both),
    };
  }
  return { kind: 'table', ...common, types: [x.type, y.type], ...tableOf(x, y, both) };
}

function measuresOf(x: View, y: View): { measure: Measure; measured: Measured }[] {
  const information = { measure: 'information' as const, measured: mutualInformation(x, y) };
  if (x.values && y.values)
    return [
      { measure: 'pearson', measured: pearson(x.values, y.values, [x.name, y.name]) },
      { measure: 'spearman', measured: spearman(x, y) },
      information,
    ];
  if (x.values || y.values)
    return [
      { measure: 'correlation-ratio', measured: x.values ? correlationRatio(x, y) : correlationRatio(y, x) },
      information,
    ];
  return [{ measure: 'cramers-v', measured: cramersV(x, y) }, information];
}

/** Every k-th where there are too many, so that they are spread over the table. */
function pointsOf(
  x: Float64Array,
  y: Float64Array,
  both: Uint32Array,
  rowOf: (i: number) => number,
  table: Table,
  by: Classes | null,
) {
  const stride = Math.max(1, Math.ceil(both.length / mostPoints));
  const drawn = both.filter((_, k) => k % stride === 0);
  return {
    x: Array.from(drawn, (i) => x[i]!),
    y: Array.from(drawn, (i) => y[i]!),
    rows: Array.from(drawn, (i) => table.sourceRows[rowOf(i)]!),
    group: by && Array.from(drawn, (i) => by.codes[rowOf(i)]!),
    groups: by ? [...by.classes] : [],
  };
}

/** Counts on a grid, rows by the bins of y, at most 40 each way. */
function densityOf(x: Float64Array, y: Float64Array, both: Uint32Array) {
  const edges = (values: Float64Array) => {
    const fine = edgesOf(sortedValues(values));
    const bins = Math.min(40, Math.max(1, fine.length - 1));
    const [low, high] = [fine[0]!, fine.at(-1)!];
    return Array.from({ length: bins + 1 }, (_, b) => (b === bins ? high : low + ((high - low) * b) / bins));
  };
  const take = (values: Float64Array) => Float64Array.from(both, (i) => values[i]!);
  const [xEdges, yEdges] = [edges(take(x)), edges(take(y))];
  const counts = yEdges.slice(1).map(() => new Array<number>(xEdges.length - 1).fill(0));
  const bin = (of: number[], value: number) => Math.max(0, Math.min(of.length - 2, placeOf(of, value)));
  for (const i of both) counts[bin(yEdges, y[i]!)]![bin(xEdges, x[i]!)]!++;
  return { xEdges, yEdges, counts };
}

/** The most frequent levels, the rest together; of an ordinal column in its own order. */
function keptLevels(view: View, both: Uint32Array): { labels: string[]; place: Int32Array } {
  const counts = new Float64Array(view.size);
  for (const i of both) counts[view.codes[i]!]!++;
  const names = view.levels ?? Array.from(view.distinct!, String);
  const byCount = Array.from(counts.keys())
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const kept = byCount.slice(0, byCount.length > mostLevels ? mostLevels - 1 : mostLevels);
  if (view.type === 'ordinal') kept.sort((a, b) => a - b);
  const labels = kept.map((code) => names[code]!);
  const place = new Int32Array(view.size).fill(labels.length);
  kept.forEach((code, k) => (place[code] = k));
  if (kept.length < byCount.length) labels.push(other);
  return { labels, place };
}

function levelsOf(number: View, category: View, both: Uint32Array): PairLevel[] {
  const { labels, place } = keptLevels(category, both);
  return labels.map((label, k) => {
    const own = both.filter((i) => place[category.codes[i]!] === k);
    return {
      label,
      n: own.length,
      quantiles: quantilesOf(sortedValues(Float64Array.from(own, (i) => number.values![i]!))),
    };
  });
}

function tableOf(
  x: View,
  y: View,
  both: Uint32Array,
): { firstLevels: string[]; secondLevels: string[]; counts: number[][] } {
  const [a, b] = [keptLevels(x, both), keptLevels(y, both)];
  const counts = a.labels.map(() => new Array<number>(b.labels.length).fill(0));
  for (const i of both) counts[a.place[x.codes[i]!]!]![b.place[y.codes[i]!]!]!++;
  return { firstLevels: a.labels, secondLevels: b.labels, counts };
}
