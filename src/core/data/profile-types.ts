/** @file What a first look at a table says; computed by profile.ts, shown by the Data stage. Small and structured-cloneable. */
import type { ColumnType, Role } from './table.ts';

export interface ColumnProfile {
  name: string;
  type: ColumnType;
  role: Role;
  sensitive: boolean;
  reason: string;
  /** What was done to its cells as the table was made, in words; absent where they are as in the file. */
  treatment?: string;
  rows: number;
  missing: number;
  distinct: number;
  /** Numbers and dates: null for other columns or when all are missing. */
  numbers: { min: number; max: number; mean: number; median: number; deviation: number } | null;
  /** Numbers: 20 equal-width bins (edges has one more). Others: the most frequent levels, at most 20, then `other`. */
  histogram: { edges: number[] | null; labels: string[] | null; counts: number[]; other: number };
  /** Distinct cell texts by falling count, at most 1,000; null where more differ. What a target's classes or a group's values would be. */
  levels: { text: string; count: number }[] | null;
  /** Of an ordinal column: its levels, low to high. */
  order?: string[];
}

/** Something about the file a person must know or decide. `choice` names what the page offers. */
export interface TableNotice {
  kind:
    'ragged' | 'mixed-number' | 'all-missing' | 'duplicate-header' | 'empty-header' | 'encoding' | 'sample' | 'small';
  column: string | null;
  /** One clear sentence: what, where, what is allowed. */
  text: string;
  choice: 'as-missing' | null;
  /** Row or line numbers concerned, at most 50. */
  lines: number[];
}

export interface TableSummary {
  name: string;
  sha256: string;
  bytes: number;
  rows: number;
  columns: ColumnProfile[];
  notices: TableNotice[];
}

/** What was detected before the full parse, and the first rows, for the person to confirm or change. */
export interface Preview {
  format: 'csv' | 'json' | 'jsonl' | 'xlsx' | 'parquet' | 'arrow' | 'arff';
  delimiter: string;
  quote: string;
  encoding: string;
  bom: boolean;
  header: boolean;
  columns: string[];
  /** At most 1,000 rows of cell text. */
  rows: string[][];
  bytes: number;
  /** Expected rows and bytes in memory, from the first block. */
  estimate: { rows: number; bytes: number };
}

/** What is done to a column's cells as the table is made: a hash of each, or a coarser value. */
export type Treatment = 'hash' | { generalise: { width: number } | { to: 'month' | 'year' } | { characters: number } };

/** How to read the file; what is absent is detected. */
export interface ReadOptions {
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  ragged?: 'refuse' | 'drop';
  /**
   * Cells that stand for no value, beside those always taken so: the empty cell, NA, N/A, n/a, #N/A, <NA>, NaN, nan, null,
   * NULL, \N, ? and - (but not where + is a cell of the column too).
   */
  missing?: string[];
  /** Share of the rows to read, between 0 and 1: drawn at random, the same ones each time. Absent: all. */
  sample?: number;
  columns?: Record<
    string,
    { type?: ColumnType; role?: Role; sensitive?: boolean; order?: string[]; treat?: Treatment }
  >;
  /** Goes before the text of every cell that is hashed. */
  salt?: string;
}
