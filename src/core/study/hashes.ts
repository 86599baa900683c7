/** @file One hash for each stage of the way, so that a second run can say where it first went another way. */
import { hashParts } from '../base/hash.ts';
import type { Table } from '../data/table.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle, Predictions, StageHash } from './run.ts';
import type { Study } from './schema.ts';

/** Decided by the backend and what of the study (with its data's hash) decides numbers: the same run again has the same id. */
export function runId({ gate: _, purpose: __, ...study }: Study, backend: string): string {
  return hashParts(study, backend).slice(0, 12);
}

interface Way {
  study: Study;
  table: Table;
  prepared: Prepared;
  bundle: ModelBundle;
  predictions: Predictions;
  /** Metrics, confusion, groups: JSON. */
  judged: unknown;
}

export function hashStages({ table, prepared, bundle, predictions, judged }: Way): StageHash[] {
  const { classes, codes, assigned } = prepared;
  const model = modelParts(bundle);
  if (bundle.backup) model.push(...modelParts(bundle.backup));
  return [
    {
      stage: 'data',
      hash: hashParts(
        table.sha256,
        table.rows,
        table.columns.map(({ name, type }) => [name, type]),
      ),
    },
    { stage: 'framing', hash: hashParts(classes, codes) },
    { stage: 'split', hash: hashParts(assigned) },
    { stage: 'recipe', hash: hashParts(bundle.recipe) },
    { stage: 'model', hash: hashParts(...model) },
    {
      stage: 'scores',
      hash: hashParts(
        predictions.rows,
        predictions.split,
        predictions.scores,
        ...(predictions.own ? [predictions.own.values] : []),
      ),
    },
    { stage: 'metrics', hash: hashParts(judged, predictions.predicted) },
  ];
}

function modelParts({ model: { kind, json, arrays }, calibration }: ModelBundle): unknown[] {
  const names = Object.keys(arrays).sort();
  return [kind, json, ...names.flatMap((name) => [name, arrays[name]]), ...(calibration ? [calibration] : [])];
}
