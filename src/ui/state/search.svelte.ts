/** @file The search for options: its trials as they come, kept for this visit. */
import { InputError } from '../../core/base/errors.ts';
import type { SearchPlan } from '../../core/study/search-plan.ts';
import type { SearchResult, Trial } from '../../core/study/search.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { SearchState } from './contract.ts';
import type { Shared } from './shared.svelte.ts';

interface Present {
  study: Partial<StudyInput> | null;
  table: { sha256: string } | null;
}

function aboutOf({ study, table }: Present): string {
  const { framing, split, recipe, data, seed, model } = study ?? {};
  return JSON.stringify([table?.sha256 ?? null, framing, split, recipe, data?.columns, seed, model?.classWeight]);
}

export class SearchPart implements SearchState {
  kind = $state.raw<string | null>(null);
  plan = $state.raw<SearchPlan | null>(null);
  #trials = $state.raw<readonly Trial[]>([]);
  #result = $state.raw<SearchResult | null>(null);
  /** The rows, answers and features that the trials are about. */
  #about = $state.raw('');
  /** Everything tried on this visit, by id. */
  #done = new Map<string, Trial>();
  #shared: Shared;
  #present: Present;

  constructor(shared: Shared, present: Present) {
    this.#shared = shared;
    this.#present = present;
  }

  get trials() {
    return this.#about === aboutOf(this.#present) ? this.#trials : [];
  }
  get result() {
    return this.#about === aboutOf(this.#present) ? this.#result : null;
  }

  async start(plan: SearchPlan): Promise<void> {
    await this.#shared.attempt('Searching', async () => {
      const { study } = this.#present;
      if (!study?.framing) throw new InputError('study.framing: missing, choose the column to predict');
      this.#result = await this.#shared.job.run('search', (context) => {
        this.kind = study.model?.kind ?? 'logistic';
        this.plan = plan;
        this.#about = aboutOf(this.#present);
        this.#trials = [];
        this.#result = null;
        const onprogress: typeof context.onprogress = (progress) => {
          if (progress.part) this.#keep(progress.part as Trial);
          context.onprogress(progress);
        };
        const args = { study: study as StudyInput, plan, done: [...this.#done.values()] };
        return this.#shared.engine.call('search', args, { signal: context.signal, onprogress });
      });
    });
  }

  #keep(trial: Trial): void {
    this.#done.set(trial.id, trial);
    this.#trials = [...this.#trials, trial];
  }
}
