/** @file Two runs side by side: what differs in the study, then each metric's paired difference. */
import type { Estimate } from '../base/estimate.ts';
import { createRng } from '../base/random.ts';
import { replicatesFor, resample } from '../metrics/bootstrap.ts';
import { undefinedEstimate, withPercentiles } from '../metrics/intervals.ts';
import { aucDifference, disagreement } from '../metrics/paired.ts';
import { measure, measured, prepare } from '../metrics/prepared.ts';
import { differences } from './differences.ts';
import type { Predictions, RunResult } from './run.ts';
import type { Comparison } from './verdicts.ts';

export type Name = (typeof measured)[number];

/** b minus a on the test rows both have, percentile bootstrap over one set of resamples of them. */
export function compareRuns(a: RunResult, b: RunResult): Comparison {
  const [ofA, ofB] = [testPlaces(a.predictions), testPlaces(b.predictions)];
  const sameData = a.run.study.data.sha256 === b.run.study.data.sha256;
  const shared = sameData ? [...ofA.keys()].filter((row) => ofB.has(row)) : [];
  const rows = { shared: shared.length, onlyA: ofA.size - shared.length, onlyB: ofB.size - shared.length };
  const names = measured.filter((name) => a.run.metrics.test[name] && b.run.metrics.test[name]);
  const why = incomparable(a, b, sameData, shared, ofA, ofB);
  const metrics =
    why === null
      ? paired(names, takeTest(a, shared, ofA), takeTest(b, shared, ofB), a.run.classes.length)
      : names.map((metric) => ({
          metric,
          a: a.run.metrics.test[metric]!,
          b: b.run.metrics.test[metric]!,
          difference: undefinedEstimate(0, why),
        }));
  // On all its test rows a run's own estimates stand, closed forms included.
  if (why === null && rows.onlyA === 0) for (const each of metrics) each.a = a.run.metrics.test[each.metric]!;
  if (why === null && rows.onlyB === 0) for (const each of metrics) each.b = b.run.metrics.test[each.metric]!;
  return {
    ...{ differences: differences(a.run.study, b.run.study, 'study'), metrics, rows },
    ...(why === null ? tests(a, b, shared, ofA, ofB) : { disagreement: null, auc: null }),
  };
}

function tests(a: RunResult, b: RunResult, shared: readonly number[], ofA: Places, ofB: Places) {
  const [atA, atB] = [ofA, ofB].map((places) => shared.map((row) => places.get(row)!)) as [number[], number[]];
  const take = (codes: Int32Array, at: number[]) => Int32Array.from(at, (i) => codes[i]!);
  const actual = take(a.predictions.actual, atA);
  const score = ({ predictions }: RunResult, at: number[]) =>
    Float64Array.from(at, (i) => predictions.scores[2 * i + 1]!);
  return {
    disagreement: disagreement(actual, take(a.predictions.predicted, atA), take(b.predictions.predicted, atB)),
    auc: a.run.classes.length === 2 ? aucDifference(actual, score(a, atA), score(b, atB)) : null,
  };
}

function incomparable(
  a: RunResult,
  b: RunResult,
  sameData: boolean,
  shared: readonly number[],
  ofA: Places,
  ofB: Places,
): string | null {
  if (!sameData) return 'the runs are on different data';
  if (a.run.classes.join('\n') !== b.run.classes.join('\n')) return 'the runs have different classes';
  if (shared.length === 0) return 'the runs have no test row in common';
  const isOther = (row: number) => a.predictions.actual[ofA.get(row)!] !== b.predictions.actual[ofB.get(row)!];
  return shared.some(isOther) ? 'the runs have different targets' : null;
}

/** Place in the predictions of each tested source row. */
type Places = Map<number, number>;

function testPlaces({ rows, split }: Predictions): Places {
  const places: Places = new Map();
  for (let i = 0; i < rows.length; i++) if (split[i] === 2) places.set(rows[i]!, i);
  return places;
}

function takeTest({ predictions, run }: RunResult, rows: readonly number[], places: Places) {
  const k = run.classes.length;
  const at = rows.map((row) => places.get(row)!);
  const scores = new Float64Array(rows.length * k);
  for (const [to, from] of at.entries()) scores.set(predictions.scores.subarray(from * k, (from + 1) * k), to * k);
  const take = (codes: Int32Array) => Int32Array.from(at, (i) => codes[i]!);
  return prepare(take(predictions.actual), take(predictions.predicted), scores, k);
}

/** What `prepare` of the metrics made of rows. */
export type Set = ReturnType<typeof takeTest>;

/** Each of two models on the same rows, and the second less the first, over one set of resamples of them. */
export function paired(names: readonly Name[], a: Set, b: Set, classes: number) {
  const n = a.rows;
  // A metric of many classes ranks the rows once a class: fewer resamples keep a comparison within seconds.
  const replicates = Math.min(replicatesFor(n), Math.max(200, Math.floor(2e8 / (n * classes))));
  const drawn = new Map(names.map((name) => [name, [0, 1, 2].map(() => new Float64Array(replicates))]));
  resample(n, replicates, createRng(0).split('compare'), (weights, r) => {
    const [ofA, ofB] = [measure(a, weights), measure(b, weights)];
    for (const name of names) {
      const [da, db, difference] = drawn.get(name)!;
      da![r] = ofA[name];
      db![r] = ofB[name];
      difference![r] = ofB[name] - ofA[name];
    }
  });
  const [ofA, ofB] = [measure(a, null), measure(b, null)];
  return names.map((metric) => {
    const [da, db, difference] = drawn.get(metric)!;
    return {
      metric: metric as string,
      a: estimate(ofA[metric], da!, n),
      b: estimate(ofB[metric], db!, n),
      difference: estimate(ofB[metric] - ofA[metric], difference!, n),
    };
  });
}

function estimate(value: number, resampled: Float64Array, n: number): Estimate {
  return Number.isNaN(value)
    ? undefinedEstimate(n, 'undefined for one of the runs on these rows')
    : withPercentiles(value, resampled, n);
}
