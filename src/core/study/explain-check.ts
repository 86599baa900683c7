/** @file Whether what a study asks to explain is there: columns that are learned from, rows of the table, a class. */
import { InputError, hint } from '../base/errors.ts';
import { findColumn } from '../data/select.ts';
import { noGrid } from '../explain/grid.ts';
import type { Table } from '../data/table.ts';
import type { Study } from './schema.ts';

/** Throws InputError with the path of the first thing that is not. */
export function checkExplain(
  { partialDependence, ice, ale = [], permutation, shapley, counterfactual }: Study['explain'],
  table: Table,
  features: readonly string[],
  classes: readonly string[],
): void {
  const checkColumn = (name: string, path: string) => {
    if (features.includes(name)) return;
    findColumn(table, name, path);
    throw new InputError(`${path}: a column the model does not learn from: ${name}`);
  };
  const texts = new Set(table.columns.filter(({ type }) => type === 'text').map(({ name }) => name));
  for (const [kind, names] of Object.entries({ partialDependence, ice, ale }))
    for (const [i, name] of names.entries()) {
      const path = `study.explain.${kind}[${i}]`;
      checkColumn(name, path);
      if (texts.has(name)) throw new InputError(`${path}: ${noGrid}: ${name}`);
    }
  for (const [i, told] of (Array.isArray(permutation) ? permutation : []).entries())
    for (const name of [told].flat()) checkColumn(name, `study.explain.permutation[${i}]`);
  for (const name of Object.keys(counterfactual?.constraints ?? {}))
    checkColumn(name, `study.explain.counterfactual.constraints.${name}`);
  for (const [kind, asked] of Object.entries({ shapley, counterfactual }))
    for (const [i, row] of (asked?.rows ?? []).entries()) rowOf(table, row, `study.explain.${kind}.rows[${i}]`);
  const to = counterfactual?.to;
  if (to !== undefined && !classes.includes(to))
    throw new InputError(
      `study.explain.counterfactual.to: must be one of ${classes.join(', ')}${hint(to, classes)}: ${to}`,
    );
}

/** Where a row of the source stands in the table. Throws InputError where it does not. */
export function rowOf(table: Table, source: number, path: string): number {
  const row = table.sourceRows.indexOf(source);
  if (row < 0) throw new InputError(`${path}: not a row of ${table.name}: ${source}`);
  return row;
}
