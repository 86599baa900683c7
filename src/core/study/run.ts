/** @file What a run remembers: the contract of run.json (version 1), which other programs rely on, and what stands beside it. */
import type { Estimate } from '../base/estimate.ts';
import type { BackendReport } from '../compute/types.ts';
import type { AccumulatedEffects } from '../explain/accumulated.ts';
import type { CounterfactualSearch } from '../explain/counterfactual.ts';
import type { Overview } from '../explain/overview.ts';
import type { PartialDependence } from '../explain/partial-dependence.ts';
import type { Permutation } from '../explain/permutation.ts';
import type { Shapley } from '../explain/shapley.ts';
import type { Drawn } from '../fairness/randomised.ts';
import type { Gap, GroupRow, GroupTable } from '../fairness/types.ts';
import type { Calibration } from '../models/calibration/index.ts';
import type { Curves, ModelState } from '../models/contract.ts';
import type { Cost } from './cost.ts';
import type { Study } from './schema.ts';

export type { Estimate, PartialDependence };
export type Metrics = Record<string, Estimate>;

export type { Gap, GroupRow, GroupTable };

export interface StageHash {
  stage: 'data' | 'framing' | 'split' | 'recipe' | 'model' | 'scores' | 'metrics';
  hash: string;
}

export interface Run {
  version: 1;
  id: string;
  study: Study;
  classes: string[];
  rows: { train: number; validation: number; test: number; dropped: number };
  metrics: { test: Metrics; validation: Metrics };
  /** classes x classes counts, rows actual, columns predicted. */
  confusion: { test: number[][]; validation: number[][] };
  baseline: { test: Metrics; validation: Metrics };
  /** Log loss, Brier score and calibration error of the model's own scores; absent where nothing calibrates them. */
  uncalibrated?: { test: Metrics; validation: Metrics };
  groups: Record<string, GroupTable>;
  /** Multiclass: one class against the rest, by class label. Empty for binary. */
  perClass: Record<string, Metrics>;
  /** Binary: the score from which a row is predicted positive, told or tuned on validation rows. Else null. */
  threshold?: number | null;
  /** Where the study decides by group: the score from which a row of each is positive; common: groups that keep the threshold. */
  cutoffs?: {
    column: string;
    of: Record<string, number>;
    common: string[];
    /** Where a draw decides: the cutoffs of each group and how likely each is; `of` then has the likeliest. */
    mixed?: Record<string, Drawn[]>;
    /** Of the choice, on the rows it was made on; cost: mean a row. */
    validation: { gap: number; cost: number };
  };
  curves: Curves;
  ended: string;
  features: string[];
  warnings: string[];
  stages: StageHash[];
  environment: { plumb: string; userAgent: string } & BackendReport;
  timings: Record<string, number>;
  /** What asking the model took on this device; absent in runs made before it was measured. */
  cost?: Cost;
  /** The study's backup on the same rows; absent where it names none. */
  backup?: Backup;
  /** Of a tree with later classes: what learned again for them, and how long it took on this device. */
  growth?: Growth;
  startedAt: string;
}

/** What a tree of classes learned again for its later classes. */
export interface Growth {
  /** Id of the run that it grew from. */
  base: string;
  added: string[];
  /** By the texts that lead to the node; none: the root. milliseconds: of its fit. */
  retrained: { node: string[]; rows: number; milliseconds: number }[];
  /** The same bytes as in the run before. */
  kept: string[][];
  /** Of the kept those above a new class: their children are the same, and the new rows are not learned from there. */
  above: string[][];
  /** Milliseconds that fitting all nodes took before, by that run or by this one. */
  before: number;
}

/** A simpler model that stands by, as good as it is. */
export interface Backup {
  metrics: { test: Metrics; validation: Metrics };
  /** By metric, backup less model on the test rows, with the interval of a paired bootstrap. */
  differences: Metrics;
  threshold: number | null;
  ended: string;
  cost: Cost;
}

/** One line an evaluated row. scores: rows x classes, row-major. split: 1 validation, 2 test. */
export interface Predictions {
  rows: Uint32Array;
  split: Uint8Array;
  actual: Int32Array;
  predicted: Int32Array;
  scores: Float64Array;
  /** What the model says beside its scores: rows x names, row-major; absent where it says nothing else. */
  own?: { names: string[]; values: Float64Array };
}

/** Fitted recipe, model and calibration (absent: none). */
export interface ModelBundle {
  recipe: unknown;
  model: ModelState;
  calibration?: Calibration;
  /** Of the study's backup; absent where it names none. */
  backup?: ModelBundle;
}

/** How one row could be decided otherwise. */
export interface RowCounterfactuals extends CounterfactualSearch {
  /** Row number in the source. */
  row: number;
  decided: string;
  to: string;
  /** The nearest training row that is decided so, by its number in the source. */
  nearest: { row: number; distance: number; scores: number[] } | null;
}

/** A row with some of its raw cells edited, and its scores when it was kept. */
export interface Scenario {
  name: string;
  row: number;
  edits: Record<string, number | string | null>;
  /** Probabilities in class order. */
  scores: number[];
}

/** What was asked for beside partial dependence, or worked out later; absent: neither. */
export interface Explanations {
  permutation?: Permutation[];
  ale?: AccumulatedEffects[];
  shapley?: Shapley[];
  /** Of many rows, one a class. */
  overview?: Overview[];
  counterfactual?: RowCounterfactuals[];
  /** Edited rows that a person keeps. */
  scenarios?: Scenario[];
}

export interface RunResult {
  run: Run;
  predictions: Predictions;
  bundle: ModelBundle;
  partialDependence: PartialDependence[];
  explanations?: Explanations;
}
