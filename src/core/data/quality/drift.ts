import { quantile, sortedAt } from '../explore/quantiles.ts';
import { placeOf } from '../explore/view.ts';
import { isNumeric } from '../table.ts';
import type { Column } from '../table.ts';
import { chiSquareTail, kolmogorovSmirnov } from './chance.ts';
import { digits, featureColumns, finding } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 0.1;
const fails = 0.25;
const byChance = 0.01;
const names = ['training', 'validation', 'test'];

export const drift: QualityTest = {
  kind: 'drift',
  label: 'Drift between the parts',
  describes:
    'Warns of a feature whose population stability index against the training rows is over 0.1, and fails over 0.25, where chance would show as much in fewer than 1 of 100 splits.',
  run(context) {
    const { table, parts } = context;
    if (parts === null) return [];
    const rowsOf = [0, 1, 2].map((part) =>
      Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => parts[row] === part),
    );
    const found = featureColumns(context).flatMap((column) => {
      if (column.type === 'text' || column.type === 'id') return [];
      const train = isNumeric(column) ? sortedAt(column.values, rowsOf[0]!) : null;
      return [1, 2].flatMap((part) => {
        const measured = isNumeric(column)
          ? numberDrift(train!, sortedAt(column.values, rowsOf[part]!))
          : levelDrift(column, rowsOf[0]!, rowsOf[part]!);
        if (measured === null || measured.index <= warns || measured.p >= byChance) return [];
        const threshold = measured.index > fails ? fails : warns;
        const also = measured.distance === null ? '' : `; Kolmogorov-Smirnov distance ${digits(measured.distance)}`;
        return finding(context, {
          test: 'drift',
          status: measured.index > fails ? 'fail' : 'warn',
          column: column.name,
          text: `${column.name}: the ${names[part]} rows differ from the training rows with a stability index of ${digits(measured.index)}, over ${threshold}${also}`,
          value: measured.index,
          threshold,
          levels: measured.levels,
        });
      });
    });
    if (found.length > 0) return found;
    const text = `no feature of the validation or test rows differs from the training rows with a stability index over ${warns} beyond chance`;
    return [finding(context, { test: 'drift', status: 'pass', text, threshold: warns })];
  },
};

interface Drift {
  index: number;
  /** That rows of one population would differ as much. */
  p: number;
  distance: number | null;
  /** Levels whose share moved most. */
  levels: string[];
}

/** a: the training rows, b: the others, ascending. Bins at the deciles of a; p by Kolmogorov and Smirnov. */
function numberDrift(a: Float64Array, b: Float64Array): Drift | null {
  if (a.length === 0 || b.length === 0) return null;
  const cuts = [...new Set([1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => quantile(a, k / 10)))];
  const count = (sorted: Float64Array) => {
    const counts = new Float64Array(cuts.length + 1);
    for (const value of sorted) counts[placeOf(cuts, value) + 1]!++;
    return counts;
  };
  const { distance, p } = kolmogorovSmirnov(a, b);
  return { index: stabilityIndex(count(a), count(b)), p, distance, levels: [] };
}

/** p by the chi-square test of homogeneity, which rare levels inflate less than they do the index. */
function levelDrift(column: Column, train: Uint32Array, other: Uint32Array): Drift | null {
  const { codes, levels } = column.coded!;
  const count = (rows: Uint32Array) => {
    const counts = new Float64Array(levels.length);
    for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
    return counts;
  };
  const [a, b] = [count(train), count(other)];
  const [n, m] = [a, b].map((counts) => counts.reduce((sum, c) => sum + c, 0)) as [number, number];
  const occurring = a.reduce((sum, c, code) => sum + (c > 0 || b[code]! > 0 ? 1 : 0), 0);
  if (n === 0 || m === 0 || occurring < 2) return null;
  const index = stabilityIndex(a, b);
  const moved = levels.map((level, code) => ({ level, by: Math.abs(a[code]! / n - b[code]! / m) }));
  const worst = moved.filter(({ by }) => by > 0).sort((x, y) => y.by - x.by);
  let chi = 0;
  for (let code = 0; code < levels.length; code++) {
    const both = a[code]! + b[code]!;
    if (both > 0) chi += (a[code]! * Math.sqrt(m / n) - b[code]! * Math.sqrt(n / m)) ** 2 / both;
  }
  const p = chiSquareTail(chi, occurring - 1);
  return { index, p, distance: null, levels: worst.slice(0, 5).map(({ level }) => level) };
}

/** sum (q - p) ln(q / p) over bins that occur, a share of 0 taken as 0.0001 (Siddiqi 2006; the floor as Evidently's). */
export function stabilityIndex(a: Float64Array, b: Float64Array): number {
  const total = (counts: Float64Array) => counts.reduce((sum, c) => sum + c, 0);
  const [n, m] = [total(a), total(b)];
  let index = 0;
  for (let bin = 0; bin < a.length; bin++) {
    if (a[bin] === 0 && b[bin] === 0) continue;
    const p = Math.max(1e-4, a[bin]! / n);
    const q = Math.max(1e-4, b[bin]! / m);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}
