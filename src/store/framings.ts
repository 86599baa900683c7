/** @file What framings side by side came to, each under what it was about; the oldest go when there are many. */
import type { RunResult } from '../core/study/run.ts';
import type { Connection } from './db.ts';

/** Results kept: four columns of three questions. */
const most = 12;

export interface FramingStore {
  /** key: of the study and its table. */
  saveFraming(key: string, result: RunResult): Promise<void>;
  getFraming(key: string): Promise<RunResult | null>;
}

export function createFramingStore({ use }: Connection): FramingStore {
  return {
    saveFraming: (key, result) =>
      use(async (db) => {
        const tx = db.transaction('framings', 'readwrite');
        await tx.store.put({ key, savedAt: new Date().toISOString(), result });
        const older = (await tx.store.index('savedAt').getAllKeys()).slice(0, -most);
        await Promise.all([...older.map((old) => tx.store.delete(old)), tx.done]);
      }),
    getFraming: (key) => use(async (db) => (await db.get('framings', key))?.result ?? null),
  };
}
