/** @file What a framing adds to the verdict on a run: metrics of levels, of the number, of each class's own yes or no. */
import type { Rng } from '../base/random.ts';
import type { Framed } from '../framing/contract.ts';
import { replicatesFor } from '../metrics/bootstrap.ts';
import { evaluate } from '../metrics/index.ts';
import { wilson } from '../metrics/intervals.ts';
import { numberMetrics, pathMetrics } from '../metrics/numbers.ts';
import { meanOfFirst, meansOverQueries, rankingMetrics, rankQueries, weighed } from '../metrics/ranking.ts';
import type { Judged, Verdict } from './judge.ts';
import type { Metrics } from './run.ts';
import type { Framing } from './schema.ts';

const partOf = { validation: 1, test: 2 } as const;

interface Told {
  framing: Framing;
  framed: Framed;
  /** What the model says of itself for the rows judged: one number a class, or one of all; null: nothing. */
  own: Float64Array | null;
  /** Of two objectives, the units in which they are weighed; absent: there is one. */
  deviations?: readonly [number, number];
}

/** The verdict with more metrics. scores: rows x classes. `name` as for evaluateParts. */
export function withFramed(
  scores: Float64Array,
  verdict: Verdict,
  judged: Judged,
  told: Told,
  name = 'model',
): Verdict {
  const metrics = { ...verdict.metrics };
  let { perClass } = verdict;
  for (const part of ['validation', 'test'] as const) {
    const places = [...judged.rows.keys()].filter((i) => judged.parts[judged.rows[i]!] === partOf[part]);
    if (places.length === 0) continue;
    const rng = judged.rng.split(`framed/${name}/${part}`);
    const isShown = part === 'test' && name === 'model';
    const more = moreOf(scores, verdict, judged, told, places, rng, isShown);
    metrics[part] = { ...metrics[part], ...more.metrics };
    if (more.perClass) ({ perClass } = more as { perClass: Verdict['perClass'] });
  }
  return { ...verdict, metrics, perClass };
}

/** isShown: each class is told by itself as well, which takes long. */
function moreOf(
  scores: Float64Array,
  { predicted }: Verdict,
  judged: Judged,
  { framing, framed, own, deviations }: Told,
  places: readonly number[],
  rng: Rng,
  isShown: boolean,
): { metrics: Metrics; perClass?: Record<string, Metrics> } {
  const { rows, codes, classes } = judged;
  const actual = Int32Array.from(places, (i) => codes[rows[i]!]!);
  if (framed.ranked) {
    const right = Float64Array.from(places, (i) => scores[2 * i + 1]!);
    const worth = own && Float64Array.from(places, (i) => own[i]!);
    const score = worth && framed.worth ? weighed(right, worth, framed.worth.weight, deviations ?? [1, 1]) : right;
    return { metrics: candidateMetrics(score, actual, judged, framed, places, rng) };
  }
  if (framed.tree) {
    const said = Int32Array.from(places, (i) => predicted[i]!);
    return { metrics: pathMetrics(framed.tree, actual, said, rng) };
  }
  if (framed.score && own) {
    const numbers = Float64Array.from(places, (i) => framed.score!.values[rows[i]!]!);
    const said = Float64Array.from(places, (i) => own[i]!);
    return { metrics: numberMetrics(numbers, said, rng) };
  }
  if (framing.kind !== 'one-vs-rest' || !own) return { metrics: {} };
  const width = classes.length;
  const cutoffs = cutoffsOf(framing, classes);
  const replicates = Math.min(replicatesFor(places.length), Math.max(200, Math.floor(5e7 / (places.length * width))));
  const yes = new Uint32Array(places.length);
  const perClass: Record<string, Metrics> = {};
  for (const [k, label] of classes.entries()) {
    const chance = places.map((i) => own[i * width + k]!);
    const said = Int32Array.from(chance, (p) => (p >= cutoffs[k]! ? 1 : 0));
    said.forEach((is, i) => (yes[i]! += is));
    if (!isShown) continue;
    const is = actual.map((code) => (code === k ? 1 : 0));
    const pairs = chance.flatMap((p) => [1 - p, p]);
    perClass[label] = evaluate(is, said, pairs, 2, rng.split(`class ${k}`), { bootstrap: replicates });
  }
  const share = (passes: (n: number) => boolean) => wilson(yes.filter(passes).length, places.length);
  const metrics = { noYes: share((n) => n === 0), oneYes: share((n) => n === 1), severalYes: share((n) => n > 1) };
  return width === 2 || !isShown ? { metrics } : { metrics, perClass };
}

/** Of ranked candidates, and of what those in the first places bring. */
function candidateMetrics(
  score: Float64Array,
  actual: Int32Array,
  { rows, parts }: Judged,
  { ranked, worth }: Framed,
  places: readonly number[],
  rng: Rng,
): Metrics {
  const { queries: all, items, first } = ranked!;
  const queries = Int32Array.from(places, (i) => all[rows[i]!]!);
  const trained = new Set(items?.filter((_, row) => parts[row] === 0));
  const unseen = items && places.map((i) => (trained.has(items[rows[i]!]!) ? 0 : 1));
  const metrics = rankingMetrics({ queries, score, relevant: actual, places: first, unseen }, rng);
  if (!worth) return metrics;
  const order = rankQueries(queries, score);
  const series = worth.watched.map(({ values }) => {
    const own = Float64Array.from(places, (i) => values[rows[i]!]!);
    return Float64Array.from(order, (query) => meanOfFirst(query, own, first));
  });
  const means = meansOverQueries(series, rng.split('first'), 'no query has a number of it');
  for (const [i, { column }] of worth.watched.entries()) metrics[`first ${first}: ${column}`] = means[i]!;
  return metrics;
}

/** In class order; 0.5 where none is told. */
export function cutoffsOf(
  { cutoffs = {} }: { cutoffs?: Record<string, number> },
  classes: readonly string[],
): number[] {
  return classes.map((label) => (Object.hasOwn(cutoffs, label) ? cutoffs[label]! : 0.5));
}
