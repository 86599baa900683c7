/** @file The run on the table: training it, its threshold, its explanations. */
import { InputError } from '../../core/base/errors.ts';
import { mergeCurves } from '../../core/explain/merge.ts';
import type { Output, Scale } from '../../core/explain/shapley.ts';
import type { Progress } from '../../core/base/progress.ts';
import type { Proposals } from '../../core/study/proposals.ts';
import type { PartialDependence, RunResult, Scenario } from '../../core/study/run.ts';
import type { Study, StudyInput } from '../../core/study/schema.ts';
import type { Place } from '../../store/runs.ts';
import type { Interrupted, StoredRun } from '../../store/types.ts';
import { Draftsman } from './draft.ts';
import { partOf } from './estimate.ts';
import type { DataPart } from './data.svelte.ts';
import type { JobContext } from './job.svelte.ts';
import type { Shared } from './shared.svelte.ts';

export class RunPart {
  current = $state.raw<StoredRun | null>(null);
  threshold = $state.raw(0.5);
  /** Finished runs that could not be saved: kept while the page is open. */
  unsaved = $state.raw<readonly StoredRun[]>([]);
  /** The training that a reload or a lost device has cut short, where it can go on. */
  interrupted = $state.raw<Interrupted | null>(null);
  #draftsman: Draftsman<Interrupted | null>;
  #shared: Shared;
  #data: DataPart;

  constructor(shared: Shared, data: DataPart) {
    this.#shared = shared;
    this.#data = data;
    this.#draftsman = new Draftsman(async (run) => (await shared.store).saveInterrupted(run));
  }

  show(run: StoredRun | null, threshold: number | null = null): void {
    this.current = run;
    this.threshold = threshold ?? (run ? thresholdOf(run) : 0.5);
    this.#shared.remember();
  }

  setThreshold(value: number): void {
    this.threshold = Math.min(1, Math.max(0, value));
    this.#shared.remember();
  }

  /** Trains and keeps the run at once. False when it did not end in a run. `isRepeat`: it came out as one already kept. */
  async train(study: Partial<StudyInput> | null, from: unknown = null): Promise<false | { isRepeat: boolean }> {
    let isRepeat = false;
    const ended = await this.#shared.attempt('Training', async () => {
      if (!study?.framing) throw new InputError('study.framing: missing, choose the column to predict');
      const result = await this.#shared.job.run('train', (context) => this.#fit(study as StudyInput, from, context));
      if (result.run.ended !== 'device lost') this.forget();
      isRepeat = await this.keep(result);
      const said = endings[result.run.ended];
      if (said) this.#shared.error = said;
    });
    return ended && { isRepeat };
  }

  /** Trains a study beside the one on the page and keeps its run; what is shown stays. */
  trial(study: Study, label: string): Promise<boolean> {
    return this.#shared.attempt('Training', async () => {
      await this.#data.require(study.data.sha256, study.data.source);
      const result = await this.#shared.job.run('train', (context) =>
        this.#shared.engine.call('run', { study: $state.snapshot(study) as StudyInput }, context),
      );
      const savedAt = new Date().toISOString();
      const { id, same } = await this.place(result.run.id, result);
      await this.save({ id, label: same?.label ?? label, note: same?.note ?? '', savedAt, deletedAt: null, result });
    });
  }

  /** Goes on where the last training was cut short, on its own table. */
  async goOn(): Promise<false | { isRepeat: boolean }> {
    const { interrupted } = this;
    if (!interrupted) return false;
    const { study, checkpoint } = interrupted;
    const isThere = await this.#shared.attempt('Training', () =>
      this.#data.require(study.data.sha256, study.data.source),
    );
    return isThere && this.train(study, checkpoint);
  }

  forget(): void {
    this.interrupted = null;
    this.#draftsman.save(null);
  }

  /** What it keeps on the way is stored at once; a person who cancels wants none of it. */
  async #fit(study: StudyInput, from: unknown, context: JobContext): Promise<RunResult> {
    if (from === null) this.forget();
    const onprogress: JobContext['onprogress'] = (progress) => {
      const { checkpoint } = (progress.part ?? {}) as { checkpoint?: unknown };
      if (checkpoint !== undefined) this.#keep(study, checkpoint, progress);
      context.onprogress(progress);
    };
    try {
      const base = 'later' in study.framing ? (this.current?.result ?? null) : null;
      const grown = base && { base: { run: base.run, bundle: base.bundle } };
      return await this.#shared.engine.call('run', { study, from, ...grown }, { signal: context.signal, onprogress });
    } catch (error) {
      if (context.signal.aborted) this.forget();
      throw error;
    }
  }

  #keep(study: StudyInput, checkpoint: unknown, progress: Progress): void {
    const { done, total, values } = progress;
    const step = values?.['epoch'] ? `step ${values['epoch']}` : `${Math.round((100 * done) / total)} %`;
    const told = partOf(progress) ?? step;
    this.interrupted = { key: 'run', keptAt: new Date().toISOString(), study, told, checkpoint };
    this.#draftsman.save(this.interrupted);
  }

  /** Shows a finished run and saves it. True where one like it is kept already. */
  async keep(result: RunResult): Promise<boolean> {
    const savedAt = new Date().toISOString();
    const { id, same } = await this.place(result.run.id, result);
    const words = { label: same?.label ?? result.run.study.name, note: same?.note ?? '' };
    const stored: StoredRun = { id, ...words, savedAt, deletedAt: null, result };
    this.show(stored);
    await this.save(stored);
    return same !== null;
  }

  async proposeSteps(study: Partial<StudyInput> | null): Promise<Proposals | null> {
    let found: Proposals | null = null;
    await this.#shared.attempt('Looking for steps', async () => {
      found = await this.#shared.job.run('propose', (context) =>
        this.#shared.engine.call('proposals', { study: study as StudyInput }, context),
      );
    });
    return found;
  }

  /** Where the store would put it; its own id where the store cannot be asked (saving then says why). */
  async place(id: string, { run }: RunResult): Promise<Place> {
    try {
      return await (await this.#shared.store).placeFor(id, run);
    } catch {
      return { id, same: null };
    }
  }

  /** Saves durably; where that fails the run stays here, and the error says so. */
  async save(run: StoredRun): Promise<boolean> {
    const saved = await this.#shared.attempt('Saving the run', async () => (await this.#shared.store).saveRun(run));
    const others = this.unsaved.filter(({ id }) => id !== run.id);
    this.unsaved = saved ? others : [run, ...others];
    return saved;
  }

  async partialDependence(
    columns: string[],
    ice: number,
    output: Output = 'probability',
  ): Promise<PartialDependence[]> {
    let curves: PartialDependence[] = [];
    await this.#explain(async ({ result }, context) => {
      const args = { result, columns: $state.snapshot(columns), ice, output };
      curves = await this.#shared.engine.call('partialDependence', args, context);
      return { partialDependence: mergeCurves(result.partialDependence, curves) };
    });
    return curves;
  }

  async permutation(): Promise<void> {
    await this.#explain(async ({ result: { run, bundle, explanations } }, context) => {
      const of = { run: { study: run.study }, bundle };
      const permutation = await this.#shared.engine.call('permutation', { of }, context);
      return { explanations: { ...explanations, permutation } };
    });
  }

  async accumulated(columns: string[]): Promise<void> {
    await this.#explain(async ({ result: { run, bundle, explanations } }, context) => {
      const args = { of: { run: { study: run.study }, bundle }, columns: $state.snapshot(columns) };
      const ale = mergeCurves(explanations?.ale ?? [], await this.#shared.engine.call('ale', args, context));
      return { explanations: { ...explanations, ale } };
    });
  }

  async overview(label: string, output: Scale, way: 'background' | 'path'): Promise<void> {
    await this.#explain(async ({ result: { run, bundle, explanations } }, context) => {
      const args = { of: { run: { study: run.study }, bundle }, label, output, way };
      const fresh = await this.#shared.engine.call('overview', args, context);
      const others = (explanations?.overview ?? []).filter((each) => each.class !== label);
      return { explanations: { ...explanations, overview: [...others, fresh] } };
    });
  }

  async keepScenarios(scenarios: Scenario[]): Promise<void> {
    const { current } = this;
    if (!current) return;
    const { scenarios: _, ...others } = current.result.explanations ?? {};
    const explanations = { ...others, ...(scenarios.length > 0 && { scenarios: $state.snapshot(scenarios) }) };
    const kept = { ...current, result: { ...current.result, explanations } };
    this.current = kept;
    await this.save(kept);
  }

  /** Worked out once, kept with the run. */
  async #explain(work: (run: StoredRun, context: JobContext) => Promise<Partial<RunResult>>): Promise<void> {
    const { current } = this;
    if (!current) return;
    await this.#shared.attempt('Explaining', async () => {
      const { data } = current.result.run.study;
      await this.#data.require(data.sha256, data.source);
      const fresh = await this.#shared.job.run('explain', (context) => work(current, context));
      const kept = { ...current, result: { ...current.result, ...fresh } };
      if (this.current?.id === current.id) this.current = kept;
      await this.save(kept);
    });
  }
}

const endings: Record<string, { title: string; cause: string; remedy: string }> = {
  'nan loss': {
    title: 'Training stopped: the loss was no longer a number',
    cause: 'The steps grew too large. The best weights up to then were kept, and the run shows them.',
    remedy: 'Lower the learning rate, or standardize the numbers in Features, and train again.',
  },
  'device lost': {
    title: 'Training stopped: the GPU was lost',
    cause: 'The browser took the device away. The best weights up to then were kept, and the run shows them.',
    remedy:
      'Go on from where it was in Train, or train again: the GPU is started afresh. If it comes back, close other tabs or choose a smaller batch.',
  },
};

function thresholdOf({ result: { run } }: StoredRun): number {
  const { decision } = run.study;
  return run.threshold ?? (decision.kind === 'threshold' ? decision.value : 0.5);
}
