/** @file A run as files: what the headless runner writes, the page exports, and both read back. */
import { InputError } from '../base/errors.ts';
import { parseStudy } from './parse.ts';
import { readPredictions, writePredictions } from './predictions.ts';
import type { Explanations, ModelBundle, PartialDependence, Run, RunResult } from './run.ts';
import { packArrays, unpackArrays } from './weights.ts';
import type { ArrayEntry } from './weights.ts';

type Files = Record<string, Uint8Array>;
type Ice = Pick<PartialDependence, 'column' | 'class' | 'grid'> & { ice: number[][] };

/** Each explanation in a file of its own, in this order. */
const explained = ['permutation', 'ale', 'shapley', 'overview', 'counterfactual', 'scenarios'] as const;

/**
 * study.json, run.json, predictions.csv, partial-dependence.json, model/model.json, model/weights.bin; and where there are
 * any ice.json, permutation.json, ale.json, shapley.json, overview.json, counterfactual.json, scenarios.json.
 */
export function runFiles({ run, predictions, bundle, partialDependence, explanations = {} }: RunResult): Files {
  const { bytes, entries } = packArrays(bundle.model.arrays);
  const ice = partialDependence.flatMap(({ column, class: label, grid, ice: curves }): Ice[] =>
    curves === undefined ? [] : [{ column, class: label, grid, ice: curves }],
  );
  return {
    'study.json': json(run.study),
    'run.json': json(run),
    'predictions.csv': new TextEncoder().encode(writePredictions(predictions, run.classes)),
    'partial-dependence.json': json(partialDependence.map(({ ice: _, ...curve }) => curve)),
    ...(ice.length > 0 && { 'ice.json': json(ice) }),
    ...Object.fromEntries(
      explained.flatMap((kind) => (explanations[kind] ? [[`${kind}.json`, json(explanations[kind])]] : [])),
    ),
    'model/model.json': json({
      version: 1,
      classes: run.classes,
      recipe: bundle.recipe,
      model: { kind: bundle.model.kind, json: bundle.model.json, arrays: entries },
      ...(bundle.calibration && { calibration: bundle.calibration }),
    }),
    'model/weights.bin': bytes,
  };
}

/** Reads what runFiles wrote; writing it again gives the same bytes. Throws InputError naming the file. */
export function parseRunFiles(files: Files): RunResult {
  const run = parseJson(files, 'run.json') as Run;
  if (run?.version !== 1) throw new InputError(`run.json: only version 1 can be read: ${run?.version}`);
  parseStudy(run.study);
  const predictions = readPredictions(new TextDecoder().decode(fileOf(files, 'predictions.csv')), run.classes);
  const partialDependence = parseJson(files, 'partial-dependence.json') as PartialDependence[];
  const ice = files['ice.json'] ? (parseJson(files, 'ice.json') as Ice[]) : [];
  for (const { column, class: label, ice: curves } of ice) {
    const curve = partialDependence.find((each) => each.column === column && each.class === label);
    if (curve) curve.ice = curves;
  }
  const present = explained.filter((kind) => files[`${kind}.json`]);
  const explanations = Object.fromEntries(
    present.map((kind) => [kind, parseJson(files, `${kind}.json`)]),
  ) as Explanations;
  const { recipe, model, calibration } = parseJson(files, 'model/model.json') as {
    recipe: unknown;
    model: { kind: string; json: ModelBundle['model']['json']; arrays: ArrayEntry[] };
    calibration?: ModelBundle['calibration'];
  };
  const arrays = unpackArrays(fileOf(files, 'model/weights.bin'), model.arrays);
  const bundle = { recipe, model: { ...model, arrays }, ...(calibration && { calibration }) };
  return { run, predictions, bundle, partialDependence, ...(present.length > 0 && { explanations }) };
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function parseJson(files: Files, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(fileOf(files, name)));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name}: not valid JSON`);
  }
}

function fileOf(files: Files, name: string): Uint8Array {
  const found = files[name];
  if (found === undefined) throw new InputError(`${name}: the file is missing`);
  return found;
}
