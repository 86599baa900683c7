import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { someStored, table } from '../store/fixtures.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));
const name = () => `test-${crypto.randomUUID()}`;

test('a table of 150 MB is kept as a Blob and read back', async () => {
  const database = name();
  const store = await openStore({}, database);
  closing.push(store.close);
  const size = 150_000_000;
  const bytes = new Uint8Array(size);
  bytes[0] = 1;
  bytes[size - 1] = 2;
  await store.saveTable({ ...table, bytes: new Blob([bytes]) });
  const back = (await store.getTable(table.sha256))!.bytes;
  expect(back.size).toBe(size);
  const ends = new Uint8Array(await new Blob([back.slice(0, 1), back.slice(size - 1)]).arrayBuffer());
  expect([...ends]).toEqual([1, 2]);
}, 60_000);

test('a run with 140 MB of scores is kept in pieces', async () => {
  const store = await openStore({}, name());
  closing.push(store.close);
  const run = someStored();
  const count = 17_500_000;
  run.result.predictions.scores = new Float64Array(count).fill(0.5);
  run.result.predictions.scores[count - 1] = 0.25;
  await store.saveRun(run);
  const { scores } = (await store.getRun(run.id))!.result.predictions;
  expect([scores.length, scores[0], scores[count - 1]]).toEqual([count, 0.5, 0.25]);
}, 60_000);

test('a second tab with a newer version is let through at once', async () => {
  const database = name();
  const onsuperseded = vi.fn();
  const store = await openStore({ onsuperseded }, database);
  const newer = await openDB(database, 99);
  closing.push(() => newer.close());
  expect(onsuperseded).toHaveBeenCalledOnce();
  await expect(store.saveRun(someStored())).rejects.toMatchObject({ name: 'StoreError', reason: 'superseded' });
});

test('where a second tab holds an older version, the person is told, and opening goes on when it closes', async () => {
  const database = name();
  const older = await openDB(database, 1, {
    upgrade(db) {
      db.createObjectStore('runs', { keyPath: 'id' });
      db.createObjectStore('artifacts', { keyPath: ['run', 'array', 'part'] }).createIndex('run', 'run');
      db.createObjectStore('tables', { keyPath: 'sha256' });
    },
  });
  const onblocked = vi.fn();
  const opening = openStore({ onblocked }, database);
  await vi.waitFor(() => expect(onblocked).toHaveBeenCalledOnce());
  older.close();
  const store = await opening;
  closing.push(store.close);
  expect(await store.listRuns()).toEqual([]);
});

test('the browser says how much it keeps', async () => {
  const store = await openStore({}, name());
  closing.push(store.close);
  expect(await store.estimate()).toMatchObject({ quota: expect.any(Number), persisted: expect.any(Boolean) });
});
