/** @file What framing, reproducing and comparing answer. */
import type { Disagreement, PairedTest } from '../metrics/paired.ts';
import type { Estimate, StageHash } from './run.ts';

export interface Reproduction {
  verdict: 'equal' | 'within tolerance' | 'differs';
  /** First stage whose hash differs, or null. */
  stage: StageHash['stage'] | null;
  /** Largest absolute difference of a score; null when the rows differ. */
  maxScoreDifference: number | null;
  tolerance: number;
  /** One sentence. */
  sentence: string;
}

export interface Comparison {
  /** What differs between the studies, by path, such as `study.model.options.l2`. */
  differences: { path: string; a: unknown; b: unknown }[];
  /** b minus a on the test rows both have; paired bootstrap interval (B = 2000, seeded). Null with reason where rows or classes differ. */
  metrics: { metric: string; a: Estimate; b: Estimate; difference: Estimate }[];
  rows: { shared: number; onlyA: number; onlyB: number };
  /** On the shared rows, each decided as its run decides; null where they cannot be compared. */
  disagreement: Disagreement | null;
  /** DeLong, b minus a; null where they cannot be compared, and of more than two classes. */
  auc: PairedTest | null;
}

/** What the Frame stage says back: in words, before any training. */
export interface FrameNotes {
  classes: { label: string; n: number; share: number }[];
  dropped: number;
  rows: { train: number; validation: number; test: number };
  warnings: string[];
  /** Raw columns that will be used as features. */
  features: string[];
}
