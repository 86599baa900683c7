/** @file The evaluated rows of one split, as plots and tables want them. */
import type { Predictions, Run } from '../../core/study/run.ts';

export interface Evaluated {
  /** Source row numbers. */
  rows: Uint32Array;
  actual: Int32Array;
  predicted: Int32Array;
  /** rows x classes, row-major. */
  scores: Float64Array;
  classes: number;
}

export const splits = { validation: 1, test: 2 } as const;

/** The predictions of one split, in their order. */
export function evaluated(predictions: Predictions, classes: number, split: keyof typeof splits): Evaluated {
  const wanted = splits[split];
  const at: number[] = [];
  predictions.split.forEach((s, i) => s === wanted && at.push(i));
  const scores = new Float64Array(at.length * classes);
  at.forEach((i, r) => scores.set(predictions.scores.subarray(i * classes, (i + 1) * classes), r * classes));
  return {
    rows: Uint32Array.from(at, (i) => predictions.rows[i]!),
    actual: Int32Array.from(at, (i) => predictions.actual[i]!),
    predicted: Int32Array.from(at, (i) => predictions.predicted[i]!),
    scores,
    classes,
  };
}

/** With each class's own probability for its score, where the model gave one a class. */
export function ownScores(predictions: Predictions, classes: number): Predictions {
  const { own } = predictions;
  return own && own.names.length === classes ? { ...predictions, scores: own.values } : predictions;
}

/** One class against the rest: 1 where the row is of the class, and its score. */
export function oneAgainstRest(set: Evaluated, code: number): { actual: Int32Array; score: Float64Array } {
  return {
    actual: set.actual.map((a) => (a === code ? 1 : 0)),
    score: Float64Array.from({ length: set.rows.length }, (_, r) => set.scores[r * set.classes + code]!),
  };
}

/**
 * The threshold the run itself decided at: told by the study, or, where a cost was asked for, the lowest score it called positive.
 * Binary only; 1 when nothing was called positive.
 */
export function ownThreshold(predictions: Predictions, run: Run): number {
  // Where each group has a cutoff of its own, the common threshold stands for all of them.
  if (run.cutoffs && run.threshold != null) return run.threshold;
  if (run.study.decision.kind === 'threshold') return run.study.decision.value;
  let lowest = 1;
  predictions.predicted.forEach((said, i) => {
    if (said === 1) lowest = Math.min(lowest, predictions.scores[2 * i + 1]!);
  });
  return lowest;
}
