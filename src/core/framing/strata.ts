/** @file The finest classes of a target, which every framing of the same question shares out alike. */
import { byCodePoint } from '../base/order.ts';
import { cellText, findColumn } from '../data/select.ts';
import type { Table } from '../data/table.ts';

/** Fewer rows a value than this, on average, are no classes to be kept in proportion. */
const fewest = 10;

/**
 * A number for each text of the last column, in code-point order; of the whole path where one text stands under several.
 * -1: a cell is missing. Null where the values are too many for their rows, as those of a number are: the classes of the
 * framing are then the finest there are. Which it is follows from the columns alone, never from the kind of framing.
 */
export function strataOf(table: Table, targets: readonly string[]): Int32Array | null {
  const columns = targets.map((name) => findColumn(table, name, 'study.framing.target'));
  if (columns.some(({ coded }) => coded === null)) return null;
  const paths = Array.from({ length: table.rows }, (_, row) => {
    const path = columns.map((column) => cellText(column, row));
    return path.some((text) => text === null) ? null : JSON.stringify(path);
  });
  const finest = paths.map((path, row) => (path === null ? null : cellText(columns[columns.length - 1]!, row)));
  const told = new Set(finest).size === new Set(paths).size ? finest : paths;
  const present = [...new Set(told)].filter((text) => text !== null).sort(byCodePoint);
  const rows = told.filter((text) => text !== null).length;
  if (rows < fewest * present.length) return null;
  const place = new Map<string | null, number>(present.map((text, code) => [text, code]));
  return Int32Array.from(told, (text) => place.get(text) ?? -1);
}
