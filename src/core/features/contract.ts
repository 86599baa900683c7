/** @file The one contract of all recipe steps. A step works on a Frame: named numeric or coded columns of equal length. */
import type { ZodType } from 'zod';
import type { Rng } from '../base/random.ts';
import type { Column, ColumnType } from '../data/table.ts';

/** What flows from step to step: columns still raw (number: NaN is missing; coded) or already encoded to numbers. */
export interface Frame {
  readonly rows: number;
  readonly columns: readonly FrameColumn[];
}
export interface FrameColumn {
  readonly name: string;
  /** The raw column it came from: partial dependence and Shapley move all columns of one source together. */
  readonly source: string;
  readonly type: ColumnType;
  /** Numbers (a date: milliseconds since 1970, UTC), or null while still coded, or where only what is not zero is held. */
  readonly values: Float64Array | null;
  readonly codes: Int32Array | null;
  readonly levels: readonly string[] | null;
  /** In the place of values and codes: a column of which most is zero. Its rows are never missing. */
  readonly sparse?: SparseCells;
  /** Made by one-hot or as a missing indicator: 0/1, not to be standardized; or sparse. No selector takes it. */
  readonly indicator: boolean;
  /** The numbers are places of levels that have no order, as the ordinal step left them. */
  readonly isCode?: true;
}
/** What is not zero: row numbers ascending, and their values. */
export interface SparseCells {
  readonly rows: Uint32Array;
  readonly values: Float64Array;
}

/** `"number"`, `"category"` (category, ordinal, boolean), `"text"`, `"date"`, or names. */
export type Selector = 'number' | 'category' | 'text' | 'date' | string[];

/** What a step may know of the target: the class of each row of the frame. rng: the recipe's own stream, for folds. */
export interface Targets {
  readonly codes: Int32Array;
  readonly classes: number;
  readonly rng: Rng;
}

export interface Step<Options = unknown, State = unknown> {
  readonly step: string;
  readonly label: string;
  readonly describes: string;
  readonly options: ZodType<Options>;
  /** Training rows only come in. State is JSON. Throws InputError with `path` in front (such as `study.recipe[2]`). */
  fit(frame: Frame, options: Options, path: string, targets?: Targets | null): State;
  /** Where the training rows must not become what `apply` makes of any other row, such as a cross-fitted encoding. */
  fitApply?(frame: Frame, options: Options, path: string, targets?: Targets | null): { state: State; frame: Frame };
  apply(state: State, frame: Frame): Frame;
}
export type RawColumns = readonly Column[];
