import { dataCardSchema } from '../../src/core/release/data-card.ts';
import { searchSchema } from '../../src/core/study/search-plan.ts';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/index.ts';
import { someRun, someStored, table } from './fixtures.ts';

let count = 0;
const open: Store[] = [];
async function store(name = `test-${count++}`, callbacks = {}): Promise<Store> {
  const made = await openStore(callbacks, name);
  open.push(made);
  return made;
}
/** The database as version 1 made it. */
function versionOne(name: string) {
  return openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('runs', { keyPath: 'id' });
      db.createObjectStore('artifacts', { keyPath: ['run', 'array', 'part'] }).createIndex('run', 'run');
      db.createObjectStore('tables', { keyPath: 'sha256' });
    },
  });
}
afterEach(() => {
  for (const made of open.splice(0)) made.close();
  vi.restoreAllMocks();
});

test('a run comes back as it was saved, typed arrays and all', async () => {
  const { saveRun, getRun } = await store();
  const run = someStored();
  await saveRun(run);
  expect(await getRun('run-1')).toEqual(run);
  expect(await getRun('run-2')).toBeNull();
});

test('a view on a large buffer is stored as the view alone, in pieces of at most 16 MiB', async () => {
  const name = `test-${count++}`;
  const { saveRun, getRun } = await store(name);
  const run = someStored();
  const large = new Float64Array(2 ** 21 + 2 ** 20).map((_, i) => i);
  run.result.predictions.scores = large.subarray(1, 2 ** 21 + 3);
  await saveRun(run);
  const db = await openDB(name);
  const parts = (await db.getAll('artifacts')) as { array: number; value: Uint8Array }[];
  // (2^21 + 2) float64 values are 16 MiB and 16 bytes: one full piece and one of 16 bytes.
  const sizes = parts.map(({ value }) => value?.byteLength).filter((size) => size >= 2 ** 24 || size === 16);
  expect(sizes).toContain(2 ** 24);
  expect(Math.max(...parts.filter(({ array }) => array >= 0).map(({ value }) => value.buffer.byteLength))).toBe(
    2 ** 24,
  );
  db.close();
  const back = await getRun('run-1');
  const { scores } = back!.result.predictions;
  expect(scores.length).toBe(2 ** 21 + 2);
  expect(scores.every((value, i) => value === i + 1)).toBe(true);
});

test('lists newest first, without arrays, with the size', async () => {
  const { saveRun, listRuns } = await store();
  await saveRun(someStored('old', '2026-01-01T00:00:00.000Z'));
  await saveRun(someStored('new', '2026-02-01T00:00:00.000Z'));
  const runs = await listRuns();
  expect(runs.map(({ id }) => id)).toEqual(['new', 'old']);
  expect(runs[0]).not.toHaveProperty('result');
  expect(runs[0]!.run).toEqual(someRun('new'));
  expect(runs[0]!.bytes).toBeGreaterThan(100);
});

test('a run that repeated takes its own place, with its words; one that differs gets a place of its own', async () => {
  const { saveRun, placeFor, updateRun } = await store();
  const run = someRun('r');
  expect(await placeFor('r', run)).toEqual({ id: 'r', same: null });
  await saveRun(someStored('r'));
  await updateRun('r', { label: 'Mine', note: 'n' });
  expect(await placeFor('r', { ...run, startedAt: 'later' })).toEqual({ id: 'r', same: { label: 'Mine', note: 'n' } });
  const cancelled = { ...run, ended: 'cancelled' };
  expect(await placeFor('r', cancelled)).toEqual({ id: 'r-2', same: null });
  await saveRun({ ...someStored('r-2'), result: { ...someStored('r').result, run: cancelled } });
  expect((await placeFor('r', { ...run, stages: [] })).id).toBe('r-3');
});

test('renames and notes, deletes with undo, and purges what stays deleted', async () => {
  const kept = await store();
  await kept.saveRun(someStored('a'));
  await kept.saveRun(someStored('b'));
  await kept.updateRun('a', { label: 'Better', note: 'why' });
  expect(await kept.getRun('a')).toMatchObject({ label: 'Better', note: 'why' });
  await kept.deleteRun('a', '2026-03-01T00:00:00.000Z');
  await kept.deleteRun('b', '2026-03-01T00:00:00.000Z');
  expect(await kept.listRuns()).toEqual([]);
  await kept.restoreRun('a');
  await kept.purgeDeleted();
  expect((await kept.listRuns()).map(({ id }) => id)).toEqual(['a']);
  expect(await kept.getRun('b')).toBeNull();
});

test('purging keeps data files that a run or the draft needs, and removes others', async () => {
  const kept = await store();
  const bytes = new Blob(['x']);
  await kept.saveRun(someStored());
  for (const sha256 of [table.sha256, 'b'.repeat(64), 'c'.repeat(64), 'pending'])
    await kept.saveTable({ ...table, sha256, bytes });
  await kept.saveDraft({
    key: 'draft',
    stage: 'data',
    tableSha256: 'b'.repeat(64),
    study: null,
    currentRun: null,
    threshold: null,
  });
  await kept.purgeDeleted();
  const left = (await kept.listTables()).map(({ sha256 }) => sha256);
  expect(left).toEqual([table.sha256, 'b'.repeat(64), 'pending']);
});

test('a database of version 1 is brought up to date with its runs in it', async () => {
  const name = `test-${count++}`;
  const one = await versionOne(name);
  const savedAt = '2025-12-01T00:00:00.000Z';
  await one.put('runs', { id: 'old', label: 'Old', note: 'n', savedAt, bytes: 7, run: someRun('old') });
  await one.put('artifacts', { run: 'old', array: -1, part: 0, value: { partialDependence: [] } });
  one.close();
  const kept = await store(name);
  expect((await kept.listRuns()).map(({ id, label }) => [id, label])).toEqual([['old', 'Old']]);
  expect((await kept.getRun('old'))!.deletedAt).toBeNull();
  expect(await kept.getDraft()).toBeNull();
});

test('a data card is kept under the hash of its data, and stays when the file goes', async () => {
  const name = `test-${count++}`;
  const kept = await store(name);
  const card = { sha256: table.sha256, changedAt: '2026-01-01', card: dataCardSchema.parse({ terms: 'CC0' }) };
  await kept.saveTable({ ...table, bytes: new Blob(['x']) });
  await kept.saveCard(card);
  await kept.deleteTable(table.sha256);
  await kept.purgeDeleted();
  expect(await kept.getCard(table.sha256)).toEqual(card);
  expect(await kept.listCards()).toEqual([card]);
  expect(await kept.getCard('f'.repeat(64))).toBeNull();
});

test('a search is kept under what it was about, and the oldest go when there are many', async () => {
  const kept = await store();
  const search = (i: number) => ({
    key: `k${i}`,
    changedAt: new Date(i).toISOString(),
    kinds: ['logistic'],
    plan: searchSchema.parse({}),
    trials: [],
    done: [],
    result: null,
  });
  for (let i = 0; i < 52; i++) await kept.saveSearch(search(i));
  // 50 are kept: the first two are gone.
  expect(await Promise.all(['k0', 'k1'].map((key) => kept.getSearch(key)))).toEqual([null, null]);
  expect(await kept.getSearch('k2')).toEqual(search(2));
  expect(await kept.getSearch('k51')).toEqual(search(51));
});

test('twelve framings are kept, the newest, with their arrays', async () => {
  const kept = await store();
  const { result } = someStored();
  const keys = Array.from({ length: 14 }, (_, i) => `k${String(i).padStart(2, '0')}`);
  for (const key of keys) await kept.saveFraming(key, { ...result, run: someRun(key) });
  expect(await Promise.all(['k00', 'k01'].map((key) => kept.getFraming(key)))).toEqual([null, null]);
  expect(await kept.getFraming('k02')).toEqual({ ...result, run: someRun('k02') });
  expect((await kept.getFraming('k13'))!.run.id).toBe('k13');
});

test('a training that was cut short is kept with its arrays until it is let go', async () => {
  const kept = await store();
  const checkpoint = { epoch: 3, state: Float32Array.of(1, 2, 3) };
  const { study } = someRun();
  const run = { key: 'run' as const, keptAt: '2026-01-01', study, told: 'step 3', checkpoint };
  expect(await kept.getInterrupted()).toBeNull();
  await kept.saveInterrupted(run);
  expect(await kept.getInterrupted()).toEqual(run);
  await kept.saveInterrupted(null);
  expect(await kept.getInterrupted()).toBeNull();
});

test('a full disk is said as such, and nothing is half written', async () => {
  const kept = await store();
  await kept.saveRun(someStored('a'));
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'runs') throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, args);
  });
  await expect(kept.saveRun(someStored('b'))).rejects.toMatchObject({ name: 'StoreError', reason: 'quota' });
  vi.restoreAllMocks();
  expect((await kept.listRuns()).map(({ id }) => id)).toEqual(['a']);
  expect(await kept.getRun('b')).toBeNull();
});

test('a dropped connection is opened again, once', async () => {
  const kept = await store();
  await kept.saveRun(someStored('a'));
  const transaction = IDBDatabase.prototype.transaction;
  let broken = true;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
    if (broken) {
      broken = false;
      throw new DOMException('the connection is closing', 'InvalidStateError');
    }
    return transaction.apply(this, args);
  });
  await kept.saveRun(someStored('b'));
  expect(broken).toBe(false);
  expect(await kept.listRuns()).toHaveLength(2);
});

test('an older connection of another tab is told of, and opening goes on when it closes', async () => {
  const name = `test-${count++}`;
  const old = await versionOne(name);
  const onblocked = vi.fn(() => old.close());
  const kept = await store(name, { onblocked });
  expect(onblocked).toHaveBeenCalledOnce();
  expect(await kept.getDraft()).toBeNull();
});

test('a newer version elsewhere is let through, and this store says so from then on', async () => {
  const name = `test-${count++}`;
  const onsuperseded = vi.fn();
  const kept = await store(name, { onsuperseded });
  const newer = await openDB(name, 99);
  expect(onsuperseded).toHaveBeenCalledOnce();
  await expect(kept.listRuns()).rejects.toMatchObject({ name: 'StoreError', reason: 'superseded' });
  newer.close();
});

test('a migration that fails leaves the older database as it was', async () => {
  const name = `test-${count++}`;
  const odd = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('drafts') });
  odd.close();
  await expect(openStore({}, name)).rejects.toMatchObject({ name: 'StoreError', reason: 'failed' });
  const same = await openDB(name);
  expect([same.version, [...same.objectStoreNames]]).toEqual([1, ['drafts']]);
  same.close();
});
