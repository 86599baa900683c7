/** @file What a model says beside its scores: each class's own probability, or the number that was cut into classes. */
import type { ModelState } from '../models/contract.ts';
import { predictRows } from './learn.ts';
import type { Learner } from './learn.ts';
import type { Prepared } from './prepare.ts';
import type { Framing } from './schema.ts';

/** Null where it says nothing else. */
export async function ownOf(state: ModelState, rows: Uint32Array, learner: Learner): Promise<Float64Array | null> {
  if (!['one-vs-rest', 'ridge', 'bands', 'decoupled'].includes(state.kind)) return null;
  return predictRows(state, rows, { ...learner, calibration: null, own: true });
}

/** What the baseline says: its share for each class; of a number the mean of the training rows. */
export function guessOf({ framed, study, train }: Prepared, guessed: Float64Array): Float64Array | null {
  if (study.framing.kind === 'one-vs-rest') return guessed;
  const told = framed.score ?? framed.worth;
  if (!told) return null;
  const { values } = told;
  let sum = 0;
  for (const row of train) sum += values[row]!;
  return new Float64Array(guessed.length / framed.classes.length).fill(sum / train.length);
}

/** The columns of predictions.csv that hold it. */
export function ownNames({ kind }: Framing, classes: readonly string[]): string[] {
  return kind === 'score' || kind === 'decoupled' ? ['value'] : classes.map((label) => `own:${label}`);
}

/** Values that stand as many a row, each row by itself. */
export function byRow(values: Float64Array, rows: number): number[][] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
}
