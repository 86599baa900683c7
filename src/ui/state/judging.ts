/** @file What a stage may ask of the run on the table beside what is kept with it: its mistakes, its calibration, its prices, and whether more rows would help. */
import type { NamedLine, PricedCutoffs } from '../../core/study/judging.ts';
import type { Groups } from '../../core/study/columns.ts';
import type { LearningCurve } from '../../core/study/learning-curve.ts';
import type { Labels, Suspects, WeakSpots } from '../../core/study/mistakes.ts';

/** The first five throw what the worker throws. */
export interface Judging {
  suspects(signal?: AbortSignal): Promise<Suspects>;
  /** threshold null: as the run decided. */
  weakSpots(threshold: number | null, conditions: number, signal?: AbortSignal): Promise<WeakSpots>;
  /** by: a column of groups; null: each class. */
  calibration(by: string | null, signal?: AbortSignal): Promise<NamedLine[]>;
  /** column: the price of being wrong about each row. */
  prices(column: string, threshold: number, signal?: AbortSignal): Promise<PricedCutoffs>;
  /** The group of each of these source rows by each column, as the shown run makes groups. */
  groups(rows: Uint32Array, columns: readonly string[], signal?: AbortSignal): Promise<Groups[]>;
  /** Of the shown run, kept for this visit; null before it was asked for. */
  readonly curve: LearningCurve | null;
  /** Labels of all rows, training rows too; kept likewise. */
  readonly labels: Labels | null;
  /** Works the labels out as the job. */
  checkLabels(): Promise<void>;
  /** Works the curve out as the job. */
  learn(): Promise<void>;
}
