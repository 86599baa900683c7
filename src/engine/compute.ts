/** @file The compute worker's answers: it owns the one device, and runs one job after the other on it. */
import { stableJson } from '../core/base/hash.ts';
import type { Control, Progress } from '../core/base/progress.ts';
import { createCompute } from '../core/compute/index.ts';
import type { BackendName, Compute, Pool } from '../core/compute/types.ts';
import type { Table } from '../core/data/table.ts';
import { explainRun } from '../core/study/explain.ts';
import { explainerOf } from '../core/study/explainer.ts';
import type { Explained, Explainer, Means } from '../core/study/explainer.ts';
import { prepare } from '../core/study/prepare.ts';
import type { Prepared } from '../core/study/prepare.ts';
import { learningCurve } from '../core/study/learning-curve.ts';
import { allLabels } from '../core/study/mistakes.ts';
import { proposeSteps } from '../core/study/proposals.ts';
import { findRate } from '../core/study/rate-range.ts';
import { reproduce } from '../core/study/reproduce.ts';
import { parseStudy } from '../core/study/resolve.ts';
import { runStudy } from '../core/study/run-study.ts';
import { searchOptions } from '../core/study/search.ts';
import type { Study } from '../core/study/schema.ts';
import type { Gate } from './gate.ts';
import type { ComputeCalls, TableCalls } from './protocol.ts';
import type { Connection, Handlers } from './rpc.ts';

export interface ComputeOptions {
  wasmPath: Record<string, string>;
  gate: Gate;
  /** Null: everything runs in this worker. */
  pool: Pool | null;
  /** The data worker, as soon as the door has joined the two. */
  data(): Promise<Connection<TableCalls>>;
  environment: { plumb: string; userAgent: string };
  /** Told once with a sentence: the door then starts a fresh worker for the next call. */
  onlost(sentence: string): void;
}

export function createComputeHandlers(options: ComputeOptions): Handlers<ComputeCalls> {
  const { environment, gate, pool } = options;
  let compute: Promise<Compute> | null = null;
  let held: { key: string; table: Table; parseMilliseconds: number } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  /** Epochs that the running training has ended, and how many it had when it was told to go on for one. */
  let epochs = 0;
  let stepping: number | null = null;

  function computing(prefer?: BackendName): Promise<Compute> {
    compute ??= createCompute({ ...(prefer && { prefer }), wasmPath: options.wasmPath }).then(
      (made) => {
        void made.lost.then(options.onlost);
        return pool ? { ...made, pool } : made;
      },
      (error: unknown) => {
        compute = null;
        throw error;
      },
    );
    return compute;
  }

  async function tableFor(data: Study['data'], signal: AbortSignal): Promise<NonNullable<typeof held>> {
    const connection = await options.data();
    const { key, table, parseMilliseconds } = await connection.call(
      'table',
      { data, have: held?.key ?? null },
      { signal: signal as globalThis.AbortSignal },
    );
    if (table) held = { key, table, parseMilliseconds };
    return held!;
  }

  function started({ parseMilliseconds }: NonNullable<typeof held>) {
    return { ...environment, startedAt: new Date().toISOString(), timings: { parse: parseMilliseconds } };
  }

  /** Two jobs on one device would dispose each other's tensors (the scope stack of TF.js is global). */
  function alone<R>(control: Control, job: () => Promise<R>): Promise<R> {
    const turn = last.then(() => {
      control.signal.throwIfAborted();
      gate.set(false);
      return job();
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  let asked: { key: string; prepared: Prepared } | null = null;
  /** Laying a study over its table takes longer than predicting a row: done once for as long as the same run is asked about. */
  async function explainer({ run, bundle }: Explained, control: Control): Promise<Explainer> {
    const { key: tableKey, table } = await tableFor(run.study.data, control.signal);
    const key = stableJson([tableKey, run.study]);
    if (asked?.key !== key) asked = { key, prepared: prepare(run.study, table) };
    return explainerOf(asked.prepared, bundle, table);
  }

  function explaining<R>(of: Explained, control: Control, job: (explainer: Explainer, means: Means) => Promise<R>) {
    return alone(control, async () => job(await explainer(of, control), { compute: await computing(), control }));
  }

  return {
    backend: async ({ prefer }) => (await computing(prefer)).report,

    run: ({ study: input, from = null, base = null }, control) =>
      alone(control, async () => {
        const study = parseStudy(input);
        const read = await tableFor(study.data, control.signal);
        let last: Progress = { stage: 'fit', done: 0, total: 1 };
        [epochs, stepping] = [0, null];
        const progress = (next: Progress) => {
          control.progress((last = next));
          epochs = next.values?.['epochs'] ?? epochs;
          if (stepping === null || epochs === stepping) return;
          stepping = null;
          gate.set(true);
        };
        const noting = { ...control, progress };
        const keep = (checkpoint: unknown) => control.progress({ ...last, part: { checkpoint } });
        const compute = await computing();
        const environment = started(read);
        return runStudy(study, read.table, {
          compute,
          control: noting,
          environment,
          checkpoints: { from, keep },
          base,
        });
      }),

    proposals: ({ study }, control) =>
      alone(control, async () => {
        const { table } = await tableFor(parseStudy(study).data, control.signal);
        return proposeSteps(table, study, { compute: await computing(), control });
      }),

    search: ({ study: input, plan, kinds, done }, control) =>
      alone(control, async () => {
        const study = parseStudy(input);
        const { table } = await tableFor(study.data, control.signal);
        return searchOptions(study, table, plan, {
          compute: await computing(),
          control,
          done,
          ...(kinds && { kinds }),
        });
      }),

    allLabels: ({ of }, control) =>
      alone(control, async () => {
        const { table } = await tableFor(of.run.study.data, control.signal);
        return allLabels(of, table, { compute: await computing(), control });
      }),

    learningCurve: ({ study }, control) =>
      alone(control, async () => {
        const { table } = await tableFor(study.data, control.signal);
        return learningCurve(study, table, { compute: await computing(), control });
      }),

    rateRange: ({ study: input }, control) =>
      alone(control, async () => {
        const study = parseStudy(input);
        const { table } = await tableFor(study.data, control.signal);
        return findRate(study, table, { compute: await computing(), control });
      }),

    pause: async ({ paused, after }) => {
      stepping = null;
      if (after === 'batch') return gate.once();
      if (after === 'epoch') stepping = epochs;
      gate.set(after === undefined && paused);
    },

    partialDependence: ({ result, columns, ice, output }, control) =>
      alone(control, async () => {
        const { table } = await tableFor(result.run.study.data, control.signal);
        return explainRun(result, table, columns, ice, { compute: await computing(), control }, output);
      }),

    permutation: ({ of }, control) => explaining(of, control, (it, means) => it.permutation(null, means)),

    ale: ({ of, columns }, control) => explaining(of, control, (it, means) => it.ale(columns, means)),

    shapley: ({ of, row, ...told }, control) => explaining(of, control, (it, means) => it.shapley(row, told, means)),

    overview: ({ of, label, ...told }, control) =>
      explaining(of, control, (it, means) => it.overview(label, told, means)),

    shapleyPairs: ({ of, row, ...told }, control) =>
      explaining(of, control, (it, means) => it.shapleyPairs(row, told, means)),

    readModel: ({ of, label }, control) => explaining(of, control, async (it) => it.model(label)),

    counterfactual: ({ of, row, request }, control) =>
      explaining(of, control, (it, means) => it.counterfactual(row, request, means)),

    pair: ({ of, columns }, control) => explaining(of, control, (it, means) => it.pair(columns, means)),

    surrogate: ({ of, label, threshold }, control) =>
      explaining(of, control, (it, means) => it.surrogate(label, threshold, means)),

    cohort: ({ of, where, edit }, control) => explaining(of, control, (it, means) => it.cohort(where, edit, means)),

    fields: ({ of, row }, control) => explaining(of, control, async (it) => it.fields(row)),

    own: ({ of, rows }, control) => explaining(of, control, (it, means) => it.own(rows, means)),
    predict: ({ of, rows }, control) => explaining(of, control, (it, means) => it.predict(rows, means)),

    reproduce: ({ run, predictions }, control) =>
      alone(control, async () => {
        const read = await tableFor(run.study.data, control.signal);
        const options = { compute: await computing(), control, environment: started(read) };
        return reproduce(run, predictions, read.table, options);
      }),
  };
}
