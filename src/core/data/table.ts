/** @file The Table: frozen typed columns. Nothing here changes after it is made; a selection is a list of row numbers. */

export type ColumnType = 'number' | 'category' | 'ordinal' | 'text' | 'date' | 'boolean' | 'id';
export type Role = 'feature' | 'target' | 'meta' | 'ignore' | 'weight' | 'group' | 'time' | 'split';

interface ColumnBase {
  readonly name: string;
  readonly role: Role;
  readonly sensitive: boolean;
  /** Why the type and role were guessed so, in a few words, such as `every value differs: an id`. Empty when told. */
  readonly reason: string;
  /** What was done to its cells as the table was made, in words; absent where they are as in the file. */
  readonly treatment?: string;
}

/** The cell's own text, trimmed, dictionary coded. code -1 is missing. Levels stand in order of first appearance. */
export interface Coded {
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** Float64 values; NaN where missing. Dates are milliseconds since 1970-01-01 UTC. */
export interface NumberColumn extends ColumnBase {
  readonly type: 'number' | 'date';
  readonly values: Float64Array;
  /** The cells' own text where at most 1,000 differ, so that `"1.0"` can be a class label; else null. */
  readonly coded: Coded | null;
}

export interface CodedColumn extends ColumnBase {
  readonly type: 'category' | 'ordinal' | 'text' | 'boolean' | 'id';
  readonly coded: Coded;
}

export type Column = NumberColumn | CodedColumn;

export interface Table {
  /** File name, or `sample:<id>`. */
  readonly name: string;
  /** SHA-256 of the source bytes, lower-case hex. */
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Row number in the source of each row here (0-based, after the header, blank lines not counted). */
  readonly sourceRows: Uint32Array;
}

export function isNumeric(column: Column): column is NumberColumn {
  return column.type === 'number' || column.type === 'date';
}
