/** @file One raw column edited in many rows at once. */
import { InputError } from '../base/errors.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import type { Cell } from './rows.ts';

/** set: every cell; add, times: numbers that are there. */
export type ColumnEdit =
  { column: string; set: Cell } | { column: string; add: number } | { column: string; times: number };

/** The column with its cells at `rows` edited. Throws InputError where a category is to be added to, or a number set to a text. */
export function editedCells(column: Column, rows: Uint32Array, edit: ColumnEdit): Column {
  if (isNumeric(column)) {
    if ('set' in edit && edit.set !== null && typeof edit.set !== 'number')
      throw new InputError(`edit of a cohort: ${column.name} must be set to a number: ${edit.set}`);
    const values = column.values.slice();
    for (const row of rows) {
      if ('set' in edit) values[row] = edit.set === null ? NaN : Number(edit.set);
      else if ('add' in edit) values[row]! += edit.add;
      else values[row]! *= edit.times;
    }
    return { ...column, values, coded: null };
  }
  if (!('set' in edit)) throw new InputError(`edit of a cohort: only a number can be added to: ${column.name}`);
  const levels = [...column.coded.levels];
  const text = edit.set === null ? null : String(edit.set);
  if (text !== null && !levels.includes(text)) levels.push(text);
  const code = text === null ? -1 : levels.indexOf(text);
  const codes = column.coded.codes.slice();
  for (const row of rows) codes[row] = code;
  return { ...column, coded: { codes, levels } };
}
