/** @file The database: its typed schema, its migrations from version 1 on, and one way to work with it. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Run, RunResult } from '../core/study/run.ts';
import { StoreError, storeError } from './errors.ts';
import type { Draft, Interrupted, StoredCard, StoredSearch, StoredTable } from './types.ts';

export const VERSION = 6;

/** A run without its arrays; they lie in `artifacts` under its id. */
export interface RunRecord {
  id: string;
  label: string;
  note: string;
  savedAt: string;
  deletedAt: string | null;
  /** Of all artifacts together. */
  bytes: number;
  run: Run;
}

/** array -1: the shape of the result with its arrays left out; 0 and up: one chunk of that array, parts in order. */
export interface ArtifactRecord {
  run: string;
  array: number;
  part: number;
  value: unknown;
}

/** What one framing side by side came to. */
export interface FramingRecord {
  key: string;
  savedAt: string;
  result: RunResult;
}

export interface PlumbSchema extends DBSchema {
  runs: { key: string; value: RunRecord; indexes: { savedAt: string } };
  artifacts: { key: [string, number, number]; value: ArtifactRecord; indexes: { run: string } };
  tables: { key: string; value: StoredTable };
  drafts: { key: string; value: Draft };
  cards: { key: string; value: StoredCard };
  interrupted: { key: string; value: Interrupted };
  searches: { key: string; value: StoredSearch; indexes: { changedAt: string } };
  framings: { key: string; value: FramingRecord; indexes: { savedAt: string } };
}
export type Database = IDBPDatabase<PlumbSchema>;
type Upgrade = IDBPTransaction<PlumbSchema, StoreNames<PlumbSchema>[], 'versionchange'>;

/** Entry i brings version i to i + 1. Append only: databases of every earlier version are out there. */
const migrations: ((db: Database, upgrade: Upgrade) => void | Promise<void>)[] = [
  (db) => {
    db.createObjectStore('runs', { keyPath: 'id' });
    db.createObjectStore('artifacts', { keyPath: ['run', 'array', 'part'] }).createIndex('run', 'run');
    db.createObjectStore('tables', { keyPath: 'sha256' });
  },
  async (db, upgrade) => {
    db.createObjectStore('drafts', { keyPath: 'key' });
    const runs = upgrade.objectStore('runs');
    runs.createIndex('savedAt', 'savedAt');
    for (let cursor = await runs.openCursor(); cursor; cursor = await cursor.continue())
      await cursor.update({ ...cursor.value, deletedAt: null });
  },
  (db) => {
    db.createObjectStore('cards', { keyPath: 'sha256' });
  },
  (db) => {
    db.createObjectStore('searches', { keyPath: 'key' }).createIndex('changedAt', 'changedAt');
  },
  (db) => {
    db.createObjectStore('interrupted', { keyPath: 'key' });
  },
  (db) => {
    db.createObjectStore('framings', { keyPath: 'key' }).createIndex('savedAt', 'savedAt');
  },
];

export interface StoreCallbacks {
  /** Another tab holds an older version open: nothing happens until it is closed. */
  onblocked?(): void;
  /** This tab stood in the way of a newer version and has let go: it must be reloaded. */
  onsuperseded?(): void;
}

export interface Connection {
  /** Runs `work` on the open database; reopens and retries once where the browser had dropped the connection. */
  use<R>(work: (db: Database) => Promise<R>): Promise<R>;
  close(): void;
}

/** Opens the database, creating or migrating it. Rejects with StoreError. */
export async function openDatabase(name: string, callbacks: StoreCallbacks): Promise<Connection> {
  let superseded = false;
  let open: Promise<Database> | null = null;

  function database(): Promise<Database> {
    if (superseded) throw new StoreError('the database was changed by a newer version', 'superseded');
    open ??= openDB<PlumbSchema>(name, VERSION, {
      async upgrade(db, from, to, upgrade) {
        try {
          for (let version = from; version < (to ?? VERSION); version++) await migrations[version]!(db, upgrade);
        } catch {
          // All or nothing: opening then rejects, and the older database stays as it was.
          upgrade.abort();
          await upgrade.done.catch(() => undefined);
        }
      },
      blocked: () => callbacks.onblocked?.(),
      blocking(_, __, event) {
        superseded = true;
        (event.target as IDBDatabase).close();
        callbacks.onsuperseded?.();
      },
      terminated: () => (open = null),
    }).catch((error: unknown) => {
      open = null;
      throw error;
    });
    return open;
  }

  async function use<R>(work: (db: Database) => Promise<R>): Promise<R> {
    try {
      try {
        return await work(await database());
      } catch (error) {
        const dropped = error instanceof Error && (error.name === 'InvalidStateError' || open === null);
        if (!dropped || superseded || error instanceof StoreError) throw error;
        open = null;
        return await work(await database());
      }
    } catch (error) {
      throw storeError(error);
    }
  }

  if (typeof indexedDB === 'undefined') throw new StoreError('the browser allows no storage here', 'unavailable');
  await use(async () => undefined);
  return {
    use,
    close() {
      void open?.then((db) => db.close());
      open = null;
    },
  };
}
