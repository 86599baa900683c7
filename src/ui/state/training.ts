/** @file What stages may ask of searches, and of trainings that wait or were cut short. */
import type { RateRange } from '../../core/models/contract.ts';
import type { SearchPlan } from '../../core/study/search-plan.ts';
import type { SearchResult, Trial } from '../../core/study/search.ts';
import type { StudyInput } from '../../core/study/schema.ts';

/** The last search about what is open, reactive; it outlives the visit. */
export interface SearchState {
  readonly running: boolean;
  /** Families searched; empty before the first search. */
  readonly kinds: readonly string[];
  readonly plan: SearchPlan | null;
  /** What was tried, in order; complete or cut short. */
  readonly trials: readonly Trial[];
  /** Null while it runs, and where it was cut short. */
  readonly result: SearchResult | null;
  /** What an earlier search has tried is not tried again. */
  start(plan: SearchPlan, kinds: readonly string[]): Promise<void>;
}

/** Which learning rate would do, reactive. */
export interface RatesState {
  /** Of the study at hand, whatever its rate; null until it was looked for. */
  readonly found: RateRange | null;
  start(): Promise<void>;
}

/** Trainings to come, and the one that was cut short; reactive. */
export interface QueueState {
  readonly waiting: readonly StudyInput[];
  /** They wait to be started, as the page was reloaded. */
  readonly held: boolean;
  /** Puts the study as it is now behind the others; it is trained when nothing else runs. */
  add(): void;
  remove(at: number): void;
  start(): void;
  /** The study's name and how far its training was, such as `step 12`; null where none can go on. */
  readonly interrupted: { name: string; told: string } | null;
  /** To the same weights as if it had never stopped. */
  goOn(): Promise<void>;
  forget(): void;
}
