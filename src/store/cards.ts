/** @file Data cards, each under the hash of its data file. */
import type { Connection } from './db.ts';
import type { StoredCard } from './types.ts';

export interface CardStore {
  saveCard(card: StoredCard): Promise<void>;
  getCard(sha256: string): Promise<StoredCard | null>;
  listCards(): Promise<StoredCard[]>;
}

export function createCardStore({ use }: Connection): CardStore {
  return {
    saveCard: (card) =>
      use(async (db) => {
        const tx = db.transaction('cards', 'readwrite', { durability: 'strict' });
        await Promise.all([tx.store.put(card), tx.done]);
      }),
    getCard: (sha256) => use(async (db) => (await db.get('cards', sha256)) ?? null),
    listCards: () => use((db) => db.getAll('cards')),
  };
}
