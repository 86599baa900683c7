/** @file A part of the rows, told by conditions that all hold: what a brush over a plot means. */
import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { findColumn } from './select.ts';
import { isNumeric } from './table.ts';
import type { Table } from './table.ts';

export const conditionSchema = z.union([
  /** Numbers, or dates in milliseconds; both ends belong to it. */
  z.strictObject({ column: z.string(), low: z.number(), high: z.number() }),
  z.strictObject({ column: z.string(), levels: z.array(z.string()).min(1) }),
  z.strictObject({ column: z.string(), missing: z.boolean() }),
]);
export type Condition = z.output<typeof conditionSchema>;

export const cohortSchema = z.strictObject({ name: z.string().min(1), where: z.array(conditionSchema).min(1) });
export type Cohort = z.output<typeof cohortSchema>;

/**
 * Rows of the table, ascending, for which every condition holds; a missing cell is in no range and no level. Throws InputError
 * for a column that is not there, or a range over a column of texts.
 */
export function rowsWhere(table: Table, where: readonly Condition[]): Uint32Array {
  const tests = where.map((condition, i) => testOf(table, condition, `cohort.where[${i}].column`));
  const rows = new Uint32Array(table.rows);
  let n = 0;
  for (let row = 0; row < table.rows; row++) if (tests.every((holds) => holds(row))) rows[n++] = row;
  return rows.slice(0, n);
}

function testOf(table: Table, condition: Condition, path: string): (row: number) => boolean {
  const column = findColumn(table, condition.column, path);
  const numbers = isNumeric(column) ? column.values : null;
  const codes = column.coded?.codes;
  if ('missing' in condition) {
    const isMissing = (row: number) => (numbers ? Number.isNaN(numbers[row]!) : codes![row]! < 0);
    return (row) => isMissing(row) === condition.missing;
  }
  if ('levels' in condition) {
    if (!column.coded) {
      const values = new Set(condition.levels.map(Number));
      return (row) => values.has(numbers![row]!);
    }
    const wanted = column.coded.levels.map((level) => condition.levels.includes(level));
    return (row) => codes![row]! >= 0 && wanted[codes![row]!]!;
  }
  if (!numbers) throw new InputError(`${path}: a range needs a column of numbers or dates: ${condition.column}`);
  const { low, high } = condition;
  return (row) => numbers[row]! >= low && numbers[row]! <= high;
}

/** The conditions with one more; another of the same column gives way to it. */
export function withCondition(where: readonly Condition[], added: Condition): Condition[] {
  return [...where.filter(({ column }) => column !== added.column), added];
}

const short = (value: number) => Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 6 });
const day = (value: number) => new Date(value).toISOString().slice(0, 10);

/** In words, such as `age 30 to 45`. isDate: the column holds dates. */
export function conditionText(condition: Condition, isDate = false): string {
  const { column } = condition;
  if ('missing' in condition) return `${column} ${condition.missing ? 'missing' : 'not missing'}`;
  if ('levels' in condition) return `${column} ${condition.levels.join(' or ')}`;
  const word = isDate ? day : short;
  return `${column} ${word(condition.low)} to ${word(condition.high)}`;
}
