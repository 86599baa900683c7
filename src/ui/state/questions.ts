/** @file What the model of the shown run answers of single rows, as they are or as edited, and of two columns together. All throw what the worker throws. */
import type { ColumnEdit } from '../../core/explain/cohort-edit.ts';
import type { ShapleyPairs } from '../../core/explain/shapley-pairs.ts';
import type { Scale, Shapley } from '../../core/explain/shapley.ts';
import type { Surrogate } from '../../core/explain/surrogate.ts';
import type { ReadModel } from '../../core/study/explain-model.ts';
import type {
  CohortCondition,
  CohortScores,
  CounterfactualRequest,
  Field,
  PairEffect,
  WhatIf,
} from '../../core/study/explainer.ts';
import type { RowCounterfactuals } from '../../core/study/run.ts';
import type { Engine } from '../../engine/index.ts';
import type { StoredRun } from '../../store/types.ts';

export interface Questions {
  fields(row: number, signal?: AbortSignal): Promise<Field[]>;
  /** Probabilities in class order. */
  predict(rows: WhatIf[], signal?: AbortSignal): Promise<number[][]>;
  own(rows: WhatIf[], signal?: AbortSignal): Promise<number[][]>;
  /** One a class, against 100 training rows. */
  shapley(row: WhatIf, output: Scale, signal?: AbortSignal): Promise<Shapley[]>;
  /** What columns do together to the score of a class: in a row, or on average where none is told. */
  shapleyPairs(row: WhatIf | null, label: string, output: Scale, signal?: AbortSignal): Promise<ShapleyPairs>;
  /** Two columns together, on samples of the test rows. */
  pair(columns: [string, string], signal?: AbortSignal): Promise<PairEffect>;
  /** A small tree that imitates the score for a class. */
  surrogate(label: string, threshold: number, signal?: AbortSignal): Promise<Surrogate>;
  /** The model itself as far as it says a class; null where it cannot be read. */
  model(label: string, signal?: AbortSignal): Promise<ReadModel | null>;
  /** Probabilities of the test rows after an edit of those that `where` takes. */
  cohort(where: CohortCondition | null, edit: ColumnEdit, signal?: AbortSignal): Promise<CohortScores>;
  counterfactual(row: WhatIf, request: CounterfactualRequest, signal?: AbortSignal): Promise<RowCounterfactuals>;
}

export function createQuestions(engine: Engine, present: { readonly current: StoredRun | null }): Questions {
  const of = () => {
    const { run, bundle } = present.current!.result;
    return { run: { study: run.study }, bundle };
  };
  return {
    fields: (row, signal) => engine.call('fields', { of: of(), row }, { signal }),
    own: (rows, signal) => engine.call('own', { of: of(), rows }, { signal }),
    predict: (rows, signal) => engine.call('predict', { of: of(), rows }, { signal }),
    shapley: (row, output, signal) => engine.call('shapley', { of: of(), row, output, background: 100 }, { signal }),
    shapleyPairs: (row, label, output, signal) =>
      engine.call('shapleyPairs', { of: of(), row, label, output }, { signal }),
    pair: (columns, signal) => engine.call('pair', { of: of(), columns }, { signal }),
    surrogate: (label, threshold, signal) => engine.call('surrogate', { of: of(), label, threshold }, { signal }),
    model: (label, signal) => engine.call('readModel', { of: of(), label }, { signal }),
    cohort: (where, edit, signal) => engine.call('cohort', { of: of(), where, edit }, { signal }),
    counterfactual: (row, request, signal) => engine.call('counterfactual', { of: of(), row, request }, { signal }),
  };
}
