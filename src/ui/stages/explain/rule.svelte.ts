/** @file How the run decides a row: by the page's threshold, or, where that stands at the run's own, by the cutoff of the row's group. */
import { groupOfCell } from '../../../core/study/bands.ts';
import { cutoffOf, drawsOfRows } from '../../../core/study/mitigation.ts';
import { ownThreshold } from '../../plots/evaluated.ts';
import type { StoredRun, Workspace } from '../../state/contract.ts';
import { newest } from '../../state/newest.svelte.ts';
import { decided } from './rows.ts';

type Cell = number | string | null;

/** rows: source rows, a place each. Call while a component is made. */
export class Rule {
  #stored: StoredRun;
  #workspace: Workspace;
  #rows: () => Uint32Array;
  #groups: { readonly value: { names: string[]; codes: Int32Array }[] | null };

  constructor(stored: StoredRun, workspace: Workspace, rows: () => Uint32Array) {
    this.#stored = stored;
    this.#workspace = workspace;
    this.#rows = rows;
    this.#groups = newest(
      () => (this.#cutoffs ? { column: this.#cutoffs.column, rows: rows() } : null),
      (asked, signal) => workspace.judge.groups(asked.rows, [asked.column], signal),
    );
  }

  get #run() {
    return this.#stored.result.run;
  }
  get #cutoffs() {
    return this.#run.cutoffs ?? null;
  }
  #own = $derived.by(() => ownThreshold(this.#stored.result.predictions, this.#run));
  #draws = $derived.by(() => (this.#cutoffs?.mixed ? drawsOfRows(this.#run.study.seed, this.#rows()) : null));

  /** The column whose group decides; null where one threshold does. */
  get column(): string | null {
    return this.#cutoffs && this.#workspace.threshold === this.#own ? this.#cutoffs.column : null;
  }

  /** The score from which the row at a place is positive, also with cells edited that may change its group. */
  cutoff(place: number, edits: Record<string, Cell> = {}): number {
    const { threshold } = this.#workspace;
    const column = this.column;
    const read = this.#groups.value?.[0];
    if (column === null || !this.#cutoffs || !read) return threshold;
    const group = Object.hasOwn(edits, column)
      ? groupOfCell(this.#run.study, column, edits[column]!)
      : read.names[read.codes[place]!]!;
    return cutoffOf(this.#cutoffs, group, this.#draws?.[place] ?? 0, threshold);
  }

  decide(scores: ArrayLike<number>, place: number, edits?: Record<string, Cell>): number {
    return decided(scores, this.cutoff(place, edits));
  }
}
