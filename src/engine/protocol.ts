/** @file Every question the page may ask the worker; all of it structured-cloneable. */
import type { Estimate } from '../core/base/estimate.ts';
import type { BackendReport } from '../core/compute/types.ts';
import type { Preview, ReadOptions, TableSummary } from '../core/data/profile-types.ts';
import type { RateRange } from '../core/models/contract.ts';
import type { Condition } from '../core/data/cohort.ts';
import type { Distribution, Pair } from '../core/data/explore/types.ts';
import type { Finding, Reference } from '../core/data/quality/index.ts';
import type { Table } from '../core/data/table.ts';
import type { ColumnEdit } from '../core/explain/cohort-edit.ts';
import type { Overview } from '../core/explain/overview.ts';
import type { ShapleyPairs } from '../core/explain/shapley-pairs.ts';
import type { Output, Scale } from '../core/explain/shapley.ts';
import type { Surrogate } from '../core/explain/surrogate.ts';
import type { ReadModel } from '../core/study/explain-model.ts';
import type { Groups } from '../core/study/columns.ts';
import type {
  CohortCondition,
  CohortScores,
  CounterfactualRequest,
  Explained,
  Field,
  PairEffect,
  WhatIf,
} from '../core/study/explainer.ts';
import type { Exploration } from '../core/study/explore.ts';
import type { NamedLine, PricedCutoffs } from '../core/study/judging.ts';
import type { LearningCurve } from '../core/study/learning-curve.ts';
import type { JudgedRun, Labels, Suspects, WeakSpots } from '../core/study/mistakes.ts';
import type { Proposals } from '../core/study/proposals.ts';
import type { RecipePreview } from '../core/study/recipe-preview.ts';
import type { Beside, Judged } from '../core/study/beside.ts';
import type { Explanations, PartialDependence, RowCounterfactuals, Run, RunResult } from '../core/study/run.ts';
import type { Study, StudyInput } from '../core/study/schema.ts';
import type { SearchPlan } from '../core/study/search-plan.ts';
import type { SearchResult, Trial } from '../core/study/search.ts';
import type { Comparison, FrameNotes, Reproduction } from '../core/study/verdicts.ts';

export type { FrameNotes };

/** A table lives in the worker under its key (sha256 of the bytes plus the read options); the page holds its summary. */
export interface Calls {
  /** Which backend would be used, decided once; cheap after the first time. */
  backend: { args: { prefer?: 'webgpu' | 'wasm' | 'cpu' }; result: BackendReport };
  preview: { args: { name: string; bytes: Blob; options: ReadOptions }; result: Preview };
  /** Parses, keeps the table as the current one, and profiles it. */
  read: { args: { name: string; bytes: Blob; options: ReadOptions }; result: TableSummary };
  /** Appends or joins a second file to the current table through the danfojs frame; answers the new file's CSV bytes. */
  combine: {
    args: {
      name: string;
      bytes: Blob;
      how: { kind: 'append' } | { kind: 'join'; on: string; type: 'inner' | 'left' };
    };
    result: { name: string; csv: Blob; rows: { left: number; right: number; combined: number } };
  };
  /** Cell texts of rows of the current table, by source row number; null where missing. */
  rows: { args: { rows: number[]; columns?: string[] }; result: { columns: string[]; cells: (string | null)[][] } };
  /** Checks a study against the current table and fills in its defaults. Rejects with InputError. */
  resolve: { args: { study: StudyInput }; result: { study: Study; notes: FrameNotes } };
  /** What goes together, what tells of the target, what is missing; on the current table. */
  explore: { args: { study: Partial<StudyInput> | null; where: Condition[] }; result: Exploration };
  /** One column by the target, by a column's values, by `(split)`, or whole. */
  distribution: {
    args: { column: string; by: string | null; study: Partial<StudyInput> | null; where: Condition[] };
    result: Distribution;
  };
  /** Two columns against each other. Rejects with InputError. */
  cross: {
    args: { columns: [string, string]; study: Partial<StudyInput> | null; where: Condition[] };
    result: Pair;
  };
  /** Source row numbers of a part of the table, `count` at most from the `from`-th on. */
  part: { args: { where: Condition[]; from: number; count: number }; result: { total: number; rows: number[] } };
  /** The numbers of a column, a row of the current table each; NaN where missing. Rejects with InputError. */
  numbers: { args: { column: string }; result: Float64Array };
  /** Every quality test on the current table. */
  quality: { args: { study: Partial<StudyInput> | null; references: Reference[] }; result: Finding[] };
  /** What each step of the recipe does to the training rows. Rejects with InputError. */
  recipe: { args: { study: StudyInput }; result: RecipePreview };
  /**
   * Keeps checkpoints as the `part` of a progress, `{ checkpoint }`; `from`: where one that was cut short goes on. base: the
   * run that a tree with later classes may grow from.
   */
  run: {
    args: { study: StudyInput; from?: unknown; base?: Pick<RunResult, 'run' | 'bundle'> | null };
    result: RunResult;
  };
  /** Steps that may help, each measured inside the training rows. Rejects with InputError. */
  proposals: { args: { study: StudyInput }; result: Proposals };
  /** Cross-validates sets of options of the study's model, or of the families told. Each trial comes as the `part` of a progress; `done` is not tried again. */
  search: { args: { study: StudyInput; plan: SearchPlan; kinds?: string[]; done: Trial[] }; result: SearchResult };
  /** The loss batch by batch while the learning rate rises. Rejects with InputError. */
  rateRange: { args: { study: StudyInput }; result: RateRange };
  /** Pauses or resumes the call that is running; `after`: goes on for one batch, or to the end of one epoch, and is paused again. */
  pause: { args: { paused: boolean; after?: 'batch' | 'epoch' }; result: void };
  /** Curves on demand for a stored run (its bundle comes along); ice: how many individual curves. */
  partialDependence: {
    args: { result: RunResult; columns: string[]; ice: number; output?: Output };
    result: PartialDependence[];
  };
  /** All features, each for itself. */
  permutation: { args: { of: Explained }; result: NonNullable<Explanations['permutation']> };
  ale: { args: { of: Explained; columns: string[] }; result: NonNullable<Explanations['ale']> };
  shapley: {
    args: { of: Explained; row: WhatIf; output: Scale; background: number };
    result: NonNullable<Explanations['shapley']>;
  };
  /** Interaction values of a row for a class; of no row their mean sizes over test rows. */
  shapleyPairs: { args: { of: Explained; row: WhatIf | null; label: string; output: Scale }; result: ShapleyPairs };
  /** Shapley values of many test rows for a class. */
  overview: {
    args: { of: Explained; label: string; output: Scale; way: 'background' | 'path' };
    result: Overview;
  };
  /** The model itself, where it can be read. */
  readModel: { args: { of: Explained; label: string }; result: ReadModel | null };
  counterfactual: {
    args: { of: Explained; row: WhatIf; request: CounterfactualRequest };
    result: RowCounterfactuals;
  };
  /** Two columns together. */
  pair: { args: { of: Explained; columns: [string, string] }; result: PairEffect };
  surrogate: { args: { of: Explained; label: string; threshold: number }; result: Surrogate };
  /** Raw cells of a row, and between what they may be moved. */
  fields: { args: { of: Explained; row: number }; result: Field[] };
  /** Probabilities in class order, of rows as edited. */
  predict: { args: { of: Explained; rows: WhatIf[] }; result: number[][] };
  /** What a model says of such rows beside probabilities, as what each is worth. */
  own: { args: { of: Explained; rows: WhatIf[] }; result: number[][] };
  /** Probabilities of the test rows after an edit of many of them. */
  cohort: { args: { of: Explained; where: CohortCondition | null; edit: ColumnEdit }; result: CohortScores };
  reproduce: {
    args: { run: Run; predictions: RunResult['predictions'] };
    result: Reproduction & { result: RunResult };
  };
  compare: { args: { a: RunResult; b: RunResult }; result: Comparison };
  /** Hardest rows, labels that may be wrong, and rows that contradict one another. Rejects with InputError, as do the next three. */
  suspects: { args: { of: JudgedRun }; result: Suspects };
  /** Parts of the rows where the run is wrong more often, and a tree of its errors. */
  weakSpots: { args: { of: JudgedRun; threshold: number | null; conditions: number }; result: WeakSpots };
  /** Whether scores mean what they say, by class (null) or by the groups of a column. */
  calibration: { args: { of: JudgedRun; by: string | null }; result: NamedLine[] };
  /** The group of each row of the source by each column, as the study makes groups. Rejects with InputError. */
  groups: { args: { study: Study; rows: Uint32Array; columns: string[] }; result: Groups[] };
  /** What each cutoff costs where a column prices each row. */
  prices: { args: { of: JudgedRun; column: string; threshold: number }; result: PricedCutoffs };
  /** Labels that may be wrong among all rows, training rows scored out of fold. Rejects with InputError. */
  allLabels: { args: { of: JudgedRun }; result: Labels };
  /** The score against the number of rows learned from. Rejects with InputError. */
  learningCurve: { args: { study: Study }; result: LearningCurve };
  /** The model file of a run in ONNX. Rejects with InputError naming what ONNX cannot say. */
  onnx: { args: Pick<RunResult, 'run' | 'bundle'>; result: Uint8Array };
  /** The business formula on confusion matrices of test rows. Rejects with InputError. */
  business: { args: { formula: string; matrices: number[][][] }; result: Estimate[] };
  /** Framings on the current table, on the test rows that all of them have. Rejects with InputError. */
  beside: { args: { all: Judged[]; formula: string | null }; result: Beside };
}

/** Answered where danfojs may load and no GPU is touched. */
export const dataCalls = [
  'preview',
  'read',
  'combine',
  'rows',
  'resolve',
  'explore',
  'distribution',
  'cross',
  'part',
  'numbers',
  'quality',
  'recipe',
  'compare',
  'suspects',
  'weakSpots',
  'calibration',
  'groups',
  'prices',
  'onnx',
  'beside',
  'business',
] as const;
export type DataCalls = Pick<Calls, (typeof dataCalls)[number]>;
/** Answered by the one worker that owns the GPU device. */
export type ComputeCalls = Omit<Calls, keyof DataCalls>;

/** What the compute worker asks the data worker, over a channel of their own. */
export interface TableCalls {
  /** The current file read as a study says. table is null where `have` is its key already. */
  table: {
    args: { data: Study['data']; have: string | null };
    result: { key: string; table: Table | null; parseMilliseconds: number };
  };
}
