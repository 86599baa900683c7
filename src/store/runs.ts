/** @file Runs: written whole and durably, listed without their arrays, deleted so that it can be undone. */
import { stableJson } from '../core/base/hash.ts';
import type { Run, RunResult } from '../core/study/run.ts';
import type { ArtifactRecord, Connection } from './db.ts';
import { pack, pieces, unpack } from './pack.ts';
import { PENDING } from './types.ts';
import type { RunListing, StoredRun } from './types.ts';

/** same: the words of the run that lies there already, because it came out the same. */
export interface Place {
  id: string;
  same: { label: string; note: string } | null;
}

export interface RunStore {
  /**
   * The id to save a run under. A run's own id names its study and backend, so a run that was cancelled, or that did not
   * repeat, would take the place of another: it gets `-2`, `-3` … behind its id. One that repeated takes its own place.
   */
  placeFor(id: string, run: Run): Promise<Place>;
  /** Durable when it resolves; writes all or nothing. */
  saveRun(run: StoredRun): Promise<void>;
  /** Newest first, without deleted ones. */
  listRuns(): Promise<RunListing[]>;
  getRun(id: string): Promise<StoredRun | null>;
  updateRun(id: string, change: { label?: string; note?: string }): Promise<void>;
  /** Hides the run until restoreRun, or until purgeDeleted removes it. */
  deleteRun(id: string, at: string): Promise<void>;
  restoreRun(id: string): Promise<void>;
  /** Removes deleted runs, and data files that no run and no draft needs any more. */
  purgeDeleted(): Promise<void>;
}

export function createRunStore({ use }: Connection): RunStore {
  async function change(id: string, edit: Partial<Pick<StoredRun, 'label' | 'note' | 'deletedAt'>>): Promise<void> {
    await use(async (db) => {
      const tx = db.transaction('runs', 'readwrite', { durability: 'strict' });
      const record = await tx.store.get(id);
      await Promise.all([record && tx.store.put({ ...record, ...edit }), tx.done]);
    });
  }

  return {
    placeFor: (id, run) =>
      use(async (db) => {
        const own = stableJson([run.stages, run.ended]);
        for (let number = 1; ; number++) {
          const candidate = number === 1 ? id : `${id}-${number}`;
          const found = await db.get('runs', candidate);
          if (!found) return { id: candidate, same: null };
          if (stableJson([found.run.stages, found.run.ended]) === own)
            return { id: candidate, same: { label: found.label, note: found.note } };
        }
      }),

    async saveRun({ result, ...meta }) {
      const { run, ...rest } = result;
      const { shape, arrays } = pack(rest);
      const records: ArtifactRecord[] = [{ run: meta.id, array: -1, part: 0, value: shape }];
      arrays.forEach((bytes, array) =>
        pieces(bytes).forEach((value, part) => records.push({ run: meta.id, array, part, value })),
      );
      const bytes = arrays.reduce((sum, array) => sum + array.length, JSON.stringify([run, shape]).length);
      await use(async (db) => {
        const tx = db.transaction(['runs', 'artifacts'], 'readwrite', { durability: 'strict' });
        const artifacts = tx.objectStore('artifacts');
        await Promise.all([
          artifacts.delete(IDBKeyRange.bound([meta.id], [meta.id, []])),
          ...records.map((record) => artifacts.put(record)),
          tx.objectStore('runs').put({ ...meta, bytes, run }),
          tx.done,
        ]);
      });
    },

    listRuns: () =>
      use(async (db) => {
        const records = await db.getAllFromIndex('runs', 'savedAt');
        return records
          .filter((record) => record.deletedAt === null)
          .map(({ deletedAt: _, ...listing }) => listing)
          .reverse();
      }),

    getRun: (id) =>
      use(async (db) => {
        const tx = db.transaction(['runs', 'artifacts']);
        const [record, artifacts] = await Promise.all([
          tx.objectStore('runs').get(id),
          tx.objectStore('artifacts').getAll(IDBKeyRange.bound([id], [id, []])),
          tx.done,
        ]);
        if (!record) return null;
        const parts: Uint8Array[][] = [];
        let shape: unknown = null;
        for (const { array, value } of artifacts)
          if (array < 0) shape = value;
          else (parts[array] ??= []).push(value as Uint8Array);
        const { bytes: _, run, ...meta } = record;
        return { ...meta, result: { run, ...(unpack(shape, parts) as Omit<RunResult, 'run'>) } };
      }),

    updateRun: change,
    deleteRun: (id, at) => change(id, { deletedAt: at }),
    restoreRun: (id) => change(id, { deletedAt: null }),

    purgeDeleted: () =>
      use(async (db) => {
        const tx = db.transaction(['runs', 'artifacts', 'tables', 'drafts'], 'readwrite', { durability: 'strict' });
        const [runs, tables, draft] = await Promise.all([
          tx.objectStore('runs').getAll(),
          tx.objectStore('tables').getAllKeys(),
          tx.objectStore('drafts').get('draft'),
        ]);
        const gone = runs.filter((record) => record.deletedAt !== null);
        const kept = runs.filter((record) => record.deletedAt === null);
        const needed = new Set([PENDING, draft?.tableSha256, ...kept.map(({ run }) => run.study.data.sha256)]);
        await Promise.all([
          ...gone.map(({ id }) => tx.objectStore('runs').delete(id)),
          ...gone.map(({ id }) => tx.objectStore('artifacts').delete(IDBKeyRange.bound([id], [id, []]))),
          ...tables.filter((key) => !needed.has(key)).map((key) => tx.objectStore('tables').delete(key)),
          tx.done,
        ]);
      }),
  };
}
