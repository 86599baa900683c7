/** @file What the page was doing; one record, written on every change. */
import type { Connection } from './db.ts';
import type { Draft, Interrupted } from './types.ts';

export interface DraftStore {
  saveDraft(draft: Draft): Promise<void>;
  getDraft(): Promise<Draft | null>;
  /** null: the run has ended, or is not wanted any more. */
  saveInterrupted(run: Interrupted | null): Promise<void>;
  getInterrupted(): Promise<Interrupted | null>;
}

export function createDraftStore({ use }: Connection): DraftStore {
  return {
    saveDraft: (draft) =>
      use(async (db) => {
        const tx = db.transaction('drafts', 'readwrite');
        await Promise.all([tx.store.put(draft), tx.done]);
      }),
    getDraft: () => use(async (db) => (await db.get('drafts', 'draft')) ?? null),
    saveInterrupted: (run) =>
      use(async (db) => {
        const tx = db.transaction('interrupted', 'readwrite');
        await Promise.all([run ? tx.store.put(run) : tx.store.delete('run'), tx.done]);
      }),
    getInterrupted: () => use(async (db) => (await db.get('interrupted', 'run')) ?? null),
  };
}
