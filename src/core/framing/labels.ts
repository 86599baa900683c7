/** @file The labels of a target column. */
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import { codedOf, findColumn } from '../data/select.ts';
import type { Coded, Table } from '../data/table.ts';

/** The target's cell texts and those that occur, in code-point order. Throws InputError for fewer than two. */
export function labelsOf(table: Table, target: string): { coded: Coded; present: string[] } {
  const path = 'study.framing.target';
  const column = findColumn(table, target, path);
  const coded = codedOf(column, path);
  const seen = new Uint8Array(coded.levels.length);
  for (const code of coded.codes) if (code >= 0) seen[code] = 1;
  const present = coded.levels.filter((_, code) => seen[code] === 1).sort(byCodePoint);
  if (present.length === 0)
    throw new InputError(`${path}: every cell is missing, so there is nothing to learn: ${target}`);
  if (present.length === 1)
    throw new InputError(`${path}: two classes at least are needed, and ${target} has one value only: ${present[0]}`);
  return { coded, present };
}

/** Classes named in a message: the first ten. */
export function some(labels: readonly string[]): string {
  return labels.slice(0, 10).join(', ') + (labels.length > 10 ? ` and ${labels.length - 10} more` : '');
}
