/** @file The one contract of all framings: how columns of labels become a target of classes. */
import type { ZodType } from 'zod';
import type { Table } from '../data/table.ts';

/** classes: in the order stored with every run. codes: one a row of the table, -1 where the target is missing. */
export interface Framed {
  readonly classes: string[];
  readonly codes: Int32Array;
  /** Columns from coarse to fine, and what each class is in them. */
  readonly tree?: {
    readonly columns: string[];
    readonly paths: string[][];
    /** Classes that came after the tree was fitted; absent: none. */
    readonly later?: readonly number[];
  };
  /** The class of each row among those held back as well, which the split is by; absent: none is held back. */
  readonly all?: Int32Array;
  /** The number behind the class of each row of the table, and the rising edges: what is at an edge is above it. */
  readonly score?: { readonly values: Float64Array; readonly edges: number[] };
  /** Of candidates: which query and which item each row of the table is (-1: none), and how many first places are looked at. */
  readonly ranked?: { readonly queries: Int32Array; readonly items: Int32Array | null; readonly first: number };
  /** What each row of the table is worth, the weight of that in [0, 1], and the numbers that are watched beside it. */
  readonly worth?: {
    readonly values: Float64Array;
    readonly weight: number;
    readonly watched: readonly { readonly column: string; readonly values: Float64Array }[];
  };
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
