/** @file The one contract of all classifiers. A file exports one Classifier; index.ts lists them. */
import type { ZodType } from 'zod';
import type { Matrix, SparseMatrix } from '../base/matrix.ts';
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import type { Compute } from '../compute/types.ts';

export type { Matrix, SparseMatrix };

export interface FitInput {
  readonly x: Matrix;
  /** Class code of each row, 0..classes-1. */
  readonly y: Int32Array;
  readonly classes: number;
  /** Row weights >= 0 from the weight column, or null for all 1. */
  readonly weights: Float64Array | null;
  readonly validation: { readonly x: Matrix; readonly y: Int32Array } | null;
}

/** As FitInput, of rows without their zeros. */
export interface SparseFitInput extends Omit<FitInput, 'x' | 'validation'> {
  readonly x: SparseMatrix;
  readonly validation: { readonly x: SparseMatrix; readonly y: Int32Array } | null;
}

/** How a long fit goes on where it was cut short: what `keep` was given last comes back as `from`. */
export interface Checkpoints {
  /** Null: begin afresh. */
  readonly from: unknown;
  /** Structured-cloneable, and all that the rest of the fit depends on. */
  keep(checkpoint: unknown): void;
}

export interface FitContext extends Control {
  /** Absent: nothing is kept. */
  readonly checkpoints?: Checkpoints;
  readonly compute: Compute;
  readonly rng: Rng;
}

/** All that prediction needs, storable as it is. */
export interface ModelState {
  readonly kind: string;
  readonly json: Record<string, unknown>;
  readonly arrays: Record<string, Float32Array | Float64Array>;
}

/** One entry an epoch or iteration; validationLoss is empty where there is no validation set. Loss is the mean log loss in nats. */
export interface Curves {
  readonly step: number[];
  readonly loss: number[];
  readonly validationLoss: number[];
}

export interface Fitted {
  readonly state: ModelState;
  readonly curves: Curves;
  /** How it ended: `converged`, `early stop`, `all epochs`, `iteration limit`, or `nan loss`, `device lost`, `cancelled` (best so far kept). */
  readonly ended: string;
}

export interface RatePoint {
  rate: number;
  /** Mean log loss of one batch, in nats. */
  loss: number;
  /** The mean over the batches around it. */
  smooth: number;
}

/** What the range test of the learning rate found. */
export interface RateRange {
  points: RatePoint[];
  /** Where the smooth loss falls fastest by the decade; null where it never falls. */
  steepest: number | null;
  /** A tenth of the rate at which the smooth loss is least; null as before. */
  tenth: number | null;
  /** Batches on either side that the smooth loss is the mean over. */
  around: number;
  ended: 'loss rose' | 'loss is not a number' | 'all rates';
  batchSize: number;
  /** Training rows. */
  rows: number;
}

export interface Classifier<Options = unknown> {
  readonly kind: string;
  readonly label: string;
  /** One plain sentence. */
  readonly describes: string;
  /** zod object: every option has a default, a label, a unit or range in its meta. */
  readonly options: ZodType<Options>;
  /** The family learns from missing values itself: its matrices may hold NaN. */
  readonly missing?: true;
  /** A fit keeps checkpoints, and goes on from one to the same weights. */
  readonly resumes?: true;
  fit(input: FitInput, options: Options, context: FitContext): Promise<Fitted>;
  /** The loss batch by batch while the learning rate rises; of families that step by one. */
  rateRange?(input: FitInput, options: Options, context: FitContext): Promise<RateRange>;
  /** Probabilities, rows x classes, row-major; each row sums to 1. */
  predict(state: ModelState, x: Matrix, compute: Compute): Promise<Float64Array>;
  /** Rows predicted between two looks at whether to go on; absent: as many as are handy. */
  readonly rowsAtOnce?: number;
  /** Where the family learns from text without making it dense; a family without it gets dense rows, or a clear refusal. */
  fitSparse?(input: SparseFitInput, options: Options, context: FitContext): Promise<Fitted>;
  predictSparse?(state: ModelState, x: SparseMatrix, compute: Compute): Promise<Float64Array>;
}
