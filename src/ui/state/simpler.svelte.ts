/** @file The shown run against one rule on one column, on the same rows: does something simpler do it? Kept for this visit. */
import { InputError } from '../../core/base/errors.ts';
import type { Comparison } from '../../core/study/verdicts.ts';
import type { SimplerState, StoredRun } from './contract.ts';
import type { DataPart } from './data.svelte.ts';
import type { Shared } from './shared.svelte.ts';

export class SimplerPart implements SimplerState {
  #found = $state.raw<{ run: string; comparison: Comparison } | null>(null);
  #shared: Shared;
  #data: DataPart;
  #present: { readonly current: StoredRun | null };

  constructor(shared: Shared, data: DataPart, present: { readonly current: StoredRun | null }) {
    this.#shared = shared;
    this.#data = data;
    this.#present = present;
  }

  get comparison() {
    return this.#found?.run === this.#present.current?.id ? (this.#found?.comparison ?? null) : null;
  }

  async start(): Promise<void> {
    await this.#shared.attempt('Trying one rule', async () => {
      const { current } = this.#present;
      if (!current) throw new InputError('run: none is shown, train a model first');
      const { study } = current.result.run;
      await this.#data.require(study.data.sha256, study.data.source);
      const comparison = await this.#shared.job.run('train', async (context) => {
        const { calibration: _, ...rest } = study;
        const rule = { ...rest, model: { kind: 'one-rule', options: {} }, explain: { partialDependence: [], ice: [] } };
        const a = await this.#shared.engine.call('run', { study: rule }, context);
        return this.#shared.engine.call('compare', { a, b: current.result }, { signal: context.signal });
      });
      this.#found = { run: current.id, comparison };
    });
  }
}
