/** @file Judging the run on the table, in the workers. */
import type { LearningCurve } from '../../core/study/learning-curve.ts';
import type { JudgedRun } from '../../core/study/mistakes.ts';
import type { StoredRun } from '../../store/types.ts';
import type { DataPart } from './data.svelte.ts';
import type { Judging } from './judging.ts';
import type { Shared } from './shared.svelte.ts';

export class JudgingPart implements Judging {
  #shared: Shared;
  #data: DataPart;
  #present: { readonly current: StoredRun | null };
  #curves = $state.raw<ReadonlyMap<string, LearningCurve>>(new Map());

  constructor(shared: Shared, data: DataPart, present: { readonly current: StoredRun | null }) {
    this.#shared = shared;
    this.#data = data;
    this.#present = present;
  }

  suspects = (signal?: AbortSignal) => this.#shared.engine.call('suspects', { of: this.#of() }, { signal });
  weakSpots = (threshold: number, conditions: number, signal?: AbortSignal) =>
    this.#shared.engine.call('weakSpots', { of: this.#of(), threshold, conditions }, { signal });
  calibration = (by: string | null, signal?: AbortSignal) =>
    this.#shared.engine.call('calibration', { of: this.#of(), by }, { signal });
  prices = (column: string, threshold: number, signal?: AbortSignal) =>
    this.#shared.engine.call('prices', { of: this.#of(), column, threshold }, { signal });

  get curve() {
    return this.#curves.get(this.#present.current?.id ?? '') ?? null;
  }

  async learn(): Promise<void> {
    const { current } = this.#present;
    if (!current) return;
    const { study } = current.result.run;
    await this.#shared.attempt('Learning from fewer rows', async () => {
      await this.#data.require(study.data.sha256, study.data.source);
      const curve = await this.#shared.job.run('learn', (context) =>
        this.#shared.engine.call('learningCurve', { study }, context),
      );
      this.#curves = new Map([...this.#curves, [current.id, curve]]);
    });
  }

  #of(): JudgedRun {
    const { run, predictions } = this.#present.current!.result;
    return { run: { study: run.study, classes: run.classes }, predictions };
  }
}
