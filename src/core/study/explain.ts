/** @file Partial dependence of a run's model on its test rows. */
import type { Control } from '../base/progress.ts';
import { createRng } from '../base/random.ts';
import type { Compute } from '../compute/types.ts';
import type { Table } from '../data/table.ts';
import { partialDependence } from '../explain/partial-dependence.ts';
import type { RecipeState } from '../features/recipe.ts';
import { predictRows } from './learn.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle, PartialDependence, RunResult } from './run.ts';

interface Means {
  compute: Compute;
  control: Control;
}

/** Individual curves drawn for a column in `study.explain.ice`. */
const curves = 50;

/** What the study asks for: each column once, one entry a class, individual curves where asked for. */
export function explainPrepared(prepared: Prepared, bundle: ModelBundle, means: Means): Promise<PartialDependence[]> {
  const { partialDependence: mean, ice } = prepared.study.explain;
  const wanted = [...new Set([...mean, ...ice])].map((column) => ({ column, ice: ice.includes(column) ? curves : 0 }));
  return explainColumns(prepared, bundle, wanted, means);
}

/** Curves on demand for a finished run. Throws InputError where a column is no feature, or the table is not the run's. */
export function explainRun(
  result: RunResult,
  table: Table,
  columns: readonly string[],
  ice: number,
  means: Means,
): Promise<PartialDependence[]> {
  const prepared = prepare(result.run.study, table);
  const wanted = columns.map((column) => ({ column, ice }));
  return explainColumns(prepared, result.bundle, wanted, means);
}

async function explainColumns(
  { study, features, test, classes }: Prepared,
  bundle: ModelBundle,
  wanted: { column: string; ice: number }[],
  { compute, control }: Means,
): Promise<PartialDependence[]> {
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
        rng: rng.split(column),
        ice,
        control,
      })),
    );
  return all;
}
