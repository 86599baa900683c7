/** @file The values at which a raw column is tried, and the column that holds them. */
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';

const most = 50;

/** Why no curve is drawn over a column of texts. */
export const noGrid = 'texts have no values to try one after the other';

/**
 * Numbers: every value that occurs where at most 50 differ, else 50 evenly spaced from the 5th to the 95th percentile (from the
 * least to the greatest where those two are equal). Levels: those that occur, in their order (ordinal) or by code point, the 50
 * most frequent where more do. Throws InputError for a column of texts, and for one without a value.
 */
export function gridOf(column: Column): (number | string)[] {
  if (column.type === 'text') throw new InputError(`partial dependence: ${noGrid}: ${column.name}`);
  const grid = isNumeric(column) ? numbers(column.values) : levels(column);
  if (grid.length === 0) throw new InputError(`partial dependence: no row has a value: ${column.name}`);
  return grid;
}

function numbers(values: Float64Array): number[] {
  const sorted = present(values);
  const unique = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
  if (unique.length <= most) return [...unique];
  let [low, high] = [percentile(sorted, 5), percentile(sorted, 95)];
  if (low === high) [low, high] = [sorted[0]!, sorted[sorted.length - 1]!];
  return Array.from({ length: most }, (_, i) => low + ((high - low) * i) / (most - 1));
}

function levels(column: Exclude<Column, { values: Float64Array }>): string[] {
  const counts = countsOf(column);
  const codes = [...counts.keys()].filter((code) => counts[code]! > 0);
  const kept = codes.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, most);
  if (column.type === 'ordinal') return kept.sort((a, b) => a - b).map((code) => column.coded.levels[code]!);
  return kept.map((code) => column.coded.levels[code]!).sort(byCodePoint);
}

/** 101 quantiles, 0 to 1, of a numeric column's values; or the number of rows at each level of the grid. */
export function densityOf(column: Column, grid: readonly (number | string)[]): number[] {
  if (isNumeric(column)) {
    const sorted = present(column.values);
    return Array.from({ length: 101 }, (_, i) => percentile(sorted, i));
  }
  const counts = countsOf(column);
  return grid.map((level) => counts[column.coded.levels.indexOf(String(level))]!);
}

/** The column with `rows` rows at each of the values in turn; `tiles` times `rows` long, the rest missing. */
export function editedColumn(
  column: Column,
  values: readonly (number | string)[],
  rows: number,
  tiles: number,
): Column {
  if (isNumeric(column)) {
    const cells = new Float64Array(rows * tiles).fill(NaN);
    for (const [g, value] of values.entries()) cells.fill(Number(value), g * rows, (g + 1) * rows);
    return { ...column, values: cells, coded: null };
  }
  const codes = new Int32Array(rows * tiles).fill(-1);
  for (const [g, value] of values.entries())
    codes.fill(column.coded.levels.indexOf(String(value)), g * rows, (g + 1) * rows);
  return { ...column, coded: { codes, levels: column.coded.levels } };
}

function present(values: Float64Array): Float64Array {
  return values.filter((v) => !Number.isNaN(v)).sort();
}

/** Linear between order statistics (type 7 of Hyndman and Fan 1996). */
function percentile(sorted: Float64Array, p: number): number {
  const at = (p * (sorted.length - 1)) / 100;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}

function countsOf(column: Exclude<Column, { values: Float64Array }>): Uint32Array {
  const counts = new Uint32Array(column.coded.levels.length);
  for (const code of column.coded.codes) if (code >= 0) counts[code]!++;
  return counts;
}
