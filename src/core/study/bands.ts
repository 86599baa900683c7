/** @file The bands that a study cuts its columns of numbers into, where they are groups. */
import { InputError } from '../base/errors.ts';
import { findColumn, takeInto } from '../data/select.ts';
import type { Column, Table } from '../data/table.ts';
import { isNumeric } from '../data/table.ts';
import { bandsOf, evenEdges } from '../fairness/bands.ts';
import type { Study } from './schema.ts';

/** The study with the edges of even bands written out, from its training rows. Throws InputError, path in front. */
export function withEdges(study: Study, table: Table, train: Uint32Array): Study {
  if (study.bands === undefined) return study;
  const bands = Object.entries(study.bands).map(([name, told]): [string, number[]] => {
    const path = `study.bands.${name}`;
    const column = findColumn(table, name, path);
    if (!isNumeric(column) || column.type !== 'number')
      throw new InputError(`${path}: only a column of numbers is cut into bands, and it is: ${column.type}`);
    if (!Array.isArray(told)) {
      const edges = evenEdges(takeInto(new Float64Array(train.length), column.values, train), told.even);
      if (edges.length === 0)
        throw new InputError(
          `${path}.even: the training rows do not differ in it, so there are no bands: ${told.even}`,
        );
      return [name, edges];
    }
    if (told.some((edge, i) => i > 0 && edge <= told[i - 1]!))
      throw new InputError(`${path}: edges must rise: ${told.join(', ')}`);
    return [name, told];
  });
  return { ...study, bands: Object.fromEntries(bands) };
}

/** The bands of a column with a row at least, rising, a missing value last; null where the study cuts it into none. */
export function bandedGroups({ bands }: Study, column: Column): { codes: Int32Array; names: string[] } | null {
  const edges = bands && Object.hasOwn(bands, column.name) ? bands[column.name] : undefined;
  if (!Array.isArray(edges) || !isNumeric(column)) return null;
  const { codes, names } = bandsOf(column.values, edges);
  const present = [...new Set(codes)].sort((a, b) => a - b);
  const place = new Map(present.map((code, i) => [code, i]));
  return { codes: codes.map((code) => place.get(code)!), names: present.map((code) => names[code]!) };
}

/** The group of one cell, as the study makes groups: its band, else its own text. */
export function groupOfCell({ bands }: Study, column: string, cell: number | string | null): string {
  if (cell === null) return '(missing)';
  const edges = bands && Object.hasOwn(bands, column) ? bands[column] : undefined;
  if (!Array.isArray(edges)) return String(cell);
  const { codes, names } = bandsOf([Number(cell)], edges);
  return names[codes[0]!]!;
}
