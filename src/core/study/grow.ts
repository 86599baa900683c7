/** @file New classes in a fitted tree of classes: only the nodes whose children are others learn again. */
import { InputError } from '../base/errors.ts';
import { createRng } from '../base/random.ts';
import { cellText, findColumn } from '../data/select.ts';
import { dropped, splitRows } from '../data/split.ts';
import type { Table } from '../data/table.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { frameTarget } from '../framing/index.ts';
import { nodesOf } from '../models/composed/nodes.ts';
import type { Fork } from '../models/composed/nodes.ts';
import { weightsOf } from './columns.ts';
import type { Means } from './explainer.ts';
import { withFramed } from './framed-verdict.ts';
import { evaluateParts } from './judge.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import type { Metrics, ModelBundle, RunResult } from './run.ts';
import type { Study } from './schema.ts';

export interface Grown {
  classes: string[];
  /** Classes the run did not have. */
  added: string[];
  /** The recipe as it was fitted; nodes that were kept are the same bytes. */
  bundle: ModelBundle;
  /** By the texts that lead to the node; none: the root. milliseconds: of its fit. */
  retrained: { node: string[]; rows: number; milliseconds: number }[];
  kept: string[][];
  /** Of the kept those above a new class: their children are the same, and the new rows are not learned from there. */
  above: string[][];
  /** The run's own rows held out, and their share of the new rows. */
  metrics: { test: Metrics; validation: Metrics };
}

/**
 * `table`: the rows of the run in their order, and new rows behind them. Rows of the run stay in their parts; new rows are
 * divided by the shares of its split, each class by itself. Throws InputError where the table begins otherwise, a class is
 * gone, or the run is not of a model a node.
 */
export async function growTree(
  { run, bundle, predictions }: Pick<RunResult, 'run' | 'bundle' | 'predictions'>,
  table: Table,
  { compute, control }: Means,
): Promise<Grown> {
  const { study } = run;
  if (bundle.model.kind !== 'nodes')
    throw new InputError(`study.framing: only a hierarchy with a model at each node can grow: ${study.framing.kind}`);
  if (bundle.calibration)
    throw new InputError(
      `study.calibration: a curve is of the classes it was fitted on; use none, or run the study again: ${study.calibration}`,
    );
  const framed = frameTarget(table, study.framing);
  const { classes, codes, tree } = framed;
  const gone = run.classes.find((label) => !classes.includes(label));
  if (gone !== undefined) throw new InputError(`${table.name}: a class of the run is not in the table: ${gone}`);
  const rng = createRng(study.seed);
  const parts = partsOf({ run, predictions }, table, framed);
  const [train, validation, test] = [0, 1, 2].map((part) =>
    Uint32Array.from([...parts.keys()].filter((row) => parts[row] === part)),
  ) as [Uint32Array, Uint32Array, Uint32Array];

  const recipe = bundle.recipe as RecipeState;
  const features = run.features.map((name) => findColumn(table, name, 'study.data.columns'));
  const takes = takenBy(study.model.kind);
  const before = new Map(nodesOf(bundle.model).map((node) => [keyOf(node.fork), node]));
  const added = classes.filter((label) => !run.classes.includes(label));
  const isAbove = ({ path }: Fork) =>
    added.some((label) => path.every((text, level) => tree!.paths[classes.indexOf(label)]![level] === text));
  const grown: Pick<Grown, 'retrained' | 'kept' | 'above'> = { retrained: [], kept: [], above: [] };
  const forestry = {
    keep(fork: Fork) {
      const known = before.get(keyOf(fork));
      if (!known || known.fork.children.join('\n') !== fork.children.join('\n')) return null;
      grown.kept.push(fork.path);
      if (isAbove(fork)) grown.above.push(fork.path);
      return known.state;
    },
    fitted: ({ path: node }: Fork, rows: number, milliseconds: number) =>
      void grown.retrained.push({ node, rows, milliseconds }),
  };
  const { state: model } = await fitModel(
    study.model,
    {
      x: applyRecipe(recipe, features, train, takes),
      rows: train,
      validationX: applyRecipe(recipe, features, validation, takes),
      validation,
      codes,
      weights: weightsOf(study, table),
      classes: classes.length,
      lesson: { kind: 'nodes', paths: tree!.paths, forestry },
    },
    { ...control, compute, rng: rng.split('model') },
  );
  const rows = Uint32Array.from([...validation, ...test]).sort();
  const scores = await predictRows(model, rows, { recipe, features, classes: classes.length, compute, control });
  const threshold = classes.length === 2 ? (run.threshold ?? null) : null;
  const judged = { rows, parts, codes, classes, threshold, rng };
  const told = { framing: study.framing, framed, own: null };
  const { metrics } = withFramed(scores, evaluateParts(scores, judged, control), judged, told);
  return { classes, added, bundle: { recipe, model }, ...grown, metrics };
}

function keyOf({ path }: Fork): string {
  return JSON.stringify(path);
}

/** The part of each row: as the run has it, or by the shares of its split. */
function partsOf(
  { run, predictions }: Pick<RunResult, 'run' | 'predictions'>,
  table: Table,
  { classes, codes }: { classes: string[]; codes: Int32Array },
): Uint8Array {
  const { train, validation, test, dropped: left } = run.rows;
  const known = train + validation + test + left;
  const { split } = run.study;
  const judged = new Map(Array.from(predictions.rows, (row, i) => [row, i]));
  const parts = new Uint8Array(table.rows).fill(dropped);
  let found = 0;
  for (let row = 0; row < Math.min(known, table.rows); row++) {
    const i = judged.get(table.sourceRows[row]!);
    if (i === undefined) {
      if (codes[row]! >= 0 && !isUndated(split, table, row)) parts[row] = 0;
      continue;
    }
    if (classes[codes[row]!] !== run.classes[predictions.actual[i]!]) break;
    parts[row] = predictions.split[i]!;
    found++;
  }
  if (found < judged.size || parts.subarray(0, known).reduce((n, part) => n + Number(part === 0), 0) !== train)
    throw new InputError(`${table.name}: must begin with the ${known} rows of the run, in their order: ${table.rows}`);
  const fresh = Uint32Array.from([...codes.keys()].filter((row) => row >= known && codes[row]! >= 0));
  if (fresh.length === 0) return parts;
  const shares = split.kind === 'column' ? { test: 0.2, validation: 0.2 } : split;
  const plan = { kind: 'stratified' as const, test: shares.test, validation: shares.validation };
  const own = splitRows(table, plan, createRng(run.study.seed).split('grow'), codes, fresh);
  for (const row of fresh) parts[row] = own[row]!;
  return parts;
}

/** A row that a split in time left out. */
function isUndated(split: Study['split'], table: Table, row: number): boolean {
  return split.kind === 'time' && cellText(findColumn(table, split.column, 'study.split.column'), row) === null;
}
