/** @file Which columns of the table do what in a study. */
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import { codedOf, findColumn } from '../data/select.ts';
import type { Column, Role, Table } from '../data/table.ts';
import { isNumeric } from '../data/table.ts';
import { isLearnable } from '../features/frame.ts';
import { besideOf, targetsOf } from '../framing/index.ts';
import { bandedGroups } from './bands.ts';
import type { Study } from './schema.ts';

export const missing = '(missing)';

/** codes: group of each row of the table. names: in code-point order, bands rising, `(missing)` last. */
export interface Groups {
  column: string;
  codes: Int32Array;
  names: string[];
}

/** What the study says of the column's role, else what the table says. */
function roleOf(study: Study, column: Column): Role {
  const told = Object.hasOwn(study.data.columns, column.name) ? study.data.columns[column.name] : undefined;
  return told?.role ?? column.role;
}

/**
 * Columns with the role feature of a type a model can learn from, but never the target nor the column that splits.
 * A column in `groups` may be one: groups only compare. Throws InputError where none is left.
 */
export function featureColumns(study: Study, table: Table): { features: Column[]; warnings: string[] } {
  const splitter = 'column' in study.split ? study.split.column : null;
  const targets = [...targetsOf(study.framing), ...besideOf(study.framing)];
  const candidates = table.columns.filter(
    (column) => roleOf(study, column) === 'feature' && !targets.includes(column.name),
  );
  const features: Column[] = [];
  const warnings: string[] = [];
  for (const column of candidates) {
    const told = Object.hasOwn(study.data.columns, column.name);
    if (column.name === splitter) {
      if (told) warnings.push(`${column.name} splits the rows, so the model does not learn from it`);
    } else if (!isLearnable(column))
      warnings.push(`${column.name} is left out: an id says nothing of rows it was not given to`);
    else if (isEmpty(column)) {
      if (told)
        throw new InputError(`study.data.columns.${column.name}: every cell is missing, so it cannot be a feature`);
    } else features.push(column);
  }
  if (features.length === 0)
    throw new InputError(`study.data.columns: no column of ${table.name} is left to learn from`);
  return { features, warnings };
}

/** The weight of each row of the table, or null. Throws InputError for two weight columns, texts, gaps, and weights below 0. */
export function weightsOf(study: Study, table: Table): Float64Array | null {
  const columns = table.columns.filter((column) => roleOf(study, column) === 'weight');
  const [column] = columns;
  if (column === undefined) return null;
  const names = columns.map(({ name }) => name).join(', ');
  if (columns.length > 1) throw new InputError(`study.data.columns: one column at most can be the weight: ${names}`);
  if (!isNumeric(column))
    throw new InputError(
      `study.data.columns.${names}.role: a weight must be a number column, not ${column.type}: weight`,
    );
  const wrong = column.values.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (wrong >= 0)
    throw new InputError(
      `study.data.columns.${names}.role: every weight must be a number of 0 or more; row ${table.sourceRows[wrong]} is not: ${column.values[wrong]}`,
    );
  return column.values;
}

/** The group of each row. Throws InputError where the column is not there, is the target, or has too many values. */
export function groupsOf(study: Study, table: Table, name: string, path: string): Groups {
  const column = findColumn(table, name, path);
  if (targetsOf(study.framing).includes(name))
    throw new InputError(`${path}: the target cannot be the groups to compare: ${name}`);
  if (isEmpty(column)) throw new InputError(`${path}: every cell is missing, so there are no groups: ${name}`);
  const banded = bandedGroups(study, column);
  if (banded) return { column: name, ...banded };
  const { codes, levels } = codedOf(column, path);
  const seen = new Uint8Array(levels.length);
  let gaps = false;
  for (const code of codes)
    if (code < 0) gaps = true;
    else seen[code] = 1;
  const names = levels.filter((level, code) => seen[code] === 1 && level !== missing).sort(byCodePoint);
  if (gaps || levels.includes(missing)) names.push(missing);
  const place = new Map(names.map((label, i) => [label, i]));
  const placeOf = levels.map((level) => place.get(level) ?? -1);
  return { column: name, names, codes: codes.map((code) => (code < 0 ? names.length - 1 : placeOf[code]!)) };
}

function isEmpty(column: Column): boolean {
  return isNumeric(column) ? column.values.every(Number.isNaN) : column.coded.codes.every((code) => code < 0);
}
