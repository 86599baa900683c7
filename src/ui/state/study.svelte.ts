/** @file The study as edited, and what the worker says about it. */
import { stableJson } from '../../core/base/hash.ts';
import type { ReadOptions, TableSummary } from '../../core/data/profile-types.ts';
import { targetsOf } from '../../core/framing/index.ts';
import { dataOf, readingOf } from '../../core/study/reading.ts';
import type { Study, StudyInput } from '../../core/study/schema.ts';
import type { FrameNotes } from '../../engine/protocol.ts';
import { carryOver, completeFraming, startingStudy, withoutTarget } from './framing.ts';
import { History } from './history.svelte.ts';
import type { Shared } from './shared.svelte.ts';

/** Quiet time after the last edit before the worker is asked. */
const PAUSE = 150;

export class StudyPart {
  study = $state.raw<Partial<StudyInput> | null>(null);
  resolved = $state.raw<Study | null>(null);
  notes = $state.raw<FrameNotes | null>(null);
  problem = $state.raw<string | null>(null);
  readonly history = new History();
  #travelling = false;
  #shared: Shared;
  #table: () => TableSummary | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;

  constructor(shared: Shared, table: () => TableSummary | null) {
    this.#shared = shared;
    this.#table = table;
  }

  edit(change: Partial<StudyInput>): void {
    let next: Partial<StudyInput> = { ...this.study, ...($state.snapshot(change) as Partial<StudyInput>) };
    const table = this.#table();
    if (change.framing && next.framing && table) next.framing = completeFraming(next.framing, table);
    if (change.framing) next = withoutTarget(next, change.framing);
    this.#change(next);
  }

  replace(study: Partial<StudyInput> | null): void {
    this.study = study;
    this.#shared.remember();
    this.#checkSoon();
  }

  /** A table has been read: a study of its own, the same one read differently, or the former one carried over. */
  adopt(table: TableSummary, options: ReadOptions, given?: StudyInput): void {
    const data = dataOf(options);
    const same = this.study?.data?.sha256 === table.sha256;
    const named = new Set(table.columns.map(({ name }) => name));
    const targets = this.study?.framing && targetsOf(this.study.framing);
    if (this.study && this.study.data?.sha256 !== table.sha256) this.history.clear();
    if (given) this.#change({ ...given, data: { ...given.data, ...data, sha256: table.sha256 } });
    else if (this.study && (same || targets?.every((name) => named.has(name))))
      this.#change(carryOver(this.study, table, data));
    else this.#change(startingStudy(table, data));
  }

  /** A change that can be undone, where it is one. */
  #change(next: Partial<StudyInput>): void {
    const isSame = this.study !== null && stableJson(this.study) === stableJson(next);
    if (this.study && !this.#travelling && !isSame && this.study.data?.sha256 === next.data?.sha256)
      this.history.note(this.study);
    this.replace(next);
  }

  /** Undo or redo. Where the columns are read otherwise there, the table is read again. */
  async travel(way: 'back' | 'forward', table: { useStudy(study: StudyInput): Promise<void> }): Promise<void> {
    const now = this.study;
    if (!now || this.#travelling || this.#shared.job.kind) return;
    const there = this.history[way](now);
    if (!there) return;
    const reading = ({ data }: Partial<StudyInput>) => stableJson(readingOf(data));
    this.#travelling = true;
    try {
      this.replace(there);
      if (reading(there) !== reading(now))
        await this.#shared.attempt('Reading the table again', () => table.useStudy(there as StudyInput));
    } finally {
      this.#travelling = false;
    }
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#timer = setTimeout(() => void this.check(), PAUSE);
  }

  /** Asks the worker now. */
  async check(): Promise<void> {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const { study } = this;
    if (!study || !this.#table() || !study.framing) {
      this.resolved = this.notes = null;
      this.problem = study && this.#table() ? 'No target yet: choose the column to predict.' : 'No table is open yet.';
      return;
    }
    const asking = (this.#asking = new AbortController());
    try {
      const answer = await this.#shared.engine.call(
        'resolve',
        { study: study as StudyInput },
        { signal: asking.signal },
      );
      if (asking.signal.aborted) return;
      this.resolved = answer.study;
      this.notes = answer.notes;
      this.problem = null;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.resolved = this.notes = null;
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}
