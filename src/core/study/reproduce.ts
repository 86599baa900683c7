/** @file The same study from scratch, and whether the same comes out. */
import type { Table } from '../data/table.ts';
import { runStudy } from './run-study.ts';
import type { RunOptions } from './run-study.ts';
import type { Predictions, Run, RunResult, StageHash } from './run.ts';
import type { Study } from './schema.ts';
import type { Reproduction } from './verdicts.ts';

/** Scores of two backends, or two devices, agree to this much. */
export const tolerance = 1e-4;

/** A stage that must be the very same for scores to mean the same. */
const exact: readonly string[] = ['data', 'framing', 'split'];

/** Runs the study of `run` again. `predictions` null: scores cannot be compared, only hashes. */
export async function reproduce(
  run: Run,
  predictions: Predictions | null,
  table: Table,
  options: RunOptions,
): Promise<Reproduction & { result: RunResult }> {
  const result = await runStudy(withoutHash(run.study), table, options);
  return { ...judgeReproduction(run, predictions, result), result };
}

/** Other data must show as the stage `data`, not as an error. */
export function withoutHash(study: Study): Study {
  const { sha256: _, ...data } = study.data;
  return { ...study, data };
}

/** Equal: every stage has the same hash. Within tolerance: same data, framing, split, rows and scores near enough. */
export function judgeReproduction(run: Run, predictions: Predictions | null, again: RunResult): Reproduction {
  const hashes = new Map(again.run.stages.map(({ stage, hash }) => [stage, hash]));
  const stage = run.stages.find((each) => hashes.get(each.stage) !== each.hash)?.stage ?? null;
  const difference = predictions && maxDifference(predictions, again.predictions);
  if (stage === null) {
    const sentence = `Equal: all ${run.stages.length} stages came out the same.`;
    return { verdict: 'equal', stage, maxScoreDifference: difference, tolerance, sentence };
  }
  const near = !exact.includes(stage) && difference !== null && difference <= tolerance;
  return {
    verdict: near ? 'within tolerance' : 'differs',
    stage,
    maxScoreDifference: difference,
    tolerance,
    sentence: sentenceOf(near, stage, difference),
  };
}

function sentenceOf(near: boolean, stage: StageHash['stage'], difference: number | null): string {
  const scores =
    difference === null
      ? ''
      : `; scores differ by at most ${Number(difference.toPrecision(2))} (tolerance ${tolerance})`;
  return near
    ? `Within tolerance: the bits differ first at the stage ${stage}${scores}.`
    : `Differs: first at the stage ${stage}${scores}.`;
}

/** Null where the rows or the number of classes are not the same. */
function maxDifference(a: Predictions, b: Predictions): number | null {
  if (a.rows.length !== b.rows.length || a.scores.length !== b.scores.length) return null;
  if (a.rows.some((row, i) => row !== b.rows[i] || a.split[i] !== b.split[i])) return null;
  return a.scores.reduce((most, score, i) => Math.max(most, Math.abs(score - b.scores[i]!)), 0);
}
