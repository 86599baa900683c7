/** @file Where one raw cell may go in a search, and how far that is. */
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column, NumberColumn } from '../data/table.ts';
import { densityOf, gridOf } from './grid.ts';
import { cellOf } from './rows.ts';
import type { Cell } from './rows.ts';

/** What may be done with a column. */
export interface Constraint {
  /** Stays as it is. */
  fixed?: boolean | undefined;
  direction?: 'increase' | 'decrease' | undefined;
  low?: number | undefined;
  high?: number | undefined;
  /** Levels that may not be moved to from the one given. */
  forbidden?: readonly (readonly [from: string, to: string])[] | undefined;
}

export interface Move {
  to: number | string;
  distance: number;
}

/** The values of the grid that the constraint allows, but the present one; none of texts, and none from a missing cell with a direction. */
export function movesOf(column: Column, row: number, background: Uint32Array, constraint: Constraint): Move[] {
  const from = cellOf(column, row);
  const own = takeColumn(column, background);
  if (constraint.fixed || own.type === 'text' || isBare(own)) return [];
  return isNumeric(own) ? numberMoves(own, from as number | null, constraint) : levelMoves(own, from, constraint);
}

function numberMoves(column: NumberColumn, from: number | null, constraint: Constraint): Move[] {
  const { direction, low = -Infinity, high = Infinity } = constraint;
  const present = column.values.filter((value) => !Number.isNaN(value));
  const whole = present.every(Number.isInteger) && (from === null || Number.isInteger(from));
  const grid = (gridOf(column) as number[]).map((value) => (whole ? Math.round(value) : value));
  // The ends of a range are worth trying even where no row is there.
  const tried = [...grid, low, high].filter((value) => Number.isFinite(value) && value >= low && value <= high);
  const scale = deviationOf(present);
  return [...new Set(tried)]
    .sort((a, b) => a - b)
    .filter((to) => to !== from && (direction === undefined || isAllowed(from, to, direction)))
    .map((to) => ({ to, distance: from === null ? 1 : Math.abs(to - from) / scale }));
}

function isAllowed(from: number | null, to: number, direction: 'increase' | 'decrease'): boolean {
  if (from === null) return false;
  return direction === 'increase' ? to > from : to < from;
}

function levelMoves(
  column: Exclude<Column, NumberColumn>,
  from: Cell,
  { direction, forbidden = [] }: Constraint,
): Move[] {
  const grid = gridOf(column) as string[];
  const order = column.coded.levels;
  return grid
    .filter((to) => to !== from && !forbidden.some(([a, b]) => a === from && b === to))
    .filter((to) => {
      if (direction === undefined || column.type !== 'ordinal') return true;
      return from !== null && isAllowed(order.indexOf(String(from)), order.indexOf(to), direction);
    })
    .map((to) => ({ to, distance: 1 }));
}

/** Median absolute deviation from the median; where that is 0 the standard deviation, and 1 where nothing differs. */
export function deviationOf(values: Float64Array): number {
  const median = medianOf(values);
  const spread = medianOf(values.map((value) => Math.abs(value - median)));
  if (spread > 0) return spread;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function isBare(column: Column): boolean {
  return isNumeric(column)
    ? column.values.every(Number.isNaN)
    : densityOf(column, column.coded.levels).every((count) => count === 0);
}
