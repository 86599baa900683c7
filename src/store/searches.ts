/** @file Searches, each under what it was about; the oldest go when there are many. */
import type { Connection } from './db.ts';
import type { StoredSearch } from './types.ts';

/** Searches kept. */
const most = 50;

export interface SearchStore {
  saveSearch(search: StoredSearch): Promise<void>;
  getSearch(key: string): Promise<StoredSearch | null>;
}

export function createSearchStore({ use }: Connection): SearchStore {
  return {
    saveSearch: (search) =>
      use(async (db) => {
        const tx = db.transaction('searches', 'readwrite');
        await tx.store.put(search);
        const older = (await tx.store.index('changedAt').getAllKeys()).slice(0, -most);
        await Promise.all([...older.map((key) => tx.store.delete(key)), tx.done]);
      }),
    getSearch: (key) => use(async (db) => (await db.get('searches', key)) ?? null),
  };
}
