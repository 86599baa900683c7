/** @file The study's backup: a simpler model on the same rows, what it costs in metrics, and which of the two would answer. */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import type { Compute } from '../compute/types.ts';
import type { Table } from '../data/table.ts';
import { applyRecipe, fitTransform } from '../features/recipe.ts';
import { measured, prepare as prepareMetrics } from '../metrics/prepared.ts';
import { calibrate } from './calibrate.ts';
import { paired } from './compare.ts';
import type { Cost } from './cost.ts';
import { measureCost } from './cost.ts';
import { decideThreshold } from './decision.ts';
import { evaluateParts } from './judge.ts';
import type { Judged } from './judge.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import { chooseCutoffs, decideByGroup, penaltyOf } from './mitigation.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { Backup, Metrics, ModelBundle } from './run.ts';
import type { Study } from './schema.ts';
import { recipeTargets } from './targets.ts';

interface Beside {
  table: Table;
  rng: Rng;
  /** Of the model itself: rows x classes of `judged.rows`, and what it decided. */
  scores: Float64Array;
  predicted: Int32Array;
  judged: Judged;
}

/** Null where the study names none. Throws InputError where it cannot learn what the study asks. */
export async function fitBackup(
  main: Prepared,
  { table, rng, scores, predicted, judged }: Beside,
  { compute, control }: { compute: Compute; control: Control },
): Promise<{ backup: Backup; bundle: ModelBundle } | null> {
  const { backup: model, ...rest } = main.study;
  if (!model) return null;
  const prepared = prepare({ ...rest, model } as Study, table);
  const { study, features, train, validation, parts, codes, weights, lesson } = prepared;
  const classes = prepared.classes.length;
  const takes = takenBy(model.kind, lesson);
  const quiet = { ...control, progress: () => undefined };
  control.progress({ stage: 'backup', done: 0, total: 1 });
  const { state: recipe, x } = fitTransform(study.recipe!, features, train, recipeTargets(prepared), takes);
  const validationX = applyRecipe(recipe, features, validation, takes);
  const penalty = penaltyOf(study, prepared.mitigated, train);
  const fitting = { x, rows: train, validationX, validation, codes, weights, classes, lesson, penalty };
  const fitted = await fitModel(study.model, fitting, { ...quiet, compute, rng: rng.split('backup') });
  const learner = { recipe, features, classes, compute, control: quiet };
  const { rows } = judged;
  const raw = await predictRows(fitted.state, rows, learner);
  const calibrated = calibrate(study, raw, { rows, parts, codes, classes });
  const { calibration } = calibrated;
  const told = { classes, scores: calibrated.scores, evaluated: rows, parts, codes };
  const threshold = decideThreshold(study.decision, told);
  const asked = { evaluated: rows, scores: calibrated.scores, parts, codes, threshold: threshold ?? 0.5 };
  const chosen = chooseCutoffs(study, prepared.mitigated, asked);
  const decided = chosen && decideByGroup(chosen, prepared.mitigated!, rows, calibrated.scores);
  const verdict = evaluateParts(calibrated.scores, { ...judged, threshold, decided }, control, 'backup');
  const ask = (asked: Uint32Array) => predictRows(fitted.state, asked, { ...learner, calibration });
  const cost = await measureCost(fitted.state, rows, ask, control);

  const places = [...rows.keys()].filter((i) => parts[rows[i]!] === 2);
  const testOf = (all: Float64Array, said: Int32Array) => {
    const taken = new Float64Array(places.length * classes);
    for (const [to, from] of places.entries())
      taken.set(all.subarray(from * classes, (from + 1) * classes), to * classes);
    const [actual, decided] = [places.map((i) => codes[rows[i]!]!), places.map((i) => said[i]!)];
    return prepareMetrics(Int32Array.from(actual), Int32Array.from(decided), taken, classes);
  };
  const names = measured.filter((name) => verdict.metrics.test[name]);
  const pairs =
    places.length === 0
      ? []
      : paired(names, testOf(scores, predicted), testOf(calibrated.scores, verdict.predicted), classes);
  const differences: Metrics = Object.fromEntries(pairs.map(({ metric, difference }) => [metric, difference]));
  const { metrics } = verdict;
  return {
    backup: { metrics, differences, threshold, ended: fitted.ended, cost },
    bundle: { recipe, model: fitted.state, ...(calibration && { calibration }) },
  };
}

export type Answering = 'model' | 'backup' | 'neither';

/** Which one keeps to the milliseconds for one row, 95 times of 100; the model where it does, or where there is no budget. */
export function answering(budget: number | undefined, model: Cost, backup: Cost | undefined): Answering {
  if (budget === undefined || model.oneRow.p95 <= budget) return 'model';
  return backup && backup.oneRow.p95 <= budget ? 'backup' : 'neither';
}
