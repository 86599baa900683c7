/** @file A search: its trials as they come, kept in storage so that a reload loses none and none is made twice. */
import { InputError } from '../../core/base/errors.ts';
import { hashParts } from '../../core/base/hash.ts';
import type { SearchPlan } from '../../core/study/search-plan.ts';
import type { Trial } from '../../core/study/search.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { StoredSearch } from '../../store/types.ts';
import type { SearchState } from './contract.ts';
import { Draftsman } from './draft.ts';
import type { Shared } from './shared.svelte.ts';

interface Present {
  readonly study: Partial<StudyInput> | null;
  readonly table: { sha256: string } | null;
}

/** options: of the study's own family. families: of several, whichever the study has. */
export type SearchScope = 'options' | 'families';

export class SearchPart implements SearchState {
  running = $state.raw(false);
  #record = $state.raw<StoredSearch | null>(null);
  #shared: Shared;
  #present: Present;
  #scope: SearchScope;
  /** By id: every trial this visit knows of, of all scopes. */
  #known: Map<string, Trial>;
  #draftsman: Draftsman<StoredSearch>;

  constructor(shared: Shared, present: Present, scope: SearchScope, known: Map<string, Trial>) {
    this.#shared = shared;
    this.#present = present;
    this.#scope = scope;
    this.#known = known;
    this.#draftsman = new Draftsman(async (record) => (await shared.store).saveSearch(record));
  }

  /** What a search now would be about; null where there is nothing to search for. */
  #key(): string | null {
    const { study, table } = this.#present;
    if (!study?.framing || !table) return null;
    const { framing, split, recipe, data, seed, model } = study;
    const kind = this.#scope === 'options' ? (model?.kind ?? 'logistic') : null;
    const about = { framing, split, recipe, columns: data?.columns, seed, classWeight: model?.classWeight };
    return hashParts(table.sha256, about, this.#scope, kind);
  }

  get #shown(): StoredSearch | null {
    return this.#record !== null && this.#record.key === this.#key() ? this.#record : null;
  }
  get kinds() {
    return this.#shown?.kinds ?? [];
  }
  get plan() {
    return this.#shown?.plan ?? null;
  }
  get trials() {
    return this.#shown?.trials ?? [];
  }
  get result() {
    return this.#shown?.result ?? null;
  }

  /** Brings back the last search about what is present; reactive up to its first wait. */
  async load(): Promise<void> {
    const key = this.#key();
    if (key === null || this.running || this.#record?.key === key) return;
    try {
      const found = await (await this.#shared.store).getSearch(key);
      if (!found || this.running || key !== this.#key()) return;
      for (const trial of found.done) this.#known.set(trial.id, trial);
      this.#record = found;
    } catch {
      // Storage that cannot be read is told of where runs and files are.
    }
  }

  async start(plan: SearchPlan, kinds: readonly string[]): Promise<void> {
    await this.#shared.attempt('Searching', async () => {
      const { study } = this.#present;
      const key = this.#key();
      if (!study?.framing || key === null) throw new InputError('study.framing: missing, choose the column to predict');
      await this.#shared.job.run('search', async (context) => {
        const before = this.#record?.key === key ? this.#record.done : [];
        const changedAt = new Date().toISOString();
        this.#record = { key, changedAt, kinds: [...kinds], plan, trials: [], done: before, result: null };
        this.running = true;
        const onprogress: typeof context.onprogress = (progress) => {
          if (progress.part) this.#keep(progress.part as Trial);
          context.onprogress(progress);
        };
        const args = { study: study as StudyInput, plan, kinds: [...kinds], done: [...this.#known.values()] };
        try {
          const result = await this.#shared.engine.call('search', args, { signal: context.signal, onprogress });
          if (this.#record) this.#save({ ...this.#record, result });
        } finally {
          this.running = false;
        }
      });
    });
  }

  #keep(trial: Trial): void {
    this.#known.set(trial.id, trial);
    const record = this.#record!;
    const trials = trial.outer === undefined ? [...record.trials, trial] : record.trials;
    const done = record.done.some(({ id }) => id === trial.id) ? record.done : [...record.done, trial];
    this.#save({ ...record, trials, done });
  }

  #save(record: StoredSearch): void {
    this.#record = { ...record, changedAt: new Date().toISOString() };
    this.#draftsman.save(this.#record);
  }
}
