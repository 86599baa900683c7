/** @file What stages may ask of the workspace. Stages are written against this; workspace.svelte.ts implements it. */
import type { BackendReport } from '../../core/compute/types.ts';
import type { Progress } from '../../core/base/progress.ts';
import type { Preview, ReadOptions, TableSummary, Treatment } from '../../core/data/profile-types.ts';
import type { Output, Scale } from '../../core/explain/shapley.ts';
import type { DataCard } from '../../core/release/data-card.ts';
import type { Proposals } from '../../core/study/proposals.ts';
import type { Beside } from '../../core/study/beside.ts';
import type { PartialDependence, RunResult, Scenario } from '../../core/study/run.ts';
import type { StudyInput, Study } from '../../core/study/schema.ts';
import type { Comparison, Reproduction } from '../../core/study/verdicts.ts';
import type { FrameNotes } from '../../engine/protocol.ts';
import type { RunListing, StoredRun } from '../../store/types.ts';
import type { Filter } from './filter.svelte.ts';
import type { Judging } from './judging.ts';
import type { Looks } from './looks.ts';
import type { Questions } from './questions.ts';
import type { QueueState, RatesState, SearchState } from './training.ts';

export type { QueueState, RunListing, SearchState, StoredRun };

export type StageName =
  'frame' | 'data' | 'explore' | 'features' | 'train' | 'evaluate' | 'fairness' | 'explain' | 'runs';

export interface Sample {
  id: string;
  title: string;
  describes: string;
  rows: number;
  columns: number;
  /** Ready-made study: one click from the first screen to a judged run. */
  study: StudyInput;
  /** The same table asked otherwise. */
  also: { title: string; study: StudyInput }[];
  /** The data card as HTML, made from its Markdown at build time. */
  card: string;
  /** Where its file is, same origin. */
  url: string;
  /** The rule that made the table; null where nobody knows it. */
  truth: (() => Promise<Truth>) | null;
}

/** What nobody knows of real data: the chances by which each answer was drawn. */
export interface Truth {
  /** Of the file it is about. */
  sha256: string;
  /** The column that was drawn, and its values. */
  target: string;
  classes: string[];
  /** For each row of the file, the chance of each value. */
  chances: number[][];
}

/** The one thing running, reactive. Null stage: idle. */
export interface JobState {
  readonly kind:
    'read' | 'train' | 'search' | 'explain' | 'reproduce' | 'compare' | 'propose' | 'learn' | 'rates' | 'export' | null;
  readonly progress: Progress | null;
  readonly etaMilliseconds: number | null;
  readonly paused: boolean;
  /** Live curve while training. */
  readonly history: { step: number[]; loss: number[]; validationLoss: number[] };
  pause(): void;
  resume(): void;
  /** While paused: goes on for one batch, or to the end of one epoch. */
  step(what: 'batch' | 'epoch'): void;
  cancel(): void;
}

export interface VisibleError {
  title: string;
  cause: string;
  /** What to do next. */
  remedy: string;
}

/** One of the framings side by side: a study of its own. */
export interface FramingColumn {
  id: number;
  study: StudyInput;
  /** What the worker says of the study; null until it does, or where it cannot run. */
  notes: FrameNotes | null;
  problem: string | null;
  result: RunResult | null;
}

/** Framings side by side, reactive. */
export interface BesideState {
  readonly columns: readonly FramingColumn[];
  /** Of the columns that have a run, in their order; null until there is one. */
  readonly verdict: Beside | null;
  /** Id of the column that is being trained. */
  readonly running: number | null;
  /** The study at hand as the first column. */
  begin(): void;
  duplicate(id: number, change: Partial<StudyInput>): void;
  remove(id: number): void;
  train(): Promise<void>;
}

/** The shown run (b) against one rule on one column (a), reactive. */
export interface SimplerState {
  /** Null until it was tried for the shown run. */
  readonly comparison: Comparison | null;
  start(): Promise<void>;
}

/** What a person changes of a column. treat: null leaves its cells as they are in the file. */
export interface ColumnChange {
  type?: string;
  role?: string;
  sensitive?: boolean;
  /** Levels of an ordinal column, low to high. */
  order?: string[];
  treat?: Treatment | null;
}

export interface Workspace {
  readonly stage: StageName;
  /** A part of the stage, such as `beside` of Frame; empty: the stage itself. */
  readonly page: string;
  go(stage: StageName, page?: string): void;
  readonly samples: readonly Sample[];
  readonly backend: BackendReport | null;
  readonly job: JobState;
  readonly error: VisibleError | null;
  dismissError(): void;
  /** A quiet message at the foot, with an action (Undo). */
  readonly toast: { text: string; action?: { label: string; run(): void } } | null;

  // Data
  readonly preview: (Preview & { name: string }) | null;
  readonly readOptions: ReadOptions;
  readonly table: TableSummary | null;
  openFile(file: File): Promise<void>;
  openText(text: string): Promise<void>;
  /** quick: also train and go to Evaluate. also: the title of another of its studies. */
  openSample(id: string, quick: boolean, also?: string): Promise<void>;
  changeReading(options: ReadOptions): Promise<void>;
  confirmRead(): Promise<void>;
  discardPreview(): Promise<void>;
  setColumn(name: string, change: ColumnChange): Promise<void>;
  combine(file: File, how: { kind: 'append' } | { kind: 'join'; on: string; type: 'inner' | 'left' }): Promise<void>;
  /** What is said of the open table; null while there is none. */
  readonly card: DataCard | null;
  editCard(change: Partial<DataCard>): Promise<void>;
  /** What can be said of the open table in the light of the study. */
  readonly look: Looks;
  /** The part of the table that Explore looks at. */
  readonly filter: Filter;
  tableRows(rows: number[], columns?: string[]): Promise<{ columns: string[]; cells: (string | null)[][] }>;

  // Study
  /** As edited; may lack a framing while the person has not chosen a target. */
  readonly study: Partial<StudyInput> | null;
  editStudy(change: Partial<StudyInput>): void;
  /** Takes up a study written as JSON. The sentence why it cannot; null when it did. */
  openStudy(text: string): Promise<string | null>;
  /** The end of a link that opens study and framings, without #. */
  link(): string;
  /** Hands over a file that opens the same. */
  saveStudy(): void;
  readonly beside: BesideState;
  readonly simpler: SimplerState;
  /** Makes a framing the study, and its run the shown one where it has one. */
  useFraming(id: number): Promise<void>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The study as it was before its last change, or after; the table is read again where that asks for it. */
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** The study checked against the table, or why it cannot run yet. */
  readonly resolved: Study | null;
  readonly notes: FrameNotes | null;
  readonly problem: string | null;

  /** Steps that may help, measured as the job; null where it was cancelled or failed, which is then shown. */
  proposeSteps(): Promise<Proposals | null>;

  // Run
  train(): Promise<void>;
  /** Trains another study than the one on the page and keeps its run under this label; the shown run stays. False: no run. */
  trial(study: Study, label: string): Promise<boolean>;
  readonly queue: QueueState;
  /** For options of the study's own family. */
  readonly search: SearchState;
  /** Of several families on the same folds. */
  readonly families: SearchState;
  readonly rates: RatesState;
  readonly current: StoredRun | null;
  /** The decision threshold of the page, in [0, 1]; starts at the run's. Binary only. */
  readonly threshold: number;
  setThreshold(value: number): void;
  partialDependence(columns: string[], ice: number, output?: Output): Promise<PartialDependence[]>;
  /** Permutation importance of every feature, kept with the run. */
  permutation(): Promise<void>;
  /** Accumulated local effects, kept with the run. */
  accumulated(columns: string[]): Promise<void>;
  /** Shapley values of many test rows for a class, kept with the run. */
  overview(label: string, output: Scale, way: 'background' | 'path'): Promise<void>;
  /** The edited rows kept with the shown run, in place of those before. */
  keepScenarios(scenarios: Scenario[]): Promise<void>;
  /** What the model of the shown run says of single rows. */
  readonly ask: Questions;
  /** What judges the shown run on its table. */
  readonly judge: Judging;

  // Runs
  readonly runs: readonly RunListing[];
  openRun(id: string): Promise<void>;
  renameRun(id: string, label: string): Promise<void>;
  noteRun(id: string, note: string): Promise<void>;
  deleteRun(id: string): Promise<void>;
  compareRuns(a: string, b: string): Promise<Comparison>;
  reproduce(id: string): Promise<Reproduction>;
  exportRun(id: string): Promise<void>;
  /** Its model as an ONNX file. */
  exportOnnx(id: string): Promise<void>;
  exportProject(): Promise<void>;
  importZip(file: File): Promise<void>;
  readonly storage: { usage: number; quota: number; persisted: boolean } | null;
  askPersistence(): Promise<void>;
}
