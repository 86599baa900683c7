/** @file The finest classes of a target, which every framing of the same question shares out alike. */
import { byCodePoint } from '../base/order.ts';
import { cellText, findColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Table } from '../data/table.ts';

/** Rows next to each other by their number that are shared out together: with shares of a fifth, two to test. */
const together = 10;

/** Fewer rows a value than this, on average, are no classes to be kept in proportion. */
const fewest = 10;

/**
 * A number for each text of the last column, in code-point order; of the whole path where one text stands under several.
 * -1: a cell is missing. Where the values of a number are many, ten rows next to each other by it are one
 * stratum, so that wherever it is cut both sides are kept in proportion. Null where texts are too many for their rows: the
 * classes of the framing are then the finest there are. Which it is follows from the columns alone, never from the kind of framing.
 */
export function strataOf(table: Table, targets: readonly string[]): Int32Array | null {
  const columns = targets.map((name) => findColumn(table, name, 'study.framing.target'));
  const [only] = columns;
  const numbers = columns.length === 1 && isNumeric(only!) && only.type !== 'date' ? only.values : null;
  if (columns.some(({ coded }) => coded === null)) return numbers && neighbours(numbers);
  const paths = Array.from({ length: table.rows }, (_, row) => {
    const path = columns.map((column) => cellText(column, row));
    return path.some((text) => text === null) ? null : JSON.stringify(path);
  });
  const finest = paths.map((path, row) => (path === null ? null : cellText(columns[columns.length - 1]!, row)));
  const told = new Set(finest).size === new Set(paths).size ? finest : paths;
  const present = [...new Set(told)].filter((text) => text !== null).sort(byCodePoint);
  const rows = told.filter((text) => text !== null).length;
  if (rows < fewest * present.length) return numbers && neighbours(numbers);
  const place = new Map<string | null, number>(present.map((text, code) => [text, code]));
  return Int32Array.from(told, (text) => place.get(text) ?? -1);
}

/** Rows by their number, equal ones in the order of the table, ten to a stratum; what is left over joins the last. */
function neighbours(values: Float64Array): Int32Array {
  const rows = Uint32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
  rows.sort((a, b) => values[a]! - values[b]! || a - b);
  const last = Math.max(0, Math.floor(rows.length / together) - 1);
  const strata = new Int32Array(values.length).fill(-1);
  for (const [i, row] of rows.entries()) strata[row] = Math.min(last, Math.floor(i / together));
  return strata;
}
