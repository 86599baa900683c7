/** @file The trials of a search on one set of folds, in order: a list of candidates, rungs of them, or each from those before. */
import { InputError } from '../base/errors.ts';
import { hashParts } from '../base/hash.ts';
import type { Rng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import type { Fold } from './folds.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';
import { keepsUp, ranked } from './search-judge.ts';
import type { Trial } from './search-judge.ts';
import type { Candidate, SearchPlan } from './search-plan.ts';
import { nextCandidate } from './search-tpe.ts';
import { createJudge, notJudged } from './search-trial.ts';
import type { Judge } from './search-trial.ts';

export interface Family {
  readonly kind: string;
  readonly candidates: readonly Candidate[];
}

interface Setting extends Pick<RunOptions, 'compute' | 'control'> {
  study: Study;
  table: Table;
  /** Of the study as it is. */
  prepared: Prepared;
  plan: SearchPlan;
  rng: Rng;
  /** By id: what is not tried again. */
  known: ReadonlyMap<string, Trial>;
  isOver: () => boolean;
}

interface Round {
  /** In the order they were tried. */
  trials: Trial[];
  /** Those of the last rung, which learned from the most rows. */
  on: Trial[];
  cut: boolean;
}

export interface Rounds {
  /** `outer`: which outer fold it is inside of; null: none. */
  search(
    families: readonly Family[],
    rungs: readonly number[],
    folds: readonly Fold[],
    outer: number | null,
    tell: (trial: Trial) => void,
  ): Promise<Round>;
  /** Throws InputError where the family cannot learn what the study asks. */
  judge(kind: string, folds: readonly Fold[]): Judge;
}

export function createRounds({ study, table, prepared, plan, rng, known, isOver, compute, control }: Setting): Rounds {
  const { seed, data, framing, split, recipe, mitigation, model } = prepared.study;
  const { kind: own, options: _, ...rest } = model;
  const judge = (kind: string, folds: readonly Fold[]) =>
    createJudge(
      kind === own ? prepared : prepare({ ...study, model: { ...rest, kind, options: {} } }, table),
      folds,
      rng,
      { compute, control },
    );

  async function search(
    families: readonly Family[],
    rungs: readonly number[],
    folds: readonly Fold[],
    outer: number | null,
    tell: (trial: Trial) => void,
  ): Promise<Round> {
    const trials: Trial[] = [];
    const { folds: count, repeats } = plan;
    const told = {
      seed,
      data,
      framing,
      split,
      recipe,
      ...(plan.plan === 'holdout' ? { holdout: true } : { count, repeats }),
      ...(mitigation && { mitigation }),
      ...(outer !== null && { outer, of: plan.outer }),
    };
    let judging = null as { kind: string; judge: Judge } | null;

    const idOf = (kind: string, { options }: Pick<Candidate, 'options'>, share: number) =>
      hashParts(hashParts(told, kind, rest.classWeight ?? 'none'), options, share).slice(0, 12);

    /** later: what comes after it, as far as that is known. */
    async function attempt(
      kind: string,
      { options, complexity }: Candidate,
      share: number,
      later: readonly Candidate[] = [],
    ): Promise<Trial | null> {
      const id = idOf(kind, { options }, share);
      let trial = known.get(id);
      if (!trial) {
        if (isOver()) return null;
        const about = { id, kind, options, complexity, share, ...(outer !== null && { outer }) };
        try {
          // One judge at a time: each keeps the matrices of its folds.
          if (judging?.kind !== kind) {
            judging?.judge.close();
            judging = { kind, judge: judge(kind, folds) };
          }
          const goesOn = keepsUp(plan, trials, share);
          const ahead = later.filter((one) => !known.has(idOf(kind, one, share))).map((one) => one.options);
          trial = { ...about, ...(await judging.judge.trial({ options, share, goesOn, ahead })) };
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          trial = { ...about, ...notJudged([], 'it could not be fitted'), failure: error.message, pruned: false };
        }
      }
      trials.push(trial);
      tell(trial);
      return trial;
    }

    try {
      return await (plan.method === 'tpe' ? byTurns() : listed());
    } finally {
      judging?.judge.close();
    }

    async function byTurns(): Promise<Round> {
      for (const { kind, candidates } of families) {
        const seen: Trial[] = [];
        while (seen.length < candidates.length) {
          const candidate = nextCandidate(kind, candidates, seen, plan, rng.split(`tpe ${seen.length}`));
          const trial = await attempt(kind, candidate, 1);
          if (!trial) return { trials, on: trials, cut: true };
          seen.push(trial);
        }
      }
      return { trials, on: trials, cut: false };
    }

    async function listed(): Promise<Round> {
      let left = families.flatMap(({ kind, candidates }) => candidates.map((candidate) => ({ kind, candidate })));
      let on: Trial[] = [];
      for (const share of rungs) {
        const tried: Trial[] = [];
        for (const [at, { kind, candidate }] of left.entries()) {
          // So many that all cores have something to do.
          const after = left.slice(at + 1, at + 21);
          const other = after.findIndex((one) => one.kind !== kind);
          const later = (other < 0 ? after : after.slice(0, other)).map((one) => one.candidate);
          const trial = await attempt(kind, candidate, share, later);
          if (!trial) return { trials, on: tried.length > 0 ? tried : on, cut: true };
          tried.push(trial);
        }
        on = tried;
        const kept = ranked(on, plan).slice(0, Math.ceil(left.length / 3));
        left = kept.map(({ kind, options, complexity }) => ({ kind, candidate: { options, complexity } }));
      }
      return { trials, on, cut: false };
    }
  }

  return { search, judge };
}
