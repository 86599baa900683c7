/** @file Writes something on every change, one write at a time, the newest always last. */

export class Draftsman<T> {
  #write: (draft: T) => Promise<unknown>;
  #next: { draft: T } | null = null;
  #writing = false;

  constructor(write: (draft: T) => Promise<unknown>) {
    this.#write = write;
  }

  save(draft: T): void {
    this.#next = { draft };
    if (!this.#writing) void this.#go();
  }

  async #go(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#next) {
        const { draft } = this.#next;
        this.#next = null;
        await this.#write(draft);
      }
    } catch {
      // The same storage refuses runs and files, and those say so; the next change tries again.
    } finally {
      this.#writing = false;
    }
  }
}
