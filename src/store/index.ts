/** @file The one door to what is kept on this machine. */
import { createCardStore } from './cards.ts';
import type { CardStore } from './cards.ts';
import { openDatabase } from './db.ts';
import type { StoreCallbacks } from './db.ts';
import { createDraftStore } from './draft.ts';
import type { DraftStore } from './draft.ts';
import { createFramingStore } from './framings.ts';
import type { FramingStore } from './framings.ts';
import { createRunStore } from './runs.ts';
import type { RunStore } from './runs.ts';
import { createSearchStore } from './searches.ts';
import type { SearchStore } from './searches.ts';
import { createTableStore } from './tables.ts';
import type { TableStore } from './tables.ts';

export type { StoreCallbacks };

export interface Store extends RunStore, TableStore, DraftStore, CardStore, SearchStore, FramingStore {
  /** Bytes used and allowed, as the browser estimates them. Null where it does not tell. */
  estimate(): Promise<{ usage: number; quota: number; persisted: boolean } | null>;
  /** Asks that nothing be evicted. The browser may say no. Call on a person's action. */
  persist(): Promise<boolean>;
  close(): void;
}

/** Opens (creates, migrates) the database. Every method rejects with StoreError. */
export async function openStore(callbacks: StoreCallbacks = {}, name = 'plumb'): Promise<Store> {
  const connection = await openDatabase(name, callbacks);
  return {
    ...createRunStore(connection),
    ...createTableStore(connection),
    ...createDraftStore(connection),
    ...createCardStore(connection),
    ...createSearchStore(connection),
    ...createFramingStore(connection),
    async estimate() {
      if (!navigator.storage?.estimate) return null;
      const [{ usage, quota }, persisted] = await Promise.all([
        navigator.storage.estimate(),
        navigator.storage.persisted(),
      ]);
      return usage === undefined || quota === undefined ? null : { usage, quota, persisted };
    },
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
    close: connection.close,
  };
}
