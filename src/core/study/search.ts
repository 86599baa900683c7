/** @file A search for the options of a model, or for a family: every trial is judged by cross-validation on training and validation rows, or on validation rows alone. */
import type { Estimate } from '../base/estimate.ts';
import { InputError } from '../base/errors.ts';
import { createRng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import { classifiers } from '../models/index.ts';
import { holdout, makeFolds } from './folds.ts';
import type { Folding } from './folds.ts';
import { prepare } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';
import { meanOf } from './search-judge.ts';
import type { FoldScore, Trial } from './search-judge.ts';
import { candidatesOf, rungsOf } from './search-plan.ts';
import type { SearchPlan } from './search-plan.ts';
import { createRounds } from './search-rounds.ts';
import { ratioOf } from './search-trial.ts';
import { verdictOf } from './search-verdict.ts';
import type { Verdict } from './search-verdict.ts';

export type { Trial };

/** What searching and fitting the best comes to on rows that the search has not seen. */
export interface Nested {
  /** One an outer fold; options: those that the search inside it chose. */
  readonly folds: readonly (FoldScore & { kind: string; options: Record<string, unknown> })[];
  readonly logLoss: Estimate;
  readonly rocAuc: Estimate;
}

export interface SearchResult extends Verdict {
  readonly kinds: readonly string[];
  readonly plan: SearchPlan;
  /** In the order they were tried. */
  readonly trials: readonly Trial[];
  /** Rows judged over rows learned from, the mean over folds. */
  readonly ratio: number;
  /** The time was over before every trial was made: another search may get to other trials. */
  readonly cut: boolean;
  /** Null where the plan has no outer folds, or the time was over before. */
  readonly nested: Nested | null;
}

export interface SearchOptions extends Pick<RunOptions, 'compute' | 'control'> {
  /** Families searched; absent: the study's own. The options of the study go with its own family, others begin with their defaults. */
  kinds?: readonly string[];
  /** Trials of an earlier search; what is among them is not tried again. */
  done?: readonly Trial[];
}

/** Throws InputError, RunError or AbortError. Progress tells each trial as its `part`. */
export async function searchOptions(
  study: Study,
  table: Table,
  plan: SearchPlan,
  { compute, control, kinds = [study.model.kind], done = [] }: SearchOptions,
): Promise<SearchResult> {
  const prepared = prepare(study, table);
  const rng = createRng(study.seed).split('search');
  for (const kind of kinds)
    if (!Object.hasOwn(classifiers, kind))
      throw new InputError(`search.kinds: must be among ${Object.keys(classifiers).join(', ')}: ${kind}`);
  const known = new Map(done.filter(({ pruned }) => plan.prune || !pruned).map((trial) => [trial.id, trial]));
  const started = plan.seconds > 0 ? control.now() : 0;
  const isOver = () => plan.seconds > 0 && control.now() - started > 1000 * plan.seconds;
  const each = kinds.map((kind) => {
    const given = kind === study.model.kind ? study.model.options : {};
    return { kind, candidates: candidatesOf(kind, given, plan, rng.split('candidates')) };
  });
  const count = each.reduce((sum, { candidates }) => sum + candidates.length, 0);
  const rungs = rungsOf(plan, count);
  const trialsOnce = rungs.reduce((sum, _, i) => sum + Math.ceil(count / 3 ** i), 0);
  const total = trialsOnce * (1 + plan.outer);
  let made = 0;
  const tell = (part: Trial) => control.progress({ stage: 'search', done: ++made, total, what: 'trials', part });

  const { codes } = prepared;
  const foldsOf = (rows: Uint32Array, folds: number, name: string, repeats = 1) =>
    makeFolds(foldingOf(prepared.study.split), { table, codes, rows, folds, repeats, rng: rng.split(name) });
  /** Of a search over some rows: folds of them, or the validation rows among them. */
  const planned = (rows: Uint32Array, name: string) =>
    plan.plan === 'holdout' ? holdout(prepared, rows) : foldsOf(rows, plan.folds, name, plan.repeats);
  const rounds = createRounds({ study, table, prepared, plan, rng, known, isOver, compute, control });

  const all = Uint32Array.from([...prepared.train, ...prepared.validation]).sort();
  const folds = planned(all, 'folds');
  const ratio = ratioOf(folds);
  const { trials, on, cut } = await rounds.search(each, rungs, folds, null, tell);
  const result = { kinds, plan, trials, ratio, cut, ...verdictOf(on, plan, ratio) };
  if (plan.outer === 0 || cut) return { ...result, nested: null };

  const outer = foldsOf(all, plan.outer, 'outer folds');
  const found: Nested['folds'][number][] = [];
  for (const [at, fold] of outer.entries()) {
    const inner = planned(fold.train, `inner folds ${at}`);
    const searched = await rounds.search(each, rungs, inner, at, tell);
    const { best } = verdictOf(searched.on, plan, ratioOf(inner));
    const chosen = searched.on.find(({ id }) => id === best);
    if (searched.cut || !chosen) return { ...result, cut: cut || searched.cut, nested: null };
    const { kind, options } = chosen;
    found.push({ ...(await rounds.judge(kind, [fold]).fold(options, 0)), kind, options });
  }
  const mean = (by: SearchPlan['measure']) =>
    meanOf(
      found.map((fold) => fold[by]),
      ratioOf(outer),
    );
  return { ...result, nested: { folds: found, logLoss: mean('logLoss'), rocAuc: mean('rocAuc') } };
}

/** Rows are kept apart in folds as the study keeps its test rows apart. */
function foldingOf(split: Study['split']): Folding {
  return split.kind === 'column' ? { kind: 'stratified' } : split;
}
