/** @file From the columns of a table to the frame the steps work on. */
import { takeInto } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import type { Frame, FrameColumn } from './contract.ts';

/** Every type but an id, which says nothing of a row it was not given to. */
export function isLearnable(column: Column): boolean {
  return column.type !== 'id';
}

/** These columns at these rows, in this order. */
export function frameOf(columns: readonly Column[], rows: Uint32Array): Frame {
  return { rows: rows.length, columns: columns.map((column) => frameColumn(column, rows)) };
}

function frameColumn(column: Column, rows: Uint32Array): FrameColumn {
  const { name, type } = column;
  const base = { name, source: name, type, indicator: false };
  if (isNumeric(column)) {
    const values = takeInto(new Float64Array(rows.length), column.values, rows);
    return { ...base, values, codes: null, levels: null };
  }
  const { codes, levels } = column.coded;
  return { ...base, values: null, codes: takeInto(new Int32Array(rows.length), codes, rows), levels };
}
