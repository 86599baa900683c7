/** @file What is kept in IndexedDB, in one place. */
import type { DataCard } from '../core/release/data-card.ts';
import type { Run, RunResult } from '../core/study/run.ts';
import type { SearchPlan } from '../core/study/search-plan.ts';
import type { SearchResult, Trial } from '../core/study/search.ts';
import type { StudyInput } from '../core/study/schema.ts';
import type { ReadOptions } from '../core/data/profile-types.ts';

/** A finished run as kept: run.json and what stands beside it, with the person's own words. */
export interface StoredRun {
  id: string;
  /** The person's name for it; the study's name at first. */
  label: string;
  note: string;
  savedAt: string;
  /** Set by delete, cleared by undo; purged at the next start. */
  deletedAt: string | null;
  result: RunResult;
}

/** A line of the run list: everything but the arrays. */
export interface RunListing {
  id: string;
  label: string;
  note: string;
  savedAt: string;
  bytes: number;
  run: Run;
}

/** The data file as it was opened, kept as a Blob so that a reload finds it again. */
export interface StoredTable {
  sha256: string;
  name: string;
  bytes: Blob;
  options: ReadOptions;
  openedAt: string;
}

/** What a person said of a data file; kept though the file is not. */
export interface StoredCard {
  sha256: string;
  changedAt: string;
  card: DataCard;
}

/** The last search over one question, and every trial made for it; kept as each trial ends. */
export interface StoredSearch {
  /** Decided by the data, the study's rows, recipe and answers, and what was searched. */
  key: string;
  changedAt: string;
  kinds: readonly string[];
  plan: SearchPlan;
  /** Of the last search, in order. */
  trials: readonly Trial[];
  /** Of the searches before it, too. */
  done: readonly Trial[];
  /** Null where it was cut short. */
  result: SearchResult | null;
}

/** A training run that has not ended, as it was kept last; one record. */
export interface Interrupted {
  key: 'run';
  keptAt: string;
  study: StudyInput;
  /** How far it was, in words: `epoch 12 of 50`. */
  told: string;
  /** As the engine gave it. */
  checkpoint: unknown;
}

/** Key, in place of a hash, of a file that has been opened and not yet confirmed. */
export const PENDING = 'pending';

/** What the page was doing, saved on every change: a reload loses nothing. */
export interface Draft {
  key: 'draft';
  stage: string;
  tableSha256: string | null;
  study: Partial<StudyInput> | null;
  /** Framings side by side; absent: none. */
  beside?: StudyInput[];
  /** A part of the stage; absent: the stage itself. */
  page?: string;
  currentRun: string | null;
  threshold: number | null;
  /** Studies that wait for their turn; absent: none. */
  waiting?: StudyInput[];
}
