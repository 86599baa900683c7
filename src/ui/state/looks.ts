/** @file What the worker can say of the open table in the light of the study as edited. All throw what the worker throws. */
import type { Distribution, InformationRanking, Pair } from '../../core/data/explore/types.ts';
import type { Estimate } from '../../core/base/estimate.ts';
import type { Finding } from '../../core/data/quality/index.ts';
import { targetsOf } from '../../core/framing/index.ts';
import type { DataCard } from '../../core/release/data-card.ts';
import type { Exploration } from '../../core/study/explore.ts';
import type { RecipePreview } from '../../core/study/recipe-preview.ts';
import type { Study, StudyInput } from '../../core/study/schema.ts';
import type { Engine } from '../../engine/index.ts';
import type { Filter } from './filter.svelte.ts';

export interface Looks {
  /** Of the part that the filter leaves, as are the next two. */
  explore(signal?: AbortSignal): Promise<Exploration>;
  /** One column, overlaid by the target, a column's values or `(split)`; null: whole. */
  distribution(column: string, by: string | null, signal?: AbortSignal): Promise<Distribution>;
  /** Two columns against each other. */
  cross(columns: [string, string], signal?: AbortSignal): Promise<Pair>;
  /** `count` rows of the part from the `from`-th on, with their source row numbers. */
  rows(from: number, count: number): Promise<PartRows>;
  /** The numbers of a column, all rows; NaN where missing. */
  numbers(column: string): Promise<Float64Array>;
  /** Every quality test on all rows, the populations of the data card included. */
  quality(signal?: AbortSignal): Promise<Finding[]>;
  /** What each column of the table tells of one column, as information; by the study of a run. */
  tells(column: string, study: Study, signal?: AbortSignal): Promise<InformationRanking | null>;
  /** All rows of a column by the target of a run's study. */
  byTarget(column: string, study: Study, signal?: AbortSignal): Promise<Distribution>;
  /** The business formula on confusion matrices of test rows. */
  business(formula: string, matrices: number[][][]): Promise<Estimate[]>;
  /** What each step does to the training rows; null while there is no target. */
  recipe(): Promise<RecipePreview | null>;
}

export interface PartRows {
  total: number;
  rows: number[];
  columns: string[];
  cells: (string | null)[][];
}

interface Present {
  filter: Filter;
  study: Partial<StudyInput> | null;
  card: DataCard | null;
}

export function createLooks(engine: Engine, present: Present): Looks {
  return {
    explore: (signal) => engine.call('explore', { study: present.study, where: present.filter.where }, { signal }),
    distribution: (column, by, signal) =>
      engine.call('distribution', { column, by, study: present.study, where: present.filter.where }, { signal }),
    cross: (columns, signal) =>
      engine.call('cross', { columns, study: present.study, where: present.filter.where }, { signal }),
    async rows(from, count) {
      const { total, rows } = await engine.call('part', { where: present.filter.where, from, count });
      return { total, rows, ...(await engine.call('rows', { rows })) };
    },
    numbers: (column) => engine.call('numbers', { column }),
    quality(signal) {
      const references = Object.entries(present.card?.references ?? {});
      const told = references.map(([column, shares]) => ({ column, shares }));
      return engine.call('quality', { study: present.study, references: told }, { signal });
    },
    async tells(column, study, signal) {
      const asked = { ...study, framing: { kind: 'multiclass' as const, target: column } };
      return (await engine.call('explore', { study: asked, where: [] }, { signal })).information;
    },
    byTarget: (column, study, signal) =>
      engine.call('distribution', { column, by: targetsOf(study.framing).join(' / '), study, where: [] }, { signal }),
    business: (formula, matrices) => engine.call('business', { formula, matrices }),
    recipe: async () => (present.study?.framing ? engine.call('recipe', { study: present.study as StudyInput }) : null),
  };
}
