/** @file Candidates that stand beside each other: the rows of one query, the item each of them is. */
import { cellText, findColumn } from '../data/select.ts';
import type { Table } from '../data/table.ts';

/** A number for each text of the column, in order of first appearance; -1: the cell is missing. */
export function numbered(table: Table, name: string, path: string): Int32Array {
  const column = findColumn(table, name, path);
  const places = new Map<string, number>();
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const text = cellText(column, row);
    if (text === null) return -1;
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text)!;
  });
}
