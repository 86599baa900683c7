/** @file Judging the run on the table, in the workers. */
import type { LearningCurve } from '../../core/study/learning-curve.ts';
import type { JudgedRun, Labels } from '../../core/study/mistakes.ts';
import type { StoredRun } from '../../store/types.ts';
import type { DataPart } from './data.svelte.ts';
import type { JobContext } from './job.svelte.ts';
import type { Judging } from './judging.ts';
import type { Shared } from './shared.svelte.ts';

export class JudgingPart implements Judging {
  #shared: Shared;
  #data: DataPart;
  #present: { readonly current: StoredRun | null };
  #curves = $state.raw<ReadonlyMap<string, LearningCurve>>(new Map());
  #labels = $state.raw<ReadonlyMap<string, Labels>>(new Map());

  constructor(shared: Shared, data: DataPart, present: { readonly current: StoredRun | null }) {
    this.#shared = shared;
    this.#data = data;
    this.#present = present;
  }

  suspects = (signal?: AbortSignal) => this.#shared.engine.call('suspects', { of: this.#of() }, { signal });
  weakSpots = (threshold: number | null, conditions: number, signal?: AbortSignal) =>
    this.#shared.engine.call('weakSpots', { of: this.#of(), threshold, conditions }, { signal });
  calibration = (by: string | null, signal?: AbortSignal) =>
    this.#shared.engine.call('calibration', { of: this.#of(), by }, { signal });
  prices = (column: string, threshold: number, signal?: AbortSignal) =>
    this.#shared.engine.call('prices', { of: this.#of(), column, threshold }, { signal });
  groups = (rows: Uint32Array, columns: readonly string[], signal?: AbortSignal) =>
    this.#shared.engine.call('groups', { study: this.#of().run.study, rows, columns: [...columns] }, { signal });

  get curve() {
    return this.#curves.get(this.#present.current?.id ?? '') ?? null;
  }
  get labels() {
    return this.#labels.get(this.#present.current?.id ?? '') ?? null;
  }

  async learn(): Promise<void> {
    await this.#work('Learning from fewer rows', async ({ id, result }, context) => {
      const curve = await this.#shared.engine.call('learningCurve', { study: result.run.study }, context);
      this.#curves = new Map([...this.#curves, [id, curve]]);
    });
  }

  async checkLabels(): Promise<void> {
    await this.#work('Checking labels', async ({ id }, context) => {
      const labels = await this.#shared.engine.call('allLabels', { of: this.#of() }, context);
      this.#labels = new Map([...this.#labels, [id, labels]]);
    });
  }

  async #work(name: string, work: (run: StoredRun, context: JobContext) => Promise<void>): Promise<void> {
    const { current } = this.#present;
    if (!current) return;
    const { data } = current.result.run.study;
    await this.#shared.attempt(name, async () => {
      await this.#data.require(data.sha256, data.source);
      await this.#shared.job.run('learn', (context) => work(current, context));
    });
  }

  #of(): JudgedRun {
    const { run, predictions } = this.#present.current!.result;
    return { run: { study: run.study, classes: run.classes }, predictions };
  }
}
