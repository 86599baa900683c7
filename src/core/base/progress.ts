/** @file How long work speaks to whoever started it: progress out, a signal and a pause in. */

/** done/total in units of `what`; eta in milliseconds where it can be told. */
export interface Progress {
  stage: string;
  done: number;
  total: number;
  what?: string;
  /** Extra numbers to show live, such as loss, validationLoss, rowsPerSecond, epoch. */
  values?: Record<string, number>;
  /** What the part just done came to, for work whose parts are results of their own. */
  part?: unknown;
}

export interface Control {
  progress(p: Progress): void;
  signal: AbortSignal;
  /** Resolves at once, or when the person resumes. Called once a batch. Rejects when aborted while paused. */
  whenRunning(): Promise<void>;
  /** Milliseconds from any fixed origin, for timings and throughput only; never part of a result. */
  now(): number;
}
