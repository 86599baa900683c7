/** @file Up to four framings of one question, each a study of its own, trained one after the other on the open table. */
import { hashParts } from '../../core/base/hash.ts';
import type { Beside } from '../../core/study/beside.ts';
import type { RunResult } from '../../core/study/run.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { FrameNotes } from '../../engine/protocol.ts';
import type { BesideState, FramingColumn } from './contract.ts';
import type { Shared } from './shared.svelte.ts';

/** Columns at once. */
export const most = 4;

interface Present {
  readonly study: Partial<StudyInput> | null;
  readonly table: { sha256: string } | null;
}

export class BesidePart implements BesideState {
  #columns = $state.raw<readonly FramingColumn[]>([]);
  /** Of which table the columns are. */
  #about = $state.raw<string | null>(null);
  #verdict = $state.raw<Beside | null>(null);
  running = $state.raw<number | null>(null);
  #next = 1;
  #shared: Shared;
  #present: Present;

  constructor(shared: Shared, present: Present) {
    this.#shared = shared;
    this.#present = present;
  }

  get columns() {
    return this.#about === (this.#present.table?.sha256 ?? null) ? this.#columns : [];
  }
  get verdict() {
    return this.columns.length > 0 ? this.#verdict : null;
  }

  /** Puts the studies in the place of what is there. */
  set(studies: readonly StudyInput[]): void {
    this.#about = this.#present.table?.sha256 ?? null;
    this.#verdict = null;
    this.#columns = studies.slice(0, most).map((study) => this.#fresh(study));
    this.#shared.remember();
    for (const { id } of this.#columns) void this.#resolve(id);
    void this.#recall(this.#columns);
  }

  begin(): void {
    const { study } = this.#present;
    if (study?.framing) this.set([study as StudyInput]);
  }

  duplicate(id: number, change: Partial<StudyInput>): void {
    const at = this.columns.findIndex((column) => column.id === id);
    if (at < 0 || this.columns.length >= most) return;
    const study = { ...this.columns[at]!.study, ...($state.snapshot(change) as Partial<StudyInput>) };
    const made = this.#fresh(study as StudyInput);
    this.#columns = [...this.columns.slice(0, at + 1), made, ...this.columns.slice(at + 1)];
    this.#verdict = null;
    this.#shared.remember();
    void this.#resolve(made.id);
    void this.#recall([made]);
  }

  remove(id: number): void {
    this.#columns = this.columns.filter((column) => column.id !== id);
    this.#verdict = null;
    this.#shared.remember();
    void this.judge();
  }

  /** Trains what has no run yet, one after the other; what is done when it is cancelled stays. */
  async train(): Promise<void> {
    const todo = this.columns.filter(({ result, problem }) => !result && !problem);
    await this.#shared.attempt('Training side by side', () =>
      this.#shared.job.run('train', async (context) => {
        for (const { id, study } of todo) {
          this.running = id;
          try {
            const result = await this.#shared.engine.call('run', { study }, context);
            this.#change(id, { result });
            void this.#keep(study, result);
          } catch (error) {
            if (context.signal.aborted) throw error;
            this.#change(id, { problem: error instanceof Error ? error.message : String(error) });
          }
        }
      }),
    );
    this.running = null;
    await this.judge();
  }

  /** What the finished columns say of the same test rows; again where another formula is asked for. */
  async judge(): Promise<void> {
    const done = this.columns.filter(({ result }) => result !== null);
    if (done.length === 0) return;
    const all = done.map(({ result }) => ({ run: result!.run, predictions: result!.predictions }));
    const formula = this.#present.study?.purpose?.formula ?? null;
    await this.#shared.attempt('Judging side by side', async () => {
      const verdict = await this.#shared.engine.call('beside', { all, formula });
      const now = this.columns.filter(({ result }) => result !== null);
      if (now.map(({ id }) => id).join() === done.map(({ id }) => id).join()) this.#verdict = verdict;
    });
  }

  /** What was trained before on this table is shown again, and judged beside what is there. */
  async #recall(columns: readonly FramingColumn[]): Promise<void> {
    let isFound = false;
    await this.#shared.attempt('Looking for what was trained side by side', async () => {
      const store = await this.#shared.store;
      for (const { id, study } of columns) {
        const result = await store.getFraming(this.#keyOf(study));
        // It may have been trained again meanwhile.
        if (!result || this.columns.find((column) => column.id === id)?.result) continue;
        this.#change(id, { result });
        isFound = true;
      }
    });
    if (isFound) await this.judge();
  }

  async #keep(study: StudyInput, result: RunResult): Promise<void> {
    await this.#shared.attempt('Keeping what was trained side by side', async () =>
      (await this.#shared.store).saveFraming(this.#keyOf(study), result),
    );
  }

  /** By all that decides the result: the gate and the purpose do not. */
  #keyOf({ gate: _, purpose: __, ...study }: StudyInput): string {
    return hashParts(this.#about, study);
  }

  #fresh(study: StudyInput): FramingColumn {
    return { id: this.#next++, study, notes: null, problem: null, result: null };
  }

  #change(id: number, change: Partial<{ notes: FrameNotes; problem: string; result: RunResult }>): void {
    this.#columns = this.#columns.map((column) => (column.id === id ? { ...column, ...change } : column));
  }

  async #resolve(id: number): Promise<void> {
    const { study } = this.columns.find((column) => column.id === id)!;
    try {
      this.#change(id, { notes: (await this.#shared.engine.call('resolve', { study })).notes });
    } catch (error) {
      this.#change(id, { problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
