/** @file The verdict on scores: metrics by part, confusion, one class against the rest, groups. */
import type { Control } from '../base/progress.ts';
import type { Rng } from '../base/random.ts';
import { groupTable } from '../fairness/index.ts';
import { replicatesFor } from '../metrics/bootstrap.ts';
import { confusion } from '../metrics/confusion.ts';
import { evaluate, perClass } from '../metrics/index.ts';
import { decide } from '../metrics/threshold.ts';
import type { Groups } from './columns.ts';
import type { Estimate, GroupTable, Metrics } from './run.ts';

export interface Judged {
  /** Rows of the table, as many as there are scores. */
  rows: Uint32Array;
  /** Part and class of each row of the table. */
  parts: Uint8Array;
  codes: Int32Array;
  classes: readonly string[];
  threshold: number | null;
  /** Classes that are said already, a row each; absent: by the threshold. */
  decided?: Int32Array | null;
  rng: Rng;
}

export interface Verdict {
  metrics: { test: Metrics; validation: Metrics };
  confusion: { test: number[][]; validation: number[][] };
  perClass: Record<string, Metrics>;
  predicted: Int32Array;
}

const partOf = { validation: 1, test: 2 } as const;

/** `scores`: rows x classes, unrounded. A part without rows has no metrics. */
export function evaluateParts(scores: Float64Array, judged: Judged, control: Control, name = 'model'): Verdict {
  const classes = judged.classes.length;
  const predicted = judged.decided ?? decide(scores, classes, judged.threshold ?? 0.5);
  const verdict: Verdict = {
    metrics: { test: {}, validation: {} },
    confusion: { test: [], validation: [] },
    perClass: {},
    predicted,
  };
  for (const part of ['validation', 'test'] as const) {
    control.signal.throwIfAborted();
    const own = partOfScores(scores, predicted, judged, partOf[part]);
    verdict.confusion[part] = confusion(own.actual, own.predicted, classes);
    if (own.actual.length === 0) continue;
    const rng = judged.rng.split(`evaluate/${name}/${part}`);
    const options = { bootstrap: replicates(own.actual.length, classes) };
    verdict.metrics[part] = evaluate(own.actual, own.predicted, own.scores, classes, rng, options);
    // Of what the model is only held against, nobody asks each class by itself; resampling each takes long.
    if (part === 'test' && classes > 2 && name === 'model') {
      const each = perClass(own.actual, own.predicted, own.scores, classes, rng.split('classes'), options);
      verdict.perClass = Object.fromEntries(judged.classes.map((label, c) => [label, each[c]!]));
    }
  }
  return verdict;
}

/** What calibration means to mend, without decisions: of scores before it. */
export function judgeProbabilities(scores: Float64Array, judged: Judged, control: Control): Verdict['metrics'] {
  const { metrics } = evaluateParts(scores, judged, control, 'uncalibrated');
  const kept = (all: Metrics): Metrics =>
    Object.fromEntries(['logLoss', 'brier', 'ece'].flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
  return { test: kept(metrics.test), validation: kept(metrics.validation) };
}

/** Each resample ranks the rows once a class: with many classes fewer of them keep the verdict within seconds. */
function replicates(rows: number, classes: number): number {
  return Math.min(replicatesFor(rows), Math.max(200, Math.floor(5e7 / (rows * classes))));
}

function partOfScores(
  scores: Float64Array,
  predicted: Int32Array,
  { rows, parts, codes, classes }: Judged,
  part: number,
) {
  const places = [...rows.keys()].filter((i) => parts[rows[i]!] === part);
  const width = classes.length;
  const own = new Float64Array(places.length * width);
  for (const [to, from] of places.entries()) own.set(scores.subarray(from * width, (from + 1) * width), to * width);
  return {
    actual: Int32Array.from(places, (i) => codes[rows[i]!]!),
    predicted: Int32Array.from(places, (i) => predicted[i]!),
    scores: own,
  };
}

/** One table a group column, on the test rows. */
export function groupTables(
  groups: readonly Groups[],
  predicted: Int32Array,
  judged: Judged,
): Record<string, GroupTable> {
  const { rows, parts, codes, classes, rng } = judged;
  const places = [...rows.keys()].filter((i) => parts[rows[i]!] === 2);
  const actual = Int32Array.from(places, (i) => codes[rows[i]!]!);
  const said = Int32Array.from(places, (i) => predicted[i]!);
  const tables = groups.map(({ column, names, codes: groupOf }) => {
    const own = { codes: Int32Array.from(places, (i) => groupOf[rows[i]!]!), names };
    const table = groupTable(own, actual, said, classes.length - 1, rng.split(`groups/${column}`));
    return [column, classes.length === 2 ? table : withoutPositive(table)] as const;
  });
  return Object.fromEntries(tables);
}

/** Of several classes none is the positive one: only accuracy is told, the rest is undefined. */
function withoutPositive(table: GroupTable): GroupTable {
  const reason = 'several classes and none is named positive: choose one class against the rest';
  const undefinedOf = (n: number): Estimate => ({ value: null, low: null, high: null, n, reason });
  const gap = { value: null, low: null, high: null, reason, excluded: [] };
  return {
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      selectionRate: undefinedOf(row.n),
      truePositiveRate: undefinedOf(row.n),
      falsePositiveRate: undefinedOf(row.n),
      positivePredictiveValue: undefinedOf(row.n),
    })),
    gaps: {
      demographicParityDifference: gap,
      demographicParityRatio: gap,
      equalOpportunityDifference: gap,
      equalizedOddsDifference: gap,
    },
  };
}
