/** @file What exploring answers: small, structured-cloneable, every figure with its own n. */
import type { ColumnType } from '../table.ts';
import type { Measured } from './measures.ts';

/** Classes of the rows of a table. codes: one a row, -1 where there is none. */
export interface Classes {
  readonly name: string;
  readonly classes: readonly string[];
  readonly codes: Int32Array;
}

export type Measure = 'pearson' | 'spearman' | 'cramers-v' | 'correlation-ratio' | 'information';

/**
 * Square and symmetric, `[i][j]` in the order of `columns`. value: Pearson and Spearman -1..1, the others 0..1; null where
 * undefined, and `reason` says why. n: rows on which both cells are there.
 */
export interface AssociationMatrix {
  columns: string[];
  kind: Measure[][];
  value: (number | null)[][];
  n: number[][];
  reason: (string | null)[][];
}

/** Pairs of numbers by Pearson or by Spearman, all other pairs the same in both; and every pair by mutual information. */
export interface Associations {
  rows: number;
  pearson: AssociationMatrix;
  spearman: AssociationMatrix;
  information: AssociationMatrix;
  /** Columns without a place here, and why. */
  left: { column: string; reason: string }[];
}

/**
 * What one column says about the target. All in nats, over the n rows where both are there; null: undefined, with reason.
 * share: information / entropy of the target on those rows. chance: what independent columns would show in the mean,
 * (bins - 1)(classes - 1) / 2n.
 */
export interface Information {
  column: string;
  type: ColumnType;
  n: number;
  bins: number;
  information: number | null;
  share: number | null;
  chance: number | null;
  /** Of the column alone, for two classes: 0.5 no order, 1 or (numbers) the reverse perfect order; numbers: max(a, 1 - a). */
  auc: number | null;
  reason: string | null;
}

export interface InformationRanking {
  target: string;
  rows: number;
  /** By falling share, undefined ones last. */
  columns: Information[];
}

export interface Missingness {
  rows: number;
  complete: number;
  /** byClass: in the order of `classes`; empty without a target. share null: no rows. */
  classes: string[];
  columns: {
    column: string;
    missing: number;
    share: number;
    byClass: { n: number; missing: number; share: number | null }[];
  }[];
  /** Sets of columns missing together, by falling n, the complete rows among them with no columns; 20 at most. */
  patterns: { columns: string[]; n: number; share: number }[];
  /** What the patterns left out come to. */
  others: { patterns: number; n: number };
}

/** type 7 of Hyndman and Fan 1996, as NumPy: linear between order statistics. */
export interface Quantile {
  at: number;
  value: number;
}

export interface DistributionGroup {
  label: string;
  /** Rows with a value. */
  n: number;
  missing: number;
  /** One a bin or level. */
  counts: number[];
  /** Rows with a level that is not among those shown. */
  other: number;
  /** Null for a category, and for a group without a value. */
  quantiles: Quantile[] | null;
}

/** Values under `low` or over `high`. rows: of the source, farthest out first, 50 at most. */
export interface Outliers {
  low: number;
  high: number;
  fences: number;
  n: number;
  rows: number[];
}

export interface Distribution {
  column: string;
  type: ColumnType;
  by: string | null;
  n: number;
  missing: number;
  /** Numbers and dates: bounds of the bins, one more than bins, shared by the groups; the last bin holds its upper bound. */
  edges: number[] | null;
  /** Categories: the 20 most frequent levels at most. */
  levels: string[] | null;
  /** Of all rows first, then one a group. */
  all: DistributionGroup;
  groups: DistributionGroup[];
  outliers: Outliers | null;
  trend: Trend | null;
}

/** What is followed over time beside the count. values: one a row; NaN: not there. */
export interface Followed {
  readonly name: string;
  readonly measure: 'mean' | 'share';
  readonly values: Float64Array;
}

/** UTC periods in which there is a row, in order. start: milliseconds. n: rows. of: rows where the followed value is there. */
export interface Trend {
  period: 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade';
  followed: { name: string; measure: 'mean' | 'share' } | null;
  periods: { label: string; start: number; n: number; of: number; value: number | null }[];
}

export interface PairLevel {
  label: string;
  n: number;
  quantiles: Quantile[] | null;
}

interface PairBase {
  first: string;
  second: string;
  types: [ColumnType, ColumnType];
  /** Rows with both, and without. */
  n: number;
  missing: number;
  measures: { measure: Measure; measured: Measured }[];
}

/**
 * numbers: points, a spread-out sample of 2,000 at most, and over 5,000 rows counts on a grid (rows by the bins of the second). levels:
 * the number by level of the category. table: counts, the first by row. Levels beyond the 12th are put together.
 */
export type Pair = PairBase &
  (
    | {
        kind: 'numbers';
        points: { x: number[]; y: number[]; rows: number[]; group: number[] | null; groups: string[] };
        density: { xEdges: number[]; yEdges: number[]; counts: number[][] } | null;
      }
    | { kind: 'levels'; number: string; levels: PairLevel[] }
    | { kind: 'table'; firstLevels: string[]; secondLevels: string[]; counts: number[][] }
  );
