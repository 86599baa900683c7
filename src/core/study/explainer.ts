/** @file A finished model with its table, ready to be asked: what it rests on, what would be if, and what would have to be. */
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import { createRng } from '../base/random.ts';
import type { Compute } from '../compute/types.ts';
import { cellText, findColumn, takeColumn } from '../data/select.ts';
import type { Column, Table } from '../data/table.ts';
import { accumulatedPair } from '../explain/accumulated-pair.ts';
import type { AccumulatedPair } from '../explain/accumulated-pair.ts';
import { accumulatedEffects } from '../explain/accumulated.ts';
import type { AccumulatedEffects } from '../explain/accumulated.ts';
import { editedCells } from '../explain/cohort-edit.ts';
import type { ColumnEdit } from '../explain/cohort-edit.ts';
import { counterfactuals, nearestRow } from '../explain/counterfactual.ts';
import type { Constraint } from '../explain/moves.ts';
import { interactions, partialDependencePair } from '../explain/interaction.ts';
import type { Interaction, PartialDependencePair } from '../explain/interaction.ts';
import { permutationImportance } from '../explain/permutation.ts';
import type { Permutation } from '../explain/permutation.ts';
import { cellOf, editedRow, placeOf, range, sample, withRows } from '../explain/rows.ts';
import type { Cell, Predict } from '../explain/rows.ts';
import type { Overview } from '../explain/overview.ts';
import type { ShapleyPairs } from '../explain/shapley-pairs.ts';
import type { Scale, Shapley } from '../explain/shapley.ts';
import { surrogateTree } from '../explain/surrogate.ts';
import type { Surrogate } from '../explain/surrogate.ts';
import type { RecipeState } from '../features/recipe.ts';
import { shuffledScores } from './explain-along.ts';
import { rowOf } from './explain-check.ts';
import { decidedAs, otherThan } from './explain-decided.ts';
import { closedGrid } from './explain-grid.ts';
import { readModel } from './explain-model.ts';
import type { ReadModel } from './explain-model.ts';
import { fieldOf } from './fields.ts';
import type { Field } from './fields.ts';
import { meanPairs, pairsOfRow } from './explain-pairs.ts';
import { shapleyOfRow, shapleyOverview } from './explain-shapley.ts';
import { predictRows } from './learn.ts';
import { byRow, ownOf } from './own.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle, RowCounterfactuals, Run } from './run.ts';

export interface Means {
  compute: Compute;
  control: Control;
}

/** As much of a finished run as its model's answers take. */
export interface Explained {
  run: Pick<Run, 'study'>;
  bundle: ModelBundle;
}

/** A row of the source, some of its raw cells edited. */
export interface WhatIf {
  row: number;
  edits: Record<string, Cell>;
}

export type { Field };

export interface Explainer {
  fields(row: number): Field[];
  /** Probabilities in class order. */
  predict(rows: readonly WhatIf[], means: Means): Promise<number[][]>;
  /** What the model says beside probabilities, a row each, such as what it is worth; empty where it says nothing. */
  own(rows: readonly WhatIf[], means: Means): Promise<number[][]>;
  permutation(groups: readonly (readonly string[])[] | null, means: Means): Promise<Permutation[]>;
  ale(columns: readonly string[], means: Means): Promise<AccumulatedEffects[]>;
  pair(columns: readonly [string, string], means: Means): Promise<PairEffect>;
  /** A small tree grown on training rows that imitates the score for a class, judged on test rows. */
  surrogate(label: string, threshold: number, means: Means): Promise<Surrogate>;
  shapley(row: WhatIf, told: { output: Scale; background: number }, means: Means): Promise<Shapley[]>;
  /** Shapley interaction values of a row for one class; of no row their mean sizes over a sample of test rows. */
  shapleyPairs(row: WhatIf | null, told: { label: string; output: Scale }, means: Means): Promise<ShapleyPairs>;
  /** Shapley values of a sample of test rows for one class. */
  overview(label: string, told: { output: Scale; way: 'background' | 'path' }, means: Means): Promise<Overview>;
  /** Probabilities of every test row, classes a row, after an edit of the rows that `where` takes; by source number. */
  cohort(where: CohortCondition | null, edit: ColumnEdit, means: Means): Promise<CohortScores>;
  /** The model itself, as far as it says a class; null where it cannot be read. */
  model(label: string): ReadModel | null;
  counterfactual(row: WhatIf, told: CounterfactualRequest, means: Means): Promise<RowCounterfactuals>;
}

/** Two columns together, one entry a class each. */
export interface PairEffect {
  effects: PartialDependencePair[];
  strength: Interaction[];
  /** Beyond what each does by itself; none where a column is not of numbers. */
  local: AccumulatedPair[];
}

/** Rows whose cell of the column has this text. */
export interface CohortCondition {
  column: string;
  is: string;
}

/** edited: 1 where a row is of the cohort. scores: rows x classes. */
export interface CohortScores {
  rows: Uint32Array;
  edited: Uint8Array;
  scores: Float64Array;
}

export interface CounterfactualRequest {
  to?: string | undefined;
  constraints: Readonly<Record<string, Constraint>>;
  /** Binary: the score from which a row is predicted positive. */
  threshold: number | null;
}

/** Training rows that a search of a row looks at. */
const looked = 2000;

/** Rows a surrogate is grown on, and judged on. */
const imitated = 5000;

export function explainerOf(prepared: Prepared, bundle: ModelBundle, table: Table): Explainer {
  const { study, features, classes, codes, train, test } = prepared;
  const recipe = bundle.recipe as RecipeState;
  const rng = createRng(study.seed).split('explain');
  const quietly = (means: Means): Means => ({ ...means, control: { ...means.control, progress: () => undefined } });
  const predictWith = (means: Means): Predict => {
    const { calibration = null } = bundle;
    const learner = { recipe, classes: classes.length, ...quietly(means), calibration };
    return (columns, rows) => predictRows(bundle.model, rows, { ...learner, features: columns });
  };
  /** These rows of the table, and behind them the edited one. */
  const beside = (rows: Uint32Array, cells: readonly Cell[]) =>
    withRows(
      features.map((column) => takeColumn(column, rows)),
      [cells],
    );
  const edited = (rows: readonly WhatIf[]) =>
    withRows(
      features.map((column) => takeColumn(column, new Uint32Array(0))),
      rows.map(cellsOf),
    );
  const cellsOf = ({ row, edits }: WhatIf) => editedRow(features, rowOf(table, row, 'explain.row'), edits);
  const shapleyMeans = (means: Means) => ({ prepared, bundle, predict: predictWith(means), rng, means });
  const drawn = (name: string, limit: number) => sample(train, limit, rng.split(name));

  return {
    fields(row) {
      const at = rowOf(table, row, 'explain.row');
      return features.map((column) => fieldOf(column, takeColumn(column, train), cellOf(column, at)));
    },

    async predict(rows, means) {
      const scores = await predictWith(means)(edited(rows), range(rows.length));
      return byRow(scores, rows.length);
    },

    async own(rows, means) {
      const learner = { recipe, features: edited(rows), classes: classes.length, ...means };
      return byRow((await ownOf(bundle.model, range(rows.length), learner)) ?? new Float64Array(0), rows.length);
    },

    permutation: (groups, means) =>
      permutationImportance({
        ...{ columns: features, rows: test, codes, classes, predict: predictWith(means), rng, control: means.control },
        shuffled: (taken: readonly Column[]) => shuffledScores(prepared, bundle, taken, quietly(means)),
        ...(groups && { groups }),
      }),

    async ale(names, means) {
      const common = { columns: features, rows: test, classes, predict: predictWith(means), control: means.control };
      const all: AccumulatedEffects[] = [];
      for (const column of names)
        all.push(...(await accumulatedEffects({ ...common, column, rng: rng.split(column) })));
      return all;
    },

    async pair(columns, means) {
      const common = { columns: features, rows: test, classes, predict: predictWith(means), control: means.control };
      const grid = (taken: readonly Column[]) => closedGrid(prepared, bundle, taken, means.control);
      const told = { ...common, grid, pair: columns, rng: rng.split(columns.join('/')) };
      const [effects, strength] = [await partialDependencePair(told), await interactions(told)];
      return { effects, strength, local: await accumulatedPair(told) };
    },

    async surrogate(label, threshold, means) {
      const of = classes.indexOf(label);
      if (of < 0) throw new InputError(`surrogate: must be one of ${classes.join(', ')}: ${label}`);
      const part = async (rows: Uint32Array) => {
        const scores = await predictWith(means)(features, rows);
        return { rows, scores: Float64Array.from(rows, (_, i) => scores[i * classes.length + of]!) };
      };
      const grow = await part(drawn('surrogate/grow', imitated));
      const held = await part(sample(test, imitated, rng.split('surrogate/held')));
      return surrogateTree({ columns: features, grow, held, class: label, threshold });
    },

    shapley: (row, told, means) => shapleyOfRow(cellsOf(row), row.row, told, shapleyMeans(means)),

    shapleyPairs: (row, told, means) =>
      row
        ? pairsOfRow(cellsOf(row), row.row, { ...told, background: 100 }, shapleyMeans(means))
        : meanPairs(told, shapleyMeans(means)),

    async overview(label, told, means) {
      if (!classes.includes(label))
        throw new InputError(`Shapley values: must be one of ${classes.join(', ')}: ${label}`);
      const found = await shapleyOverview(label, told, shapleyMeans(means));
      return { ...found, rows: found.rows.map((row) => table.sourceRows[row]!) };
    },

    async cohort(where, edit, means) {
      const place = placeOf(
        features.map(({ name }) => name),
        edit.column,
        'edit of a cohort',
      );
      const told = where && findColumn(table, where.column, 'edit of a cohort');
      const edited = Uint8Array.from(test, (row) => (told === null || cellText(told, row) === where!.is ? 1 : 0));
      const rows = test.filter((_, i) => edited[i] === 1);
      const columns = features.with(place, editedCells(features[place]!, rows, edit));
      const scores = await predictWith(means)(columns, test);
      return { rows: test.map((row) => table.sourceRows[row]!), edited, scores };
    },

    model: (label) => readModel(prepared, bundle, label, rng),

    async counterfactual(row, { to, constraints, threshold }, means) {
      const rows = drawn('counterfactual/background', looked);
      const columns = beside(rows, cellsOf(row));
      const predict = predictWith(means);
      const own = await predict(columns, Uint32Array.of(rows.length));
      const decide = (scores: ArrayLike<number>) => decidedAs(scores, threshold);
      const now = decide(own);
      const wanted = to === undefined ? otherThan(now, own) : classes.indexOf(to);
      const common = {
        ...{ columns, row: rows.length, background: range(rows.length), classes, predict, control: means.control },
        decides: (scores: ArrayLike<number>) => decide(scores) === wanted,
      };
      const nearest = await nearestRow(common);
      const search = now === wanted ? same : await counterfactuals({ ...common, constraints });
      return {
        row: row.row,
        decided: classes[now]!,
        to: classes[wanted]!,
        ...search,
        nearest: nearest && { ...nearest, row: table.sourceRows[rows[nearest.row]!]! },
      };
    },
  };
}

const same = { found: [], exhausted: 0, evaluated: 1, sentence: 'It is decided so already.' };
