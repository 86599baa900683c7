/** @file What all parts of the Fairness stage share: the decisions at the page's threshold, and the groups they are compared by. */
import { crossed } from '../../../core/fairness/measures.ts';
import { decide } from '../../../core/metrics/threshold.ts';
import type { GroupTable } from '../../../core/study/run.ts';
import { evaluated, ownThreshold, splits } from '../../plots/evaluated.ts';
import type { StoredRun, Workspace } from '../../state/contract.ts';
import { newest } from '../../state/newest.svelte.ts';
import type { Groups } from './groups.ts';
import type { Decisions } from './resample.ts';

/** One group column, or two of them crossed, by their places. */
interface Choice {
  key: string;
  name: string;
  of: number[];
}

/** Call while a component is made. */
export class Compared {
  readonly stored: StoredRun;
  #workspace: Workspace;
  /** Cells with fewer rows are not shown as numbers. */
  least = $state(10);
  /** Of several classes, the one that is told against the rest. */
  chosenClass = $state(0);
  #key = $state('0');
  #read: { readonly value: readonly Groups[] | null; readonly error: string | null };

  constructor(stored: StoredRun, workspace: Workspace) {
    this.stored = stored;
    this.#workspace = workspace;
    this.#read = newest(
      () => (this.isOpen ? this.stored.result.predictions.rows : null),
      (rows, signal) => workspace.judge.groups(rows, this.columns, signal),
    );
  }

  get run() {
    return this.stored.result.run;
  }
  get columns() {
    return this.run.study.groups;
  }
  get isBinary() {
    return this.run.classes.length === 2;
  }
  get positive() {
    return this.isBinary ? 1 : this.chosenClass;
  }
  get threshold() {
    return this.#workspace.threshold;
  }
  /** The data is open, and why its groups could not be read. */
  isOpen = $derived.by(() => this.#workspace.table?.sha256 === this.run.study.data.sha256);
  get error() {
    return this.#read.error;
  }

  choices = $derived.by((): Choice[] => {
    const single = this.columns.map((name, c) => ({ key: `${c}`, name, of: [c] }));
    const pairs = this.columns.flatMap((a, i) =>
      this.columns.slice(i + 1).map((b, j) => ({ key: `${i}x${i + 1 + j}`, name: `${a} × ${b}`, of: [i, i + 1 + j] })),
    );
    return this.isOpen ? [...single, ...pairs] : single;
  });
  choice = $derived.by(() => this.choices.find(({ key }) => key === this.#key) ?? this.choices[0]!);
  choose(key: string): void {
    this.#key = key;
  }
  get name() {
    return this.choice.name;
  }
  /** The column of the study that is compared by; null where two are crossed. */
  column = $derived.by(() => (this.choice.of.length === 1 ? this.columns[this.choice.of[0]!]! : null));

  test = $derived.by(() => evaluated(this.stored.result.predictions, this.run.classes.length, 'test'));
  validation = $derived.by(() => evaluated(this.stored.result.predictions, this.run.classes.length, 'validation'));
  own = $derived.by(() => ownThreshold(this.stored.result.predictions, this.run));
  predicted = $derived.by(() =>
    !this.isBinary || this.threshold === this.own ? this.test.predicted : decide(this.test.scores, 2, this.threshold),
  );
  atOwn = $derived.by(() => this.predicted === this.test.predicted);
  /** The run's own table of the column, where it holds at the page's threshold; without the data there is no other. */
  table = $derived.by((): GroupTable | null =>
    this.column !== null && (!this.isOpen || (this.isBinary && this.atOwn))
      ? (this.run.groups[this.column] ?? null)
      : null,
  );

  /** The group of each test row; null while it is read, or where the data is not open. */
  groups = $derived.by(() => this.#part('test'));
  validationGroups = $derived.by(() => this.#part('validation'));
  decisions = $derived.by(
    (): Decisions | null =>
      this.groups && {
        groups: this.groups,
        actual: this.test.actual,
        predicted: this.predicted,
        positive: this.positive,
      },
  );

  #part(split: keyof typeof splits): Groups | null {
    const all = this.#read.value;
    if (!all || this.choice.of.some((c) => !all[c])) return null;
    const isIn = this.stored.result.predictions.split;
    const [first, second] = this.choice.of.map((c): Groups => {
      const { names, codes } = all[c]!;
      return { names: [...names], codes: codes.filter((_, i) => isIn[i] === splits[split]) };
    });
    return second ? crossed(first!, second) : first!;
  }
}
