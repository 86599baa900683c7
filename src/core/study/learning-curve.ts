/** @file Would more rows help? The score against the number of rows learned from, by cross-validation; test rows stay out. */
import { InputError } from '../base/errors.ts';
import type { Estimate } from '../base/estimate.ts';
import { createRng, type Rng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import { sample } from '../explain/rows.ts';
import { measure, prepare as prepareMetrics } from '../metrics/prepared.ts';
import { fitFold, foldsFor, folds } from './cross-fit.ts';
import type { Fold } from './folds.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';
import { meanOf } from './search-judge.ts';
import { correctedTest, type PairedTest } from './search-verdict.ts';

export interface LearningPoint {
  /** Rows learned from, the mean over folds. */
  rows: number;
  /** Share of the rows of a fold. */
  share: number;
  /** Of the rows left out. */
  logLoss: Estimate;
  rocAuc: Estimate;
  /** Of the rows learned from: where the two meet, more rows of the same kind change little. */
  learned: Estimate;
}

export interface LearningCurve {
  points: LearningPoint[];
  /** Log loss at half the rows less that at all: what the last doubling gained. */
  doubling: PairedTest;
  folds: number;
  /** Rows shared out in folds. */
  rows: number;
}

export const shares = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1] as const;
/** Rows of each class that are learned from at least. */
const leastOfAClass = 5;
/** Rows learned from that are scored at most. */
const mostScored = 5000;

interface FoldScore {
  rows: number;
  logLoss: number;
  rocAuc: number | null;
  learned: number;
}

/**
 * Each fold's smaller parts lie within its larger ones, each class by its share. Intervals are the corrected resampled t of Nadeau
 * and Bengio (2003) by the folds' whole training parts, which overlap more than the smaller ones do. Throws InputError.
 */
export async function learningCurve(
  study: Study,
  table: Table,
  { compute, control }: Pick<RunOptions, 'compute' | 'control'>,
): Promise<LearningCurve> {
  const prepared = prepare(study, table);
  const { codes, classes } = prepared;
  const rng = createRng(study.seed).split('learning curve');
  const rows = Uint32Array.from([...prepared.train, ...prepared.validation]).sort();
  const made = foldsFor(prepared, table, rows, rng.split('folds'));
  const orders = made.map((fold, f) => classOrders(fold.train, codes, classes.length, rng.split(`fold ${f}`)));
  const used = shares.filter((share) =>
    orders.every((order) => order.every((own) => Math.floor(share * own.length) >= leastOfAClass)),
  );
  if (used.length < 2)
    throw new InputError(
      `learning curve: half of each fold must have ${leastOfAClass} rows of each class; there are too few of ${rarest(prepared, rows)}`,
    );

  const found = new Map<number, FoldScore[]>(used.map((share) => [share, []]));
  let done = 0;
  for (const share of used)
    for (const [f, fold] of made.entries()) {
      control.signal.throwIfAborted();
      await control.whenRunning();
      const train = Uint32Array.from(
        orders[f]!.flatMap((own) => [...own.subarray(0, Math.floor(share * own.length))]),
      ).sort();
      found.get(share)!.push(await judge(prepared, { ...fold, train }, rng.split(`fit ${f}`), { compute, control }));
      control.progress({ stage: 'learning curve', done: ++done, total: used.length * made.length, what: 'fits' });
      await compute.settle();
    }

  const ratio = made.reduce((sum, fold) => sum + fold.test.length / fold.train.length, 0) / made.length;
  const points = used.map((share): LearningPoint => {
    const scores = found.get(share)!;
    const mean = (read: (score: FoldScore) => number | null) => meanOf(scores.map(read), ratio);
    return {
      ...{ share, rows: scores.reduce((sum, score) => sum + score.rows, 0) / scores.length },
      ...{ logLoss: mean((s) => s.logLoss), rocAuc: mean((s) => s.rocAuc), learned: mean((s) => s.learned) },
    };
  });
  const losses = (share: number) => found.get(share)!.map(({ logLoss }) => logLoss);
  return { points, doubling: correctedTest(losses(1 / 2), losses(1), ratio, 0), folds: made.length, rows: rows.length };
}

async function judge(
  prepared: Prepared,
  fold: Fold,
  rng: Rng,
  means: Pick<RunOptions, 'compute' | 'control'>,
): Promise<FoldScore> {
  const { codes, classes } = prepared;
  const predict = await fitFold(prepared, fold.train, rng, means);
  const scored = async (rows: Uint32Array) => {
    const actual = Int32Array.from(rows, (row) => codes[row]!);
    return measure(prepareMetrics(actual, actual, await predict(rows), classes.length), null);
  };
  const held = await scored(fold.test);
  const learned = await scored(sample(fold.train, mostScored, rng.split('scored')));
  const rocAuc = Number.isNaN(held.rocAuc) ? null : held.rocAuc;
  return { rows: fold.train.length, logLoss: held.logLoss, rocAuc, learned: learned.logLoss };
}

/** The rows of each class in a random order. */
function classOrders(rows: Uint32Array, codes: Int32Array, classes: number, rng: Rng): Uint32Array[] {
  return Array.from({ length: classes }, (_, k) => {
    const own = rows.filter((row) => codes[row] === k);
    return rng
      .split(String(k))
      .permutation(own.length)
      .map((i) => own[i]!);
  });
}

function rarest({ classes, codes }: Prepared, rows: Uint32Array): string {
  const counts = classes.map(() => 0);
  for (const row of rows) counts[codes[row]!]!++;
  const least = counts.indexOf(Math.min(...counts));
  return `${classes[least]!}: ${counts[least]!}`;
}
