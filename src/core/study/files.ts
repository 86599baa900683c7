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
 * any ice.json, permutation.json, ale.json, shapley.json, overview.json, counterfactual.json, scenarios.json, backup/model.json,
 * backup/weights.bin.
 */
export function runFiles({ run, predictions, bundle, partialDependence, explanations = {} }: RunResult): Files {
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
    ...bundleFiles('model', bundle, run.classes),
    ...(bundle.backup && bundleFiles('backup', bundle.backup, run.classes)),
  };
}

function bundleFiles(folder: string, { recipe, model, calibration }: ModelBundle, classes: readonly string[]): Files {
  const { bytes, entries } = packArrays(model.arrays);
  const told = { kind: model.kind, json: model.json, arrays: entries };
  return {
    [`${folder}/model.json`]: json({ version: 1, classes, recipe, model: told, ...(calibration && { calibration }) }),
    [`${folder}/weights.bin`]: bytes,
  };
}

function parseBundle(folder: string, files: Files): ModelBundle {
  const { recipe, model, calibration } = parseJson(files, `${folder}/model.json`) as {
    recipe: unknown;
    model: { kind: string; json: ModelBundle['model']['json']; arrays: ArrayEntry[] };
    calibration?: ModelBundle['calibration'];
  };
  const arrays = unpackArrays(fileOf(files, `${folder}/weights.bin`), model.arrays);
  return { recipe, model: { ...model, arrays }, ...(calibration && { calibration }) };
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
  const bundle = parseBundle('model', files);
  if (files['backup/model.json']) bundle.backup = parseBundle('backup', files);
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
