/** @file What is told of columns, as a person changes it. */
import type { ReadOptions, TableSummary, Treatment } from '../../core/data/profile-types.ts';
import type { ColumnChange } from './contract.ts';

type Told = NonNullable<ReadOptions['columns']>[string];

/** 128 bits that nobody can guess; made once for a study, which keeps it. */
export function newSalt(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const fitsText = ['category', 'text', 'id'];
const isText = (treat: Treatment | null) => treat === 'hash' || (treat !== null && 'characters' in treat.generalise);

/** The options with one column changed. A type that does not fit a hash is let go, and the first hash brings a salt. */
export function changedColumn(
  options: ReadOptions,
  name: string,
  change: ColumnChange,
  makeSalt: () => string,
): ReadOptions {
  const { type, treat, ...before } = (options.columns?.[name] ?? {}) as Told;
  const { treat: wanted = treat ?? null, ...rest } = change;
  const isTyped = type !== undefined && (fitsText.includes(type) || !isText(wanted));
  const column = { ...before, ...(isTyped && { type }), ...rest, ...(wanted !== null && { treat: wanted }) };
  const salt = options.salt ?? (wanted === 'hash' ? makeSalt() : undefined);
  const columns = { ...options.columns, [name]: column } as NonNullable<ReadOptions['columns']>;
  return { ...options, columns, ...(salt !== undefined && { salt }) };
}

/** What is told of the columns of a table whose cells have been treated and written out: not to treat them again. */
export function settledColumns({ columns }: ReadOptions, table: TableSummary | null): ReadOptions['columns'] {
  if (columns === undefined) return undefined;
  const typeOf = new Map(table?.columns.map(({ name, type }) => [name, type]));
  return Object.fromEntries(
    Object.entries(columns).map(([name, { treat, ...told }]) => {
      const type = treat === undefined ? told.type : typeOf.get(name);
      return [name, { ...told, ...(type !== undefined && { type }) }];
    }),
  );
}

/** What was told of the columns of `table`, where most of them are in the new file too: it is taken for the same table again. */
export function keptColumns(
  { columns: told = {}, salt }: ReadOptions,
  table: TableSummary,
  columns: readonly string[],
): Pick<ReadOptions, 'columns' | 'salt'> | null {
  const shared = table.columns.filter(({ name }) => columns.includes(name)).length;
  const kept = Object.entries(told).filter(([name]) => columns.includes(name));
  if (2 * shared <= table.columns.length || kept.length === 0) return null;
  return { columns: Object.fromEntries(kept), ...(salt !== undefined && { salt }) };
}
