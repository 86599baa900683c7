/** @file Data files as opened, each one Blob (a Blob has no size limit where a typed array has one). */
import type { Connection } from './db.ts';
import type { StoredTable } from './types.ts';

export interface TableStore {
  saveTable(table: StoredTable): Promise<void>;
  getTable(sha256: string): Promise<StoredTable | null>;
  listTables(): Promise<StoredTable[]>;
  deleteTable(sha256: string): Promise<void>;
}

export function createTableStore({ use }: Connection): TableStore {
  return {
    saveTable: (table) =>
      use(async (db) => {
        const tx = db.transaction('tables', 'readwrite', { durability: 'strict' });
        await Promise.all([tx.store.put(table), tx.done]);
      }),
    getTable: (sha256) => use(async (db) => (await db.get('tables', sha256)) ?? null),
    listTables: () => use((db) => db.getAll('tables')),
    deleteTable: (sha256) => use((db) => db.delete('tables', sha256)),
  };
}
