/** @file What all parts of the Evaluate stage share: the run at the page's threshold, and the prices a person wrote. */
import { confusion } from '../../../core/metrics/confusion.ts';
import { cutoffsOf } from '../../../core/metrics/cutoffs.ts';
import { decide } from '../../../core/metrics/threshold.ts';
import { evaluated, oneAgainstRest, ownScores, ownThreshold, type Evaluated } from '../../plots/evaluated.ts';
import type { StoredRun, Workspace } from '../../state/contract.ts';
import { countsOf, liveMetrics } from './live.ts';
import { stakeholdersOf, type Stakeholder } from './stakes.ts';

/** Numbers are worked out when a part first asks for them. Call while a component is made. */
export class Judged {
  readonly stored: StoredRun;
  #workspace: Workspace;
  /** Prices of the two errors beside the threshold, and those of each stakeholder; they stay while parts come and go. */
  errors = $state.raw({ falsePositive: 1, falseNegative: 1 });
  people = $state.raw<Stakeholder[]>([]);
  unit = $state('units');
  /** Of several classes, rows actual; null: every mistake costs 1. */
  classPrices = $state.raw<number[][] | null>(null);

  constructor(stored: StoredRun, workspace: Workspace) {
    this.stored = stored;
    this.#workspace = workspace;
    const { decision } = stored.result.run.study;
    if (decision.kind === 'cost') this.errors = decision;
    this.people = stakeholdersOf(workspace.study?.purpose?.stakeholders ?? [], this.errors);
  }

  get run() {
    return this.stored.result.run;
  }
  get classes() {
    return this.run.classes;
  }
  get isBinary() {
    return this.classes.length === 2;
  }
  get threshold() {
    return this.#workspace.threshold;
  }
  ranked = $derived.by(() => ('query' in this.run.study.framing ? this.run.study.framing : null));
  /** The run's data is open. */
  isOpen = $derived.by(() => this.#workspace.table?.sha256 === this.run.study.data.sha256);
  test = $derived.by(() => evaluated(this.stored.result.predictions, this.classes.length, 'test'));
  validation = $derived.by(() => evaluated(this.stored.result.predictions, this.classes.length, 'validation'));
  testCutoffs = $derived.by(() => cutoffs(this.test));
  validationCutoffs = $derived.by(() => cutoffs(this.validation));
  /** Of several yes or no, each class is drawn by its own probability, as its numbers are. */
  curves = $derived.by(() =>
    evaluated(ownScores(this.stored.result.predictions, this.classes.length), this.classes.length, 'test'),
  );
  own = $derived.by(() => ownThreshold(this.stored.result.predictions, this.run));
  atOwn = $derived.by(() => !this.isBinary || this.threshold === this.own);
  predicted = $derived.by(() => (this.atOwn ? this.test.predicted : decide(this.test.scores, 2, this.threshold)));
  counts = $derived.by(() => confusion(this.test.actual, this.predicted, this.classes.length));
  metrics = $derived.by(() =>
    this.isBinary ? liveMetrics(this.run.metrics.test, countsOf(this.counts), this.atOwn) : this.run.metrics.test,
  );
}

function cutoffs(set: Evaluated) {
  const { actual, score } = oneAgainstRest(set, 1);
  return cutoffsOf(actual, score);
}
