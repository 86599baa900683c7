/** @file The data card of the open table, kept as it is written. */
import type { DataCard } from '../../core/release/data-card.ts';
import type { Shared } from './shared.svelte.ts';

export class CardPart {
  card = $state.raw<DataCard | null>(null);
  #sha256: string | null = null;
  #shared: Shared;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** The card of this data file; an empty one where nobody wrote any. */
  async load(sha256: string | null): Promise<void> {
    if (sha256 === this.#sha256) return;
    this.#sha256 = sha256;
    this.card = null;
    if (!sha256) return;
    // Loaded when first needed: its schema is no part of the first screen.
    const { emptyCard } = await import('../../core/release/data-card.ts');
    let found: DataCard = emptyCard;
    await this.#shared.attempt('Reading the data card', async () => {
      found = (await (await this.#shared.store).getCard(sha256))?.card ?? emptyCard;
    });
    if (this.#sha256 === sha256) this.card = found;
  }

  async edit(change: Partial<DataCard>): Promise<void> {
    const sha256 = this.#sha256;
    if (!sha256 || !this.card) return;
    const card = { ...this.card, ...($state.snapshot(change) as Partial<DataCard>) };
    this.card = card;
    await this.#shared.attempt('Saving the data card', async () =>
      (await this.#shared.store).saveCard({ sha256, changedAt: new Date().toISOString(), card }),
    );
  }
}
