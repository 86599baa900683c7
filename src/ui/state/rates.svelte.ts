/** @file Which learning rate would do for the study at hand. Kept for this visit. */
import { stableJson } from '../../core/base/hash.ts';
import type { RateRange } from '../../core/models/contract.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { Shared } from './shared.svelte.ts';
import type { RatesState } from './training.ts';

export class RatesPart implements RatesState {
  #found = $state.raw<{ about: string; range: RateRange } | null>(null);
  #shared: Shared;
  #present: { readonly study: Partial<StudyInput> | null };

  constructor(shared: Shared, present: { readonly study: Partial<StudyInput> | null }) {
    this.#shared = shared;
    this.#present = present;
  }

  get found() {
    return this.#found?.about === aboutOf(this.#present.study) ? (this.#found?.range ?? null) : null;
  }

  async start(): Promise<void> {
    await this.#shared.attempt('Looking for a learning rate', async () => {
      const study = $state.snapshot(this.#present.study) as StudyInput;
      const range = await this.#shared.job.run('rates', (context) =>
        this.#shared.engine.call('rateRange', { study }, context),
      );
      this.#found = { about: aboutOf(study), range };
    });
  }
}

/** What the losses depend on: the rate itself, and how it goes on, are none of it. */
function aboutOf(study: Partial<StudyInput> | null): string {
  const { data, framing, split, recipe, model, seed } = study ?? {};
  const { learningRate: _, schedule: __, ...options } = model?.options ?? {};
  return stableJson([data, framing, split, recipe, model?.kind, options, seed]);
}
