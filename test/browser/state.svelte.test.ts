import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TableSummary } from '../../src/core/data/profile-types.ts';
import { InputError } from '../../src/core/base/errors.ts';
import type { Study } from '../../src/core/study/schema.ts';
import type { Calls } from '../../src/engine/protocol.ts';
import { connect, serve } from '../../src/engine/rpc.ts';
import type { Handlers } from '../../src/engine/rpc.ts';
import { openStore } from '../../src/store/index.ts';
import { createWorkspace } from '../../src/ui/state/workspace.svelte.ts';
import { someResult, someRun } from '../store/fixtures.ts';

const column = (name: string, levels: [string, number][], sensitive = false): TableSummary['columns'][0] => ({
  name,
  type: 'category',
  role: 'feature',
  sensitive,
  reason: '',
  rows: 20,
  missing: 0,
  distinct: levels.length,
  numbers: null,
  histogram: { edges: null, labels: [], counts: [], other: 0 },
  levels: levels.map(([text, count]) => ({ text, count })),
});
const columns = [
  column('y', [
    ['no', 15],
    ['yes', 5],
  ]),
  column('kind', [
    ['a', 8],
    ['b', 6],
    ['c', 6],
  ]),
  column(
    'sex',
    [
      ['f', 10],
      ['m', 10],
    ],
    true,
  ),
  column('constant', [['x', 20]]),
];
const summary: TableSummary = { name: 'small.csv', sha256: 'a'.repeat(64), bytes: 9, rows: 20, columns, notices: [] };
const notes = {
  classes: [],
  dropped: 0,
  rows: { train: 12, validation: 4, test: 4 },
  warnings: [],
  features: ['kind'],
};
const backend = someRun().environment;

type Fakes = Partial<Handlers<Calls>>;
let database = '';
const closing: (() => void)[] = [];

function bench(fakes: Fakes = {}, openOther: typeof openStore | null = null) {
  const { port1, port2 } = new MessageChannel();
  const asked: { name: string; args: unknown }[] = [];
  const answers: Fakes = {
    backend: async () => backend,
    preview: async ({ name }) => ({
      format: 'csv',
      delimiter: ',',
      quote: '"',
      encoding: 'utf-8',
      bom: false,
      header: true,
      columns: [name],
      rows: [],
      bytes: 9,
      estimate: { rows: 20, bytes: 99 },
    }),
    read: async ({ name }) => ({ ...summary, name }),
    resolve: async ({ study }) => ({ study: study as Study, notes }),
    run: async ({ study }) => {
      const run = someRun(crypto.randomUUID());
      return someResult({ ...run, study: { ...run.study, ...(study as Study) } });
    },
    pause: async () => undefined,
    ...fakes,
  };
  const noting = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (args: never, control: never) => (
        asked.push({ name, args }),
        (answer as (...a: unknown[]) => unknown)(args, control)
      ),
    ]),
  ) as unknown as Handlers<Calls>;
  serve<Calls>(port2, noting);
  const { call } = connect<Calls>(port1);
  const study = {
    version: 1,
    name: 'Sample',
    data: { source: 'sample:small' },
    framing: { kind: 'binary', target: 'y', positive: 'yes' },
  } as const;
  const workspace = createWorkspace({
    samples: [
      {
        id: 'small',
        title: 'Small',
        describes: '',
        rows: 20,
        columns: 4,
        study,
        card: '',
        url: 'data:text/csv,y%0Ayes',
        truth: null,
        also: [],
      },
    ],
    engine: { call, close: () => port1.close() },
    store:
      openOther ?? ((callbacks) => openStore(callbacks, database).then((store) => (closing.push(store.close), store))),
  });
  closing.push(() => port1.close());
  return { workspace, asked };
}

const file = () => new File(['y\nyes\n'], 'small.csv');
const framing = { kind: 'binary', target: 'y', positive: 'yes' } as const;

async function opened(fakes: Fakes = {}) {
  const made = bench(fakes);
  await made.workspace.ready;
  await made.workspace.openFile(file());
  await made.workspace.confirmRead();
  return made;
}

beforeEach(() => {
  database = `test-${crypto.randomUUID()}`;
  location.hash = '';
});
afterEach(() => closing.splice(0).forEach((close) => close()));

test('a file is shown before it is read, then starts a study with the sensitive columns as groups', async () => {
  const { workspace } = bench();
  await workspace.ready;
  await workspace.openFile(file());
  expect(workspace.preview).toMatchObject({ name: 'small.csv', delimiter: ',' });
  expect([workspace.stage, workspace.table]).toEqual(['data', null]);
  await workspace.confirmRead();
  expect(workspace.preview).toBeNull();
  expect(workspace.table!.rows).toBe(20);
  expect(workspace.study).toMatchObject({ name: 'small', data: { sha256: summary.sha256 }, groups: ['sex'] });
  expect(workspace.study!.framing).toBeUndefined();
  await vi.waitFor(() => expect(workspace.problem).toMatch('No target yet'));
});

test('a chosen target is framed: the rarer of two classes is positive, three are multiclass, one is refused', async () => {
  const { workspace } = await opened();
  await workspace.setColumn('y', { role: 'target' });
  expect(workspace.study!.framing).toEqual({ kind: 'binary', target: 'y', positive: 'yes' });
  await workspace.setColumn('kind', { role: 'target' });
  expect(workspace.study!.framing).toEqual({ kind: 'multiclass', target: 'kind' });
  await workspace.setColumn('constant', { role: 'target' });
  expect(workspace.error!.cause).toMatch('constant');
  expect(workspace.study!.framing).toEqual({ kind: 'multiclass', target: 'kind' });
});

test('quick edits ask the worker once, and a refusal is the problem shown', async () => {
  const { workspace, asked } = await opened({
    resolve: async ({ study }) => {
      if (study.seed === 3) throw new InputError('study.seed: three is refused: 3');
      return { study: study as Study, notes };
    },
  });
  for (const seed of [1, 2, 4]) workspace.editStudy({ framing, seed });
  await vi.waitFor(() => expect(workspace.notes).toEqual(notes));
  expect(asked.filter(({ name }) => name === 'resolve')).toHaveLength(1);
  workspace.editStudy({ seed: 3 });
  await vi.waitFor(() => expect(workspace.problem).toBe('study.seed: three is refused: 3'));
  expect(workspace.resolved).toBeNull();
});

test('a change of the study is undone and done again; a new change forgets what was undone', async () => {
  const { workspace } = await opened({});
  workspace.editStudy({ framing });
  workspace.editStudy({ seed: 7 });
  workspace.editStudy({ seed: 7 });
  workspace.editStudy({ seed: 8 });
  await workspace.undo();
  expect(workspace.study!.seed).toBe(7);
  await workspace.undo();
  expect(workspace.study!.seed).toBeUndefined();
  expect(workspace.study!.framing).toEqual(framing);
  await workspace.redo();
  expect([workspace.study!.seed, workspace.canRedo]).toEqual([7, true]);
  workspace.editStudy({ seed: 9 });
  expect(workspace.canRedo).toBe(false);
});

test('training shows progress and the live curve, keeps the run, and says where to look', async () => {
  let go: () => void = () => undefined;
  const { workspace } = await opened({
    async run(_, { progress }) {
      progress({ stage: 'fit', done: 1, total: 4, values: { epoch: 1, loss: 0.7, validationLoss: 0.8 } });
      progress({ stage: 'fit', done: 2, total: 4, values: { epoch: 2, loss: 0.55, validationLoss: 0.6 } });
      // Again while the batches of the next epoch run: still the second point.
      progress({ stage: 'fit', done: 2, total: 4, values: { epoch: 2, loss: 0.5, validationLoss: 0.6 } });
      await new Promise<void>((resolve) => (go = resolve));
      return someResult(someRun('r1'));
    },
  });
  workspace.editStudy({ framing });
  const seen: (string | null)[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(workspace.job.kind));
  });
  flushSync();
  const training = workspace.train();
  await vi.waitFor(() =>
    expect(workspace.job.history).toEqual({ step: [1, 2], loss: [0.7, 0.5], validationLoss: [0.8, 0.6] }),
  );
  expect(workspace.job.progress).toMatchObject({ done: 2, total: 4 });
  go();
  await training;
  flushSync();
  stop();
  expect(seen).toEqual([null, 'train', null]);
  expect(workspace.current!.id).toBe('r1');
  expect(workspace.threshold).toBe(0.4);
  expect(workspace.runs.map(({ id }) => id)).toEqual(['r1']);
  expect(workspace.toast!.action!.label).toBe('See the verdict');
});

test('cancelling is no error, and leaves the bench free', async () => {
  const { workspace } = await opened({
    run: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        (signal as globalThis.AbortSignal).addEventListener('abort', () => reject(signal.reason as Error)),
      ),
  });
  workspace.editStudy({ framing });
  const training = workspace.train();
  await vi.waitFor(() => expect(workspace.job.kind).toBe('train'));
  workspace.job.cancel();
  await training;
  expect([workspace.job.kind, workspace.error, workspace.current]).toEqual([null, null, null]);
});

test('a run that ended with NaN is shown and said', async () => {
  const { workspace } = await opened({ run: async () => someResult({ ...someRun('r1'), ended: 'nan loss' }) });
  workspace.editStudy({ framing });
  await workspace.train();
  expect(workspace.current!.id).toBe('r1');
  expect(workspace.error!.cause).toMatch('best weights');
});

test('a full disk keeps the run in the page, in the list, and says what to do', async () => {
  const { workspace } = bench({}, async (callbacks) => {
    const store = await openStore(callbacks, database);
    closing.push(store.close);
    const { storeError } = await import('../../src/store/errors.ts');
    return { ...store, saveRun: () => Promise.reject(storeError(new DOMException('', 'QuotaExceededError'))) };
  });
  await workspace.ready;
  await workspace.openFile(file());
  await workspace.confirmRead();
  workspace.editStudy({ framing });
  await workspace.train();
  expect(workspace.error!.title).toBe('Storage is full');
  expect(workspace.current).not.toBeNull();
  expect(workspace.runs.map(({ id }) => id)).toEqual([workspace.current!.id]);
});

test('one click on a sample reaches a judged run', async () => {
  const { workspace } = bench();
  await workspace.ready;
  await workspace.openSample('small', true);
  expect([workspace.stage, location.hash]).toEqual(['evaluate', '#evaluate']);
  expect(workspace.current!.result.run.study.data.source).toBe('sample:small');
});

test('a reload finds stage, table, study, run and threshold again', async () => {
  const first = (await opened()).workspace;
  first.editStudy({ framing, seed: 7 });
  await first.train();
  first.setThreshold(0.65);
  first.go('fairness');
  const { id } = first.current!;
  await new Promise((resolve) => setTimeout(resolve, 100));
  location.hash = '';
  const { workspace } = bench();
  await workspace.ready;
  expect(workspace.stage).toBe('fairness');
  expect(workspace.table!.sha256).toBe(summary.sha256);
  expect(workspace.study).toMatchObject({ seed: 7, framing });
  expect([workspace.current!.id, workspace.threshold]).toEqual([id, 0.65]);
});

test('a reload before the file is confirmed shows its preview again', async () => {
  const first = bench().workspace;
  await first.ready;
  await first.openFile(file());
  const { workspace } = bench();
  await workspace.ready;
  expect(workspace.preview!.name).toBe('small.csv');
});

test('a deleted run comes back by undo', async () => {
  const { workspace } = await opened();
  workspace.editStudy({ framing });
  await workspace.train();
  const { id } = workspace.current!;
  await workspace.deleteRun(id);
  expect([workspace.runs, workspace.current]).toEqual([[], null]);
  workspace.toast!.action!.run();
  await vi.waitFor(() => expect(workspace.runs.map((run) => run.id)).toEqual([id]));
  expect(workspace.current!.id).toBe(id);
});

test('opening a run brings its study, and the edits come back on demand', async () => {
  const { workspace } = await opened();
  workspace.editStudy({ framing, seed: 1 });
  await workspace.train();
  const { id } = workspace.current!;
  workspace.editStudy({ seed: 2, name: 'Edited' });
  await workspace.openRun(id);
  expect(workspace.study!.seed).toBe(1);
  workspace.toast!.action!.run();
  expect(workspace.study).toMatchObject({ seed: 2, name: 'Edited' });
});

test('framings are trained one after the other; a cancel keeps those that are done', async () => {
  const verdict = { rows: 4, common: ['no', 'yes'], positive: 'yes', framings: [], apart: [] };
  const { workspace, asked } = await opened({
    run: async ({ study }, control) => {
      if (study.seed === 2) {
        await new Promise((resolve) => (control.signal as AbortSignal).addEventListener('abort', resolve));
        control.signal.throwIfAborted();
      }
      if (study.seed === 3) throw new InputError('study.seed: three is refused: 3');
      return someResult(someRun(crypto.randomUUID()));
    },
    beside: async () => verdict,
  });
  workspace.editStudy({ framing, seed: 1 });
  const { beside } = workspace;
  beside.begin();
  beside.duplicate(beside.columns[0]!.id, { seed: 3 });
  beside.duplicate(beside.columns[1]!.id, { seed: 2 });
  expect(beside.columns.map(({ study }) => study.seed)).toEqual([1, 3, 2]);
  const training = beside.train();
  await vi.waitFor(() => expect(beside.running).toBe(beside.columns[2]!.id));
  workspace.job.cancel();
  await training;
  // The refused one says why, the cancelled one can be trained again.
  expect(beside.columns.map(({ result, problem }) => [result !== null, problem])).toEqual([
    [true, null],
    [false, 'study.seed: three is refused: 3'],
    [false, null],
  ]);
  expect([beside.running, workspace.error]).toEqual([null, null]);
  expect(beside.verdict).toEqual(verdict);
  expect(asked.filter(({ name }) => name === 'beside')).toHaveLength(1);

  await workspace.useFraming(beside.columns[0]!.id);
  expect(workspace.current).not.toBeNull();
  expect(workspace.runs).toHaveLength(1);
});
