/** @file A file read as a whole: cell texts by row, and what the file says of its columns. */
import type { ReadOptions } from './profile-types.ts';

export interface Grid {
  /** Cells by row; with `named`, the header first. */
  records: string[][];
  /** Whether the format itself names the columns. */
  named: boolean;
  /** Rows of the whole file, where `limit` cut it short. */
  rows?: number;
  /** What the file says of its columns. */
  columns?: NonNullable<ReadOptions['columns']>;
}
