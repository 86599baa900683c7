/** @file One evaluated set laid out so that every metric of a resample is one pass over the rows, the best score first. */
import { binOf } from './calibration.ts';
import { marginMetrics } from './confusion.ts';
import { rank, type Ranking } from './rank.ts';

/** Bins of the expected calibration error. */
export const calibrationBins = 15;

export interface Prepared {
  readonly rows: number;
  readonly classes: number;
  /** Rows in the order of the arrays below: by falling score of the positive class, or of the top label. */
  readonly order: Uint32Array;
  /** 1 at the last of rows of equal score, 2 where a bin of the calibration error ends as well. */
  readonly marks: Uint8Array;
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
  readonly logLoss: Float64Array;
  readonly brier: Float64Array;
  /** 1 where the row is of the class that its score is of, and that less the score. */
  readonly hit: Uint8Array;
  readonly gap: Float64Array;
  /** Of two classes: 1 where the row is predicted positive, and `unit` more where rightly so. */
  readonly tallied: Float64Array;
  /** Class against the rest: [positive] for two classes, else one each. */
  readonly rankings: readonly Ranking[];
  readonly memberships: readonly Uint8Array[];
}

/** Over the rows of any set, so that two counts are kept in one number. */
const unit = 2 ** 26;

/** Names of the metrics `measure` answers, in its order. */
export const measured = [
  'accuracy',
  'rocAuc',
  'averagePrecision',
  'logLoss',
  'brier',
  'precision',
  'recall',
  'f1',
  'balancedAccuracy',
  'mcc',
  'ece',
  'macroF1',
] as const;
export type Measured = Record<(typeof measured)[number], number>;

/** scores: rows x classes, row-major, each row summing to 1. */
export function prepare(
  actual: Int32Array,
  predicted: Int32Array,
  scores: ArrayLike<number>,
  classes: number,
): Prepared {
  const rows = actual.length;
  const top = new Int32Array(rows).fill(1);
  if (classes !== 2)
    for (let r = 0; r < rows; r++) {
      let best = 0;
      for (let k = 1; k < classes; k++) if (scores[r * classes + k]! > scores[r * classes + best]!) best = k;
      top[r] = best;
    }
  const scoresOf = (of: (r: number) => number) => {
    const own = new Float64Array(rows);
    for (let r = 0; r < rows; r++) own[r] = scores[r * classes + of(r)]!;
    return own;
  };
  const confidence = scoresOf((r) => top[r]!);
  const ranked = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
  const main = rank(confidence);
  const { order, ends } = main;
  const [hit, marks] = [new Uint8Array(rows), new Uint8Array(rows)];
  const [logLoss, brier, gap] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  for (let i = 0; i < rows; i++) {
    const r = order[i]!;
    const y = actual[r]!;
    const score = confidence[r]!;
    logLoss[i] = -Math.log(Math.min(1 - 1e-15, Math.max(1e-15, scores[r * classes + y]!)));
    hit[i] = y === top[r] ? 1 : 0;
    gap[i] = hit[i]! - score;
    if (classes === 2) brier[i] = (score - y) ** 2;
    else for (let k = 0; k < classes; k++) brier[i]! += (scores[r * classes + k]! - (k === y ? 1 : 0)) ** 2;
  }
  const bin = (i: number) => binOf(confidence[order[i]!]!, calibrationBins);
  for (const end of ends) marks[end - 1] = end === rows || bin(end) !== bin(end - 1) ? 2 : 1;
  return {
    ...{ rows, classes, order, marks, logLoss, brier, hit, gap },
    actual: Int32Array.from(order, (r) => actual[r]!),
    predicted: Int32Array.from(order, (r) => predicted[r]!),
    tallied: Float64Array.from(order, (r) => predicted[r]! + unit * (predicted[r]! & actual[r]!)),
    rankings: classes === 2 ? [main] : ranked.map((k) => rank(scoresOf(() => k))),
    memberships: ranked.map((k) => Uint8Array.from(actual, (y) => (y === k ? 1 : 0))),
  };
}

/** What rows add up to. pairs: of a positive and a negative row in their order, ties counted half. */
interface Sums {
  rows: number;
  logLoss: number;
  brier: number;
  /** Over the bins of the calibration error, the sizes of their gaps. */
  apart: number;
  positives: number;
  pairs: number;
  /** Over the positive rows, the precision among the rows down to them. */
  precisions: number;
  /** Of `tallied`. */
  tally: number;
}

/** Every metric of the set, each row counted `weights[r]` times (null: once). NaN is undefined. rocAuc of many classes: mean over those that occur. */
export function measure(set: Prepared, weights: Uint8Array | null): Measured {
  const own = weights ?? new Uint8Array(set.rows).fill(1);
  const { classes } = set;
  const sums = addUp(set, own);
  const { rows: n } = sums;
  const common = { logLoss: sums.logLoss / n, brier: sums.brier / n, ece: sums.apart / n };
  if (classes === 2) {
    const { positives, pairs, precisions, tally } = sums;
    const found = Math.floor(tally / unit);
    const named = tally - found * unit;
    const negatives = n - positives;
    return {
      ...marginMetrics([negatives, positives], [n - named, named], [negatives - named + found, found]),
      ...common,
      rocAuc: positives > 0 && negatives > 0 ? pairs / (positives * negatives) : NaN,
      averagePrecision: positives > 0 ? precisions / positives : NaN,
    };
  }
  const [rows, columns, right] = [new Float64Array(classes), new Float64Array(classes), new Float64Array(classes)];
  count(set, own, rows, columns, right);
  let areas = 0;
  let defined = 0;
  for (let k = 0; k < classes; k++) {
    if (rows[k] === 0 || rows[k] === n) continue;
    areas += pairsOf(set.rankings[k]!, set.memberships[k]!, own) / (rows[k]! * (n - rows[k]!));
    defined++;
  }
  return { ...marginMetrics(rows, columns, right), ...common, rocAuc: areas / defined, averagePrecision: NaN };
}

// The loops below start from plain zeros and end at once: what is taken from an array first is kept boxed while they run.

function addUp({ order, marks, tallied, logLoss, brier, hit, gap }: Prepared, weights: Uint8Array): Sums {
  let loss = 0;
  let square = 0;
  let own = 0;
  let apart = 0;
  let tally = 0;
  let positives = 0;
  let seen = 0;
  let pairs = 0;
  let precisions = 0;
  let p = 0;
  let all = 0;
  for (let i = 0; i < order.length; i++) {
    const w = weights[order[i]!]!;
    all += w;
    p += w * hit[i]!;
    tally += w * tallied[i]!;
    loss += w * logLoss[i]!;
    square += w * brier[i]!;
    own += w * gap[i]!;
    if (marks[i]! > 0) {
      pairs += (all - p) * (positives + p / 2);
      positives += p;
      seen += all;
      // Before any row is drawn 0 is divided by 1.
      precisions += (p * positives) / Math.max(1, seen);
      p = 0;
      all = 0;
      if (marks[i] === 2) {
        apart += Math.abs(own);
        own = 0;
      }
    }
  }
  return { rows: seen, logLoss: loss, brier: square, apart, positives, pairs, precisions, tally };
}

/** Of each class how many rows are of it, are predicted, and are both. */
function count(
  { order, actual, predicted }: Prepared,
  weights: Uint8Array,
  rows: Float64Array,
  columns: Float64Array,
  right: Float64Array,
): void {
  for (let i = 0; i < order.length; i++) {
    const w = weights[order[i]!]!;
    rows[actual[i]!]! += w;
    columns[predicted[i]!]! += w;
    if (actual[i] === predicted[i]) right[actual[i]!]! += w;
  }
}

function pairsOf({ order, ends }: Ranking, membership: Uint8Array, weights: Uint8Array): number {
  let positives = 0;
  let pairs = 0;
  let from = 0;
  for (let e = 0; e < ends.length; e++) {
    const to = ends[e]!;
    let p = 0;
    let all = 0;
    for (; from < to; from++) {
      const r = order[from]!;
      const w = weights[r]!;
      all += w;
      p += w * membership[r]!;
    }
    pairs += (all - p) * (positives + p / 2);
    positives += p;
  }
  return pairs;
}
