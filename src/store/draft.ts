/** @file What the page was doing; one record, written on every change. */
import type { Connection } from './db.ts';
import type { Draft } from './types.ts';

export interface DraftStore {
  saveDraft(draft: Draft): Promise<void>;
  getDraft(): Promise<Draft | null>;
}

export function createDraftStore({ use }: Connection): DraftStore {
  return {
    saveDraft: (draft) =>
      use(async (db) => {
        const tx = db.transaction('drafts', 'readwrite');
        await Promise.all([tx.store.put(draft), tx.done]);
      }),
    getDraft: () => use(async (db) => (await db.get('drafts', 'draft')) ?? null),
  };
}
