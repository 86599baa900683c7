/** @file A search for the options of a model: every trial is judged by cross-validation on training and validation rows. */
import type { Estimate } from '../base/estimate.ts';
import { InputError } from '../base/errors.ts';
import { hashParts } from '../base/hash.ts';
import { createRng } from '../base/random.ts';
import type { Rng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import { fitTransform, applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { measure, prepare as prepareMetrics } from '../metrics/prepared.ts';
import type { Matrix } from '../models/contract.ts';
import { createPace } from '../models/pace.ts';
import { fitModel, predictRows, takenBy } from './learn.ts';
import { makeFolds } from './folds.ts';
import type { Fold, Folding } from './folds.ts';
import { prepare } from './prepare.ts';
import { penaltyOf } from './mitigation.ts';
import type { Prepared } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';
import { correctedTest, meanOf, ranked } from './search-judge.ts';
import type { FoldScore, PairedTest, Trial } from './search-judge.ts';
import { candidatesOf, rungsOf } from './search-plan.ts';
import type { Candidate, SearchPlan } from './search-plan.ts';
import { recipeTargets } from './targets.ts';

export type { Trial };

export interface SearchResult {
  readonly kind: string;
  readonly plan: SearchPlan;
  /** In the order they were tried. */
  readonly trials: readonly Trial[];
  /** Ids among the trials on all rows; null where every one failed. */
  readonly best: string | null;
  readonly simplest: string | null;
  /** Best less simplest; null where they are one. */
  readonly test: PairedTest | null;
}

export interface SearchOptions extends Pick<RunOptions, 'compute' | 'control'> {
  /** Trials of an earlier search; what is among them is not tried again. */
  done?: readonly Trial[];
}

/** Throws InputError, RunError or AbortError. Progress tells each trial as its `part`. */
export async function searchOptions(
  study: Study,
  table: Table,
  plan: SearchPlan,
  { compute, control, done = [] }: SearchOptions,
): Promise<SearchResult> {
  const prepared = prepare(study, table);
  const { model } = prepared.study;
  const rng = createRng(study.seed).split('search');
  const rows = Uint32Array.from([...prepared.train, ...prepared.validation]).sort();
  const { folds: count, repeats } = plan;
  const sharing = { table, codes: prepared.codes, rows, folds: count, repeats, rng: rng.split('folds') };
  const folds = makeFolds(foldingOf(prepared.study.split), sharing);
  const candidates = candidatesOf(model.kind, study.model.options, plan, rng.split('candidates'));
  const known = new Map(done.map((trial) => [trial.id, trial]));
  const { seed, data, framing, split, recipe, mitigation } = prepared.study;
  const base = hashParts(
    { seed, data, framing, split, recipe, count, repeats, ...(mitigation && { mitigation }) },
    model.kind,
    model.classWeight ?? 'none',
  );
  const ratio = folds.reduce((sum, { train, test }) => sum + test.length / train.length, 0) / folds.length;
  const judge = createJudge(prepared, folds, rng, { compute, control });

  const rungs = rungsOf(plan, candidates.length);
  const total = rungs.reduce((sum, _, i) => sum + Math.ceil(candidates.length / 3 ** i), 0);
  const trials: Trial[] = [];
  let left: readonly Candidate[] = candidates;
  let on: Trial[] = [];
  for (const share of rungs) {
    on = [];
    for (const { options, complexity } of left) {
      const id = hashParts(base, options, share).slice(0, 12);
      const trial = known.get(id) ?? { id, options, complexity, share, ...(await judge(options, share, ratio)) };
      on.push(trial);
      trials.push(trial);
      control.progress({ stage: 'search', done: trials.length, total, what: 'trials', part: trial });
    }
    const kept = ranked(on, plan).slice(0, Math.ceil(left.length / 3));
    left = kept.map(({ options, complexity }) => ({ options, complexity }));
  }
  return { kind: model.kind, plan, trials, ...verdict(on, plan, ratio) };
}

/** Rows are kept apart in folds as the study keeps its test rows apart. */
function foldingOf(split: Study['split']): Folding {
  return split.kind === 'column' ? { kind: 'stratified' } : split;
}

/** Matrices of folds are kept for the next trial up to this many values. */
const mostKept = 60_000_000;

type Judge = (
  options: Record<string, unknown>,
  share: number,
  ratio: number,
) => Promise<Pick<Trial, 'folds' | 'logLoss' | 'rocAuc' | 'failure'>>;

function createJudge(
  prepared: Prepared,
  folds: readonly Fold[],
  rng: Rng,
  { compute, control }: Pick<RunOptions, 'compute' | 'control'>,
): Judge {
  const { study, features, codes, weights } = prepared;
  const classes = prepared.classes.length;
  const takes = { missing: takenBy(study.model.kind).missing === true, sparse: false };
  const quiet = { ...control, progress: () => undefined };
  const kept = new Map<string, { state: RecipeState; x: Matrix }>();
  let values = 0;
  let pace: (() => Promise<unknown>) | null = null;

  function transform(fold: number, share: number, train: Uint32Array): { state: RecipeState; x: Matrix } {
    const key = `${fold}/${share}`;
    const found = kept.get(key);
    if (found) return found;
    const made = fitTransform(study.recipe!, features, train, recipeTargets({ ...prepared, train }), takes);
    values += made.x.values.length;
    if (values <= mostKept) kept.set(key, made);
    return made;
  }

  async function judgeFold(options: Record<string, unknown>, share: number, f: number): Promise<FoldScore> {
    // One pace for all folds: fits that are over in a moment would never hear that the search is cancelled.
    pace ??= createPace({ ...control, compute });
    await pace();
    const fold = folds[f]!;
    const train = share < 1 ? sample(fold.train, codes, classes, share, rng.split(`sample ${f}`)) : fold.train;
    const { state, x } = transform(f, share, train);
    const none = new Uint32Array(0);
    const validationX = applyRecipe(state, features, none, takes);
    const fitting = {
      x,
      rows: train,
      validationX,
      validation: none,
      codes,
      weights,
      classes,
      lesson: prepared.lesson,
      penalty: penaltyOf(study, prepared.mitigated, train),
    };
    const context = { ...quiet, compute, rng: rng.split(`fit ${f}`) };
    const started = control.now();
    const fitted = await fitModel({ ...study.model, options }, fitting, context);
    const fitMilliseconds = control.now() - started;
    const learner = { recipe: state, features, classes, compute, control: quiet };
    const scores = await predictRows(fitted.state, fold.test, learner);
    const actual = Int32Array.from(fold.test, (row) => codes[row]!);
    const { logLoss, rocAuc } = measure(prepareMetrics(actual, actual, scores, classes), null);
    return { logLoss, rocAuc: Number.isNaN(rocAuc) ? null : rocAuc, fitMilliseconds };
  }

  return async (options, share, ratio) => {
    const scores: FoldScore[] = [];
    let failure: string | null = null;
    try {
      for (let f = 0; f < folds.length; f++) scores.push(await judgeFold(options, share, f));
    } catch (error) {
      // Options that do not go with the rows are a result; anything else ends the search.
      if (!(error instanceof InputError)) throw error;
      failure = error.message;
    }
    const told = failure === null ? scores : [];
    const mean = (read: (score: FoldScore) => number | null): Estimate =>
      failure === null
        ? meanOf(told.map(read), ratio)
        : { value: null, low: null, high: null, n: 0, reason: 'it could not be fitted' };
    return { folds: told, logLoss: mean((s) => s.logLoss), rocAuc: mean((s) => s.rocAuc), failure };
  };
}

/** A share of the rows of each class, one row at least. */
function sample(rows: Uint32Array, codes: Int32Array, classes: number, share: number, rng: Rng): Uint32Array {
  const members = Array.from({ length: classes }, (_, k) => rows.filter((row) => codes[row] === k));
  const kept = members.flatMap((own, k) => {
    const order = rng.split(String(k)).permutation(own.length);
    return Array.from(order.subarray(0, Math.ceil(share * own.length)), (i) => own[i]!);
  });
  return Uint32Array.from(kept).sort();
}

function verdict(
  on: readonly Trial[],
  plan: SearchPlan,
  ratio: number,
): Pick<SearchResult, 'best' | 'simplest' | 'test'> {
  const judged = ranked(on, plan).filter((trial) => trial[plan.measure].value !== null);
  const best = judged[0];
  if (!best) return { best: null, simplest: null, test: null };
  const simplest = judged.reduce((least, trial) => (trial.complexity < least.complexity ? trial : least));
  const scores = (trial: Trial) => trial.folds.map((fold) => fold[plan.measure]!);
  const test = simplest === best ? null : correctedTest(scores(best), scores(simplest), ratio);
  return { best: best.id, simplest: simplest.id, test };
}
