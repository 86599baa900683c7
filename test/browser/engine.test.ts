/** @file The real workers in a real browser: a table from its bytes to a run, and again. */
import { afterAll, expect, test } from 'vitest';
import type { Progress } from '../../src/core/base/progress.ts';
import type { Trial } from '../../src/core/study/search-judge.ts';
import { searchSchema } from '../../src/core/study/search-plan.ts';
import { openEngine } from '../../src/engine/index.ts';

const engine = openEngine();
afterAll(() => engine.close());

/** 600 rows; y is yes where a + noise of b is over a half, so there is something to learn. */
const lines = Array.from({ length: 600 }, (_, i) => {
  const a = ((i * 7919) % 1000) / 1000;
  const b = ((i * 104729) % 1000) / 1000;
  return `${a},${b},${i % 3 ? 'red' : 'blue'},${a + 0.3 * (b - 0.5) > 0.5 ? 'yes' : 'no'}`;
});
const file = { name: 'small.csv', bytes: new Blob([['a,b,colour,y', ...lines].join('\n')]), options: {} };
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const study = {
  version: 1 as const,
  name: 'Small',
  data: { source: 'small.csv' },
  framing: { kind: 'binary' as const, target: 'y', positive: 'yes' },
};

test('a file is previewed, read, framed and trained on, and the run repeats itself', async () => {
  expect((await engine.call('preview', file)).columns).toEqual(['a', 'b', 'colour', 'y']);
  expect((await engine.call('read', file)).rows).toBe(600);
  const { notes } = await engine.call('resolve', { study });
  expect(notes.classes.reduce((sum, { n }) => sum + n, 0)).toBe(600);

  const progress: Progress[] = [];
  const result = await engine.call('run', { study }, { onprogress: (p) => progress.push(p) });
  expect(progress.length).toBeGreaterThan(0);
  expect(result.run.rows).toMatchObject({ train: 360, validation: 120, test: 120 });
  // The rule can be drawn as a line, so a linear model must find nearly all of it.
  expect(result.run.metrics.test.rocAuc!.value).toBeGreaterThan(0.98);
  expect(result.run.environment.plumb).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Date.parse(result.run.startedAt)).toBeGreaterThan(0);
  expect(result.run.timings.parse).toBeGreaterThan(0);
  expect(result.run.environment.backend).toBe((await engine.call('backend', {})).backend);

  const [first] = await engine.call('partialDependence', { result, columns: ['a'], ice: 0 });
  expect(first!.mean.length).toBe(first!.grid.length);

  const { run, predictions } = result;
  expect(await engine.call('reproduce', { run, predictions })).toMatchObject({ verdict: 'equal', stage: null });
}, 120_000);

test('a second file is put under the first, where no GPU is', async () => {
  const { name, csv } = await engine.call('combine', { ...file, name: 'more.csv', how: { kind: 'append' } });
  expect((await engine.call('preview', { name, bytes: csv, options: {} })).columns).toEqual(['a', 'b', 'colour', 'y']);
  // The header and 600 lines of each file, and the last line's end.
  expect((await csv.text()).split('\n')).toHaveLength(1202);
}, 60_000);

test('a study that cannot be run is refused with its path', async () => {
  const wrong = { ...study, framing: { ...study.framing, positive: 'Yes' } };
  await expect(engine.call('resolve', { study: wrong })).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringMatching(/^study\.framing\.positive/),
  });
});

test('a network is paused, resumed and cancelled, and the worker goes on working', async () => {
  const long = { ...study, model: { kind: 'mlp', options: { maxEpochs: 10_000, earlyStopping: false } } };
  const controller = new AbortController();
  let seen = 0;
  const training = engine.call('run', { study: long }, { signal: controller.signal, onprogress: () => seen++ });
  const ended = training.then(
    ({ run }) => run.ended,
    (error: Error) => error.name,
  );
  await expect.poll(() => seen, { timeout: 60_000 }).toBeGreaterThan(3);
  await engine.call('pause', { paused: true });
  // The batch that was running may still end; on a slow device that takes a while.
  await wait(2000);
  const paused = seen;
  await wait(2000);
  expect(seen).toBe(paused);
  await engine.call('pause', { paused: false });
  await expect.poll(() => seen, { timeout: 20_000 }).toBeGreaterThan(paused);
  controller.abort();
  expect(['AbortError', 'cancelled']).toContain(await ended);
  expect((await engine.call('run', { study })).run.rows.test).toBe(120);
}, 120_000);

test('a search tells its trials as they come, and goes on where it was cancelled', async () => {
  const plan = searchSchema.parse({ trials: 3, folds: 3 });
  const controller = new AbortController();
  const told: Trial[] = [];
  const cancelled = engine.call(
    'search',
    { study, plan, done: [] },
    {
      signal: controller.signal,
      onprogress: ({ part }) => {
        told.push(part as Trial);
        controller.abort();
      },
    },
  );
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(told.length).toBeGreaterThan(0);
  const result = await engine.call('search', { study, plan, done: told });
  expect(result.trials.slice(0, told.length)).toEqual(told);
  expect(result.trials.map(({ id }) => id)).toContain(result.best);
}, 120_000);
