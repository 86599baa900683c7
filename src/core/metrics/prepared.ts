/** @file One evaluated set laid out so that every metric of a resample is one pass over the rows. */
import { binOf } from './calibration.ts';
import { countMetrics } from './confusion.ts';
import { areas, rank, type Ranking } from './rank.ts';

/** Bins of the expected calibration error. */
export const calibrationBins = 15;

export interface Prepared {
  readonly rows: number;
  readonly classes: number;
  /** actual * classes + predicted of each row. */
  readonly cell: Int32Array;
  readonly logLoss: Float64Array;
  readonly brier: Float64Array;
  /** Calibration: bin, score and hit of each row (binary: of the positive class; else of the top label). */
  readonly bin: Uint8Array;
  readonly confidence: Float64Array;
  readonly hit: Uint8Array;
  /** Class against the rest: [positive] for two classes, else one each. */
  readonly rankings: readonly Ranking[];
  readonly memberships: readonly Uint8Array[];
}

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
  const cell = new Int32Array(rows);
  const logLoss = new Float64Array(rows);
  const brier = new Float64Array(rows);
  const bin = new Uint8Array(rows);
  const confidence = new Float64Array(rows);
  const hit = new Uint8Array(rows);
  for (let r = 0; r < rows; r++) {
    const y = actual[r]!;
    cell[r] = y * classes + predicted[r]!;
    logLoss[r] = -Math.log(Math.min(1 - 1e-15, Math.max(1e-15, scores[r * classes + y]!)));
    let top = 0;
    let squares = 0;
    for (let k = 0; k < classes; k++) {
      const p = scores[r * classes + k]!;
      squares += (p - (k === y ? 1 : 0)) ** 2;
      if (p > scores[r * classes + top]!) top = k;
    }
    const of = classes === 2 ? 1 : top;
    brier[r] = classes === 2 ? (scores[2 * r + 1]! - y) ** 2 : squares;
    confidence[r] = scores[r * classes + of]!;
    bin[r] = binOf(confidence[r]!, calibrationBins);
    hit[r] = y === of ? 1 : 0;
  }
  const ranked = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
  return {
    rows,
    classes,
    cell,
    logLoss,
    brier,
    bin,
    confidence,
    hit,
    rankings: ranked.map((k) => rank(Float64Array.from({ length: rows }, (_, r) => scores[r * classes + k]!))),
    memberships: ranked.map((k) => Uint8Array.from(actual, (y) => (y === k ? 1 : 0))),
  };
}

/** Every metric of the set, each row counted `weights[r]` times (null: once). NaN is undefined. rocAuc of many classes: mean over those that occur. */
export function measure(set: Prepared, weights: Int32Array | null): Measured {
  const { rows, classes } = set;
  const cells = new Float64Array(classes * classes);
  const binRows = new Float64Array(calibrationBins);
  const binHits = new Float64Array(calibrationBins);
  const binSums = new Float64Array(calibrationBins);
  let [n, loss, brier] = [0, 0, 0];
  for (let r = 0; r < rows; r++) {
    const w = weights === null ? 1 : weights[r]!;
    if (w === 0) continue;
    n += w;
    cells[set.cell[r]!]! += w;
    loss += w * set.logLoss[r]!;
    brier += w * set.brier[r]!;
    const b = set.bin[r]!;
    binRows[b]! += w;
    binSums[b]! += w * set.confidence[r]!;
    if (set.hit[r] === 1) binHits[b]! += w;
  }
  let ece = 0;
  for (let b = 0; b < calibrationBins; b++) ece += Math.abs(binHits[b]! - binSums[b]!) / n;
  const each = set.rankings.map((ranking, k) => areas(ranking, set.memberships[k]!, weights));
  const defined = each.filter((a) => !Number.isNaN(a.rocAuc));
  return {
    ...countMetrics(cells, classes),
    rocAuc: defined.reduce((sum, a) => sum + a.rocAuc, 0) / defined.length,
    averagePrecision: each.length === 1 ? each[0]!.averagePrecision : NaN,
    logLoss: loss / n,
    brier: brier / n,
    ece,
  };
}
