/** @file The one contract of all framings: how a column of labels becomes a target of classes. */
import type { ZodType } from 'zod';
import type { Table } from '../data/table.ts';

/** classes: in the order stored with every run. codes: one a row of the table, -1 where the target is missing. */
export interface Framed {
  readonly classes: string[];
  readonly codes: Int32Array;
}

export interface FramingKind<Options> {
  readonly kind: string;
  readonly label: string;
  /** One plain sentence. */
  readonly describes: string;
  /** zod object with the literal `kind`. */
  readonly options: ZodType<Options>;
  /** Throws InputError with a path under `study.framing`. */
  frame(table: Table, options: Options): Framed;
}
