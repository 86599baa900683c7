/** @file What a new class would cost the tree of models of the study at hand. Kept for this visit. */
import { stableJson } from '../../core/base/hash.ts';
import type { Rehearsal } from '../../core/study/rehearse.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { GrowthState } from './contract.ts';
import type { Shared } from './shared.svelte.ts';

export class GrowthPart implements GrowthState {
  #found = $state.raw<{ about: string; rehearsal: Rehearsal } | null>(null);
  #shared: Shared;
  #present: { readonly study: Partial<StudyInput> | null };

  constructor(shared: Shared, present: { readonly study: Partial<StudyInput> | null }) {
    this.#shared = shared;
    this.#present = present;
  }

  get found() {
    return this.#found?.about === aboutOf(this.#present.study) ? (this.#found?.rehearsal ?? null) : null;
  }

  async start(label: string): Promise<void> {
    await this.#shared.attempt('Adding a class', async () => {
      const study = this.#present.study as StudyInput;
      const rehearsal = await this.#shared.job.run('train', (context) =>
        this.#shared.engine.call('rehearse', { study, label }, context),
      );
      this.#found = { about: aboutOf(study), rehearsal };
    });
  }
}

function aboutOf(study: Partial<StudyInput> | null): string {
  const { data, framing, split, recipe, model, seed } = study ?? {};
  return stableJson([data, framing, split, recipe, model, seed]);
}
