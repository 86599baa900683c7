/** @file The studies before and after the present one, for undo and redo. */
import type { StudyInput } from '../../core/study/schema.ts';

type Version = Partial<StudyInput>;

/** Steps kept; the oldest goes first. */
const depth = 100;

export class History {
  #past = $state.raw<readonly Version[]>([]);
  #future = $state.raw<readonly Version[]>([]);

  get canUndo() {
    return this.#past.length > 0;
  }
  get canRedo() {
    return this.#future.length > 0;
  }

  /** `before` is about to change. */
  note(before: Version): void {
    this.#past = [...this.#past, before].slice(-depth);
    this.#future = [];
  }

  /** The version before; `now` can be had again by forward. */
  back(now: Version): Version | null {
    const version = this.#past.at(-1) ?? null;
    if (!version) return null;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, now];
    return version;
  }

  forward(now: Version): Version | null {
    const version = this.#future.at(-1) ?? null;
    if (!version) return null;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, now];
    return version;
  }

  clear(): void {
    this.#past = this.#future = [];
  }
}
