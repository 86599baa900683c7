/** @file Conditions on one column that part rows: a level, a stretch of numbers, missing. */
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import { percentile } from '../metrics/intervals.ts';

/** level null: missing. from is in the stretch, below is not; null: open. */
export type Part =
  { column: string; level: string | null } | { column: string; from: number | null; below: number | null };

/** Stretches a column of numbers is cut into, at quantiles. */
const stretches = 8;

/** The conditions that part the column as it is at `rows`; every row is in one of them. */
export function partsOf(column: Column, rows: Uint32Array): Part[] {
  const { name } = column;
  const missing: Part[] = [{ column: name, level: null }];
  const levels = (own: NonNullable<Column['coded']>) => {
    const seen = new Set(Array.from(rows, (r) => own.codes[r]!));
    return [...seen]
      .filter((code) => code >= 0)
      .sort((a, b) => a - b)
      .map((code): Part => ({ column: name, level: own.levels[code]! }));
  };
  if (!isNumeric(column)) return [...levels(column.coded), ...missing];
  const values = Float64Array.from(rows, (r) => column.values[r]!).filter((v) => !Number.isNaN(v));
  if (column.coded && new Set(values).size <= stretches) return [...levels(column.coded), ...missing];
  if (values.length === 0) return missing;
  const inner = Array.from({ length: stretches - 1 }, (_, i) => percentile(values, (i + 1) / stretches));
  const least = values.reduce((a, b) => Math.min(a, b));
  const edges = [...new Set(inner)].filter((edge) => edge > least);
  const cuts: Part[] = [null, ...edges].map((from, i) => ({ column: name, from, below: edges[i] ?? null }));
  return [...cuts, ...missing];
}

/** Whether the condition holds, by row of the column. */
export function holdsOf(part: Part, column: Column): (row: number) => boolean {
  if ('level' in part) {
    const { level } = part;
    if (level === null && isNumeric(column)) return (row) => Number.isNaN(column.values[row]!);
    const coded = column.coded!;
    const code = level === null ? -1 : coded.levels.indexOf(level);
    return (row) => coded.codes[row] === code;
  }
  const { values } = column as Extract<Column, { values: Float64Array }>;
  const [from, below] = [part.from ?? -Infinity, part.below ?? Infinity];
  return (row) => values[row]! >= from && (values[row]! < below || below === Infinity);
}
