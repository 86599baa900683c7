/** @file The one thing that is running: progress once a frame, time left, pause, cancel. */
import type { Progress } from '../../core/base/progress.ts';
import type { JobState } from './contract.ts';
import { remaining } from './estimate.ts';

type Kind = NonNullable<JobState['kind']>;
export interface JobContext {
  signal: AbortSignal;
  onprogress(progress: Progress): void;
}
const none = { step: [], loss: [], validationLoss: [] };

/** What the compute worker does; the rest is over soon. */
const pausable = new Set<JobState['kind']>(['train', 'search', 'explain', 'reproduce', 'propose', 'learn']);

export class Job implements JobState {
  kind = $state.raw<Kind | null>(null);
  progress = $state.raw<Progress | null>(null);
  etaMilliseconds = $state.raw<number | null>(null);
  paused = $state.raw(false);
  history = $state.raw<JobState['history']>(none);
  #setPaused: (paused: boolean, after?: 'batch' | 'epoch') => Promise<unknown>;
  #controller: AbortController | null = null;
  #latest: Progress | null = null;
  /** The stage at hand, and how much of it was done when it began: a fit may go on where another was cut short. */
  #stage = { name: '', since: 0, begun: 0 };
  #pausedAt = 0;
  #buffer: JobState['history'] = none;
  #frame: number | null = null;

  /** setPaused tells the worker. */
  constructor(setPaused: (paused: boolean, after?: 'batch' | 'epoch') => Promise<unknown>) {
    this.#setPaused = setPaused;
  }

  /** Runs `work` as the job. Throws a plain sentence when another is running. Jobs inside a job are part of it. */
  async run<R>(kind: Kind, work: (context: JobContext) => Promise<R>): Promise<R> {
    if (this.kind) throw new Error('something else is still running: wait for it, or cancel it');
    const controller = new AbortController();
    this.#controller = controller;
    this.kind = kind;
    if (kind === 'train') this.history = none;
    this.#buffer = { step: [], loss: [], validationLoss: [] };
    this.#stage = { name: '', since: performance.now(), begun: 0 };
    try {
      return await work({ signal: controller.signal, onprogress: (progress) => this.#note(progress) });
    } finally {
      this.#show();
      this.kind = this.progress = this.etaMilliseconds = this.#controller = this.#latest = null;
      this.paused = false;
    }
  }

  pause(): void {
    if (this.paused || !pausable.has(this.kind)) return;
    this.paused = true;
    this.#pausedAt = performance.now();
    void this.#setPaused(true).catch(() => (this.paused = false));
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.#passOver();
    void this.#setPaused(false).catch(() => undefined);
  }

  step(what: 'batch' | 'epoch'): void {
    if (!this.paused) return;
    this.#passOver();
    void this.#setPaused(true, what).catch(() => undefined);
  }

  /** The pause up to now is no part of the pace. */
  #passOver(): void {
    const now = performance.now();
    this.#stage.since += now - this.#pausedAt;
    this.#pausedAt = now;
  }

  cancel(): void {
    this.#controller?.abort();
  }

  #note(progress: Progress): void {
    const { stage, done } = progress;
    if (stage !== this.#stage.name) this.#stage = { name: stage, since: performance.now(), begun: done };
    this.#latest = progress;
    const { loss, validationLoss, step, epoch } = progress.values ?? {};
    if (loss !== undefined) {
      const now = step ?? epoch ?? progress.done;
      // A step is reported more than once while its batches run: its last word counts.
      const at = this.#buffer.step.at(-1) === now ? this.#buffer.step.length - 1 : this.#buffer.step.length;
      this.#buffer.step[at] = now;
      this.#buffer.loss[at] = loss;
      if (validationLoss !== undefined) this.#buffer.validationLoss[at] = validationLoss;
    }
    // A hidden page gets no frames, and needs none.
    this.#frame ??= requestAnimationFrame(() => this.#show());
  }

  #show(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (!this.#latest) return;
    this.progress = this.#latest;
    this.etaMilliseconds = remaining(this.#latest, this.#stage.since, performance.now(), this.#stage.begun);
    const { step, loss, validationLoss } = this.#buffer;
    if (step.length > 0) this.history = { step: [...step], loss: [...loss], validationLoss: [...validationLoss] };
  }
}
