/** @file What a run's model responds to: partial dependence on its test rows, and whatever else the study asks for. */
import { createRng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import type { Output } from '../explain/shapley.ts';
import { partialDependence } from '../explain/partial-dependence.ts';
import type { RecipeState } from '../features/recipe.ts';
import { predictRows } from './learn.ts';
import { closedGrid } from './explain-grid.ts';
import { explainerOf } from './explainer.ts';
import type { Means } from './explainer.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { Explanations, ModelBundle, PartialDependence, RunResult } from './run.ts';

/** Individual curves drawn for a column in `study.explain.ice`. */
const curves = 50;

/** What the study asks for: each column once, one entry a class, individual curves where asked for. */
export async function explainPrepared(
  prepared: Prepared,
  bundle: ModelBundle,
  means: Means,
): Promise<PartialDependence[]> {
  const { partialDependence: mean, ice } = prepared.study.explain;
  const wanted = [...new Set([...mean, ...ice])].map((column) => ({ column, ice: ice.includes(column) ? curves : 0 }));
  const found = await explainColumns(prepared, bundle, wanted, 'probability', means);
  return found.map(({ iceRows: _, ...curve }) => curve);
}

/** What else the study asks for; undefined where it asks for nothing. */
export async function explanationsOf(
  prepared: Prepared,
  { bundle, threshold, table }: { bundle: ModelBundle; threshold: number | null; table: Table },
  means: Means,
): Promise<Explanations | undefined> {
  const { ale = [], permutation = false, shapley, counterfactual } = prepared.study.explain;
  const explainer = explainerOf(prepared, bundle, table);
  const found: Explanations = {};
  if (permutation !== false && !(Array.isArray(permutation) && permutation.length === 0)) {
    const groups = permutation === true ? null : permutation.map((told) => [told].flat());
    found.permutation = await explainer.permutation(groups, means);
  }
  if (ale.length > 0) found.ale = await explainer.ale([...new Set(ale)], means);
  for (const row of new Set(shapley?.rows ?? []))
    (found.shapley ??= []).push(...(await explainer.shapley({ row, edits: {} }, shapley!, means)));
  for (const row of new Set(counterfactual?.rows ?? [])) {
    const told = { ...counterfactual!, threshold };
    (found.counterfactual ??= []).push(await explainer.counterfactual({ row, edits: {} }, told, means));
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Curves on demand for a finished run. Throws InputError where a column is no feature, or the table is not the run's. */
export async function explainRun(
  result: RunResult,
  table: Table,
  columns: readonly string[],
  ice: number,
  means: Means,
  output: Output = 'probability',
): Promise<PartialDependence[]> {
  const prepared = prepare(result.run.study, table);
  const wanted = columns.map((column) => ({ column, ice }));
  const found = await explainColumns(prepared, result.bundle, wanted, output, means);
  const source = (row: number) => table.sourceRows[row]!;
  return found.map((curve) => ({ ...curve, ...(curve.iceRows && { iceRows: curve.iceRows.map(source) }) }));
}

async function explainColumns(
  prepared: Prepared,
  bundle: ModelBundle,
  wanted: { column: string; ice: number }[],
  output: Output,
  { compute, control }: Means,
): Promise<PartialDependence[]> {
  const { study, features, test, classes } = prepared;
  const rng = createRng(study.seed).split('explain');
  const { calibration = null } = bundle;
  const learner = { recipe: bundle.recipe as RecipeState, classes: classes.length, compute, control, calibration };
  const all: PartialDependence[] = [];
  for (const { column, ice } of wanted)
    all.push(
      ...(await partialDependence({
        columns: features,
        rows: test,
        column,
        classes,
        predict: (edited, rows) => predictRows(bundle.model, rows, { ...learner, features: edited }),
        grid: (taken) => closedGrid(prepared, bundle, taken, control),
        rng: rng.split(column),
        ice,
        output,
        control,
      })),
    );
  return all;
}
