/** @file Raw columns as a person may edit them. */
import { byCodePoint } from '../base/order.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import type { Cell } from '../explain/rows.ts';

/** A raw column as a person may edit it. low, high, levels: of the training rows. */
export interface Field {
  column: string;
  value: Cell;
  low: number | null;
  high: number | null;
  /** Every value is a whole number. */
  whole: boolean;
  levels: string[] | null;
}

/** train: the column at training rows. */
export function fieldOf(column: Column, train: Column, value: Cell): Field {
  const common = { column: column.name, value };
  if (!isNumeric(train)) {
    const { codes, levels } = train.coded;
    const found = new Set([...codes].flatMap((code) => (code < 0 ? [] : [levels[code]!])));
    if (value !== null) found.add(String(value));
    const order = train.type === 'ordinal' ? levels.filter((level) => found.has(level)) : [...found].sort(byCodePoint);
    return { ...common, low: null, high: null, whole: false, levels: order };
  }
  const present = train.values.filter((v) => !Number.isNaN(v)).sort();
  const [low = null, high = null] = [present[0], present[present.length - 1]];
  return { ...common, low, high, whole: present.every(Number.isInteger), levels: null };
}
