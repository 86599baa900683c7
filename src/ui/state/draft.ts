/** @file Writes the draft on every change, one write at a time, the newest always last. */
import type { Store } from '../../store/index.ts';
import type { Draft } from '../../store/types.ts';

export class Draftsman {
  #store: Promise<Pick<Store, 'saveDraft'>>;
  #next: Draft | null = null;
  #writing = false;

  constructor(store: Promise<Pick<Store, 'saveDraft'>>) {
    this.#store = store;
  }

  save(draft: Draft): void {
    this.#next = draft;
    if (!this.#writing) void this.#write();
  }

  async #write(): Promise<void> {
    this.#writing = true;
    try {
      const store = await this.#store;
      while (this.#next) {
        const draft = this.#next;
        this.#next = null;
        await store.saveDraft(draft);
      }
    } catch {
      // The same storage refuses runs and files, and those say so; the next change tries again.
    } finally {
      this.#writing = false;
    }
  }
}
