/** @file A run is a pure function of a study and a table. */
import type { Control } from '../base/progress.ts';
import { createRng } from '../base/random.ts';
import type { Compute } from '../compute/types.ts';
import type { Table } from '../data/table.ts';
import { applyRecipe, recipeWarnings } from '../features/recipe.ts';
import { fitBackup } from './backup.ts';
import type { Checkpoints } from '../models/contract.ts';
import { classifiers } from '../models/index.ts';
import { calibrate } from './calibrate.ts';
import { measureCost } from './cost.ts';
import { decideThreshold } from './decision.ts';
import { explainPrepared, explanationsOf } from './explain.ts';
import { isOfParts } from './framed.ts';
import { withFramed } from './framed-verdict.ts';
import { fitRecipe, growing } from './growth.ts';
import { hashStages, runId } from './hashes.ts';
import { evaluateParts, groupTables, judgeProbabilities } from './judge.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import { guessOf, ownNames, ownOf } from './own.ts';
import { chooseCutoffs, decideByGroup, drawsOfRows, mitigationWarnings, penaltyOf } from './mitigation.ts';
import { prepare } from './prepare.ts';
import type { Predictions, RunResult } from './run.ts';
import type { Study } from './schema.ts';

export interface RunOptions {
  compute: Compute;
  control: Control;
  /** Where a fit that was cut short goes on, where its family can. */
  checkpoints?: Checkpoints;
  /** A finished run; where it is the one that a study with later classes grows from, its nodes are not fitted again. */
  base?: Pick<RunResult, 'run' | 'bundle'> | null;
  /** startedAt: ISO 8601, from the caller's clock. timings: milliseconds of what came before, such as parse. */
  environment: { plumb: string; userAgent: string; startedAt?: string; timings?: Record<string, number> };
}

/**
 * Frames, splits, fits the recipe and the model on training rows only, decides, judges and explains.
 * Same study, same table, same backend: the same bytes but for timings, costs and startedAt. Throws InputError, RunError or AbortError.
 */
export async function runStudy(input: Study, table: Table, options: RunOptions): Promise<RunResult> {
  const { compute, control, checkpoints, base = null } = options;
  const { plumb, userAgent, startedAt = '', timings: before = {} } = options.environment;
  const timings: Record<string, number> = { ...before };
  let last = control.now();
  const lap = (name: string) => {
    const now = control.now();
    timings[name] = now - last;
    last = now;
  };

  control.progress({ stage: 'frame', done: 0, total: 1 });
  const prepared = prepare(input, table);
  const { study, notes, classes, codes, parts, train, validation, test, features } = prepared;
  const rng = createRng(study.seed);
  lap('frame');

  control.progress({ stage: 'recipe', done: 0, total: 1 });
  await control.whenRunning();
  control.signal.throwIfAborted();
  const takes = takenBy(study.model.kind, prepared.lesson);
  const { state: recipe, x } = fitRecipe(prepared, takes);
  const validationX = applyRecipe(recipe, features, validation, takes);
  lap('recipe');

  const grown = growing(prepared, base, compute.report.backend);
  const fitting = {
    x,
    rows: train,
    validationX,
    validation,
    codes,
    weights: prepared.weights,
    classes: classes.length,
    lesson: grown?.lesson ?? prepared.lesson,
    penalty: penaltyOf(study, prepared.mitigated, train),
  };
  // Several models for one keep those that are done, whatever their family.
  const resumes = classifiers[study.model.kind]!.resumes || isOfParts(prepared.lesson);
  const fitted = await fitModel(study.model, fitting, {
    ...control,
    compute,
    rng: rng.split('model'),
    ...(checkpoints && resumes && { checkpoints }),
  });
  const baseline = await fitModel({ kind: 'baseline', options: {} }, fitting, {
    ...control,
    progress: () => undefined,
    compute,
    rng: rng.split('baseline'),
  });
  lap('fit');

  control.progress({ stage: 'evaluate', done: 0, total: 1 });
  const evaluated = Uint32Array.from([...validation, ...test]).sort();
  const learner = { recipe, features, classes: classes.length, compute, control };
  const asked = control.now();
  const raw = await predictRows(fitted.state, evaluated, learner);
  timings['predict'] = control.now() - asked;
  const own = await ownOf(fitted.state, evaluated, learner);
  const calibrated = calibrate(study, raw, { rows: evaluated, parts, codes, classes: classes.length });
  const { scores, calibration } = calibrated;
  const threshold = decideThreshold(study.decision, { classes: classes.length, scores, evaluated, parts, codes });
  const chosen = chooseCutoffs(study, prepared.mitigated, {
    ...{ evaluated, scores, parts, codes },
    threshold: threshold ?? 0.5,
  });
  const sourceRows = evaluated.map((row) => table.sourceRows[row]!);
  const draws = chosen?.mixed ? drawsOfRows(study.seed, sourceRows) : null;
  const decided = chosen && decideByGroup(chosen, prepared.mitigated!, evaluated, scores, draws);
  const judged = { rows: evaluated, parts, codes, classes, threshold, rng };
  const deviations = fitted.state.json['deviations'] as [number, number] | undefined;
  const told = { framing: study.framing, framed: prepared.framed, ...(deviations && { deviations }) };
  const verdict = withFramed(scores, evaluateParts(scores, { ...judged, decided }, control), judged, { ...told, own });
  const guessed = await predictRows(baseline.state, evaluated, learner);
  const guessedOwn = guessOf(prepared, guessed);
  const prior = withFramed(
    guessed,
    evaluateParts(guessed, judged, control, 'baseline'),
    judged,
    { ...told, own: guessedOwn },
    'baseline',
  );
  const uncalibrated = calibration && judgeProbabilities(raw, judged, control);
  const groups = groupTables(prepared.groups, verdict.predicted, judged);
  lap('evaluate');

  control.progress({ stage: 'speed', done: 0, total: 1 });
  const ask = (rows: Uint32Array) => predictRows(fitted.state, rows, { ...learner, calibration });
  const cost = evaluated.length > 0 ? await measureCost(fitted.state, evaluated, ask, control) : null;
  lap('speed');
  const beside = { table, rng, scores, predicted: verdict.predicted, judged };
  const second = await fitBackup(prepared, beside, { compute, control });
  if (second) lap('backup');

  const predictions: Predictions = {
    rows: sourceRows,
    split: Uint8Array.from(evaluated, (row) => parts[row]!),
    actual: Int32Array.from(evaluated, (row) => codes[row]!),
    predicted: verdict.predicted,
    scores,
    ...(own && { own: { names: ownNames(study.framing, classes), values: own } }),
  };
  const bundle = {
    recipe,
    model: fitted.state,
    ...(calibration && { calibration }),
    ...(second && { backup: second.bundle }),
  };
  const partialDependence = await explainPrepared(prepared, bundle, { compute, control });
  const explanations = await explanationsOf(prepared, { bundle, threshold, table }, { compute, control });
  lap('explain');

  const { metrics, confusion, perClass } = verdict;
  return {
    run: {
      version: 1,
      id: runId(study, compute.report.backend),
      study,
      classes,
      rows: { ...notes.rows, dropped: notes.dropped },
      metrics,
      confusion,
      baseline: prior.metrics,
      ...(uncalibrated && { uncalibrated }),
      groups,
      perClass,
      threshold,
      ...(chosen && { cutoffs: chosen }),
      curves: fitted.curves,
      ended: fitted.ended,
      features: notes.features,
      warnings: [...notes.warnings, ...recipeWarnings(recipe), ...mitigationWarnings(study, chosen)],
      stages: hashStages({
        study,
        table,
        prepared,
        bundle,
        predictions,
        judged: { verdict, prior: prior.metrics, groups, ...(second && { backup: second.backup.metrics }) },
      }),
      environment: { plumb, userAgent, ...compute.report },
      timings,
      ...(cost && { cost }),
      ...(second && { backup: second.backup }),
      ...(grown && { growth: grown.growth }),
      startedAt,
    },
    predictions,
    bundle,
    partialDependence,
    ...(explanations && { explanations }),
  };
}
