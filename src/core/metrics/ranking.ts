/** @file Metrics of ranked candidates, a query at a time; equal scores stand in a random order, and its mean is told. */
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import { replicatesFor, resample } from './bootstrap.ts';
import { undefinedEstimate, withPercentiles } from './intervals.ts';

/** Row numbers of one query, by falling score; where each run of equal scores ends (exclusive). */
export interface RankedQuery {
  query: number;
  order: number[];
  ends: number[];
}

/** Queries in order of first appearance; rows of query -1 are left out. score: finite. */
export function rankQueries(queries: Int32Array, score: Float64Array): RankedQuery[] {
  const members = new Map<number, number[]>();
  for (const [row, query] of queries.entries()) {
    if (query < 0) continue;
    const own = members.get(query);
    if (own) own.push(row);
    else members.set(query, [row]);
  }
  return [...members].map(([query, rows]) => {
    const order = rows.sort((a, b) => score[b]! - score[a]! || a - b);
    const ends = order.flatMap((row, i) =>
      i === order.length - 1 || score[order[i + 1]!] !== score[row] ? [i + 1] : [],
    );
    return { query, order, ends };
  });
}

export interface QueryMetrics {
  hitFirst: number;
  hitPlaces: number;
  reciprocalRank: number;
  ndcg: number;
  ndcgPlaces: number;
}

/**
 * Of one query with a relevant row at least. hit: a relevant row among the first places; reciprocalRank: 1 / place of the first
 * relevant row; ndcg: sum of relevance / log2(place + 1) over its largest possible, of all and of the first places (Järvelin and
 * Kekäläinen 2002). Equal scores: the mean over their orders, for ndcg as McSherry and Najork (2008). Null: nothing is relevant.
 */
export function queryMetrics(
  { order, ends }: RankedQuery,
  relevant: ArrayLike<number>,
  places: number,
): QueryMetrics | null {
  const total = order.filter((row) => relevant[row] === 1).length;
  if (total === 0) return null;
  let [from, missedFirst, missedPlaces, reciprocalRank, ndcg, ndcgPlaces] = [0, 1, 1, 0, 0, 0];
  let found = false;
  for (const to of ends) {
    const size = to - from;
    let own = 0;
    for (let i = from; i < to; i++) if (relevant[order[i]!] === 1) own++;
    if (own > 0) {
      missedFirst *= noneOf(size, own, Math.max(0, Math.min(1, to) - from));
      missedPlaces *= noneOf(size, own, Math.max(0, Math.min(places, to) - from));
      if (!found) reciprocalRank = expectedReciprocal(from, size, own);
      found = true;
      ndcg += (own / size) * discounts(from, to);
      ndcgPlaces += (own / size) * discounts(Math.min(from, places), Math.min(to, places));
    }
    from = to;
  }
  return {
    hitFirst: 1 - missedFirst,
    hitPlaces: 1 - missedPlaces,
    reciprocalRank,
    ndcg: ndcg / discounts(0, total),
    ndcgPlaces: ndcgPlaces / discounts(0, Math.min(total, places)),
  };
}

/** Chance that `drawn` of `size` rows hold none of the `own` relevant ones. */
function noneOf(size: number, own: number, drawn: number): number {
  let chance = 1;
  for (let i = 0; i < drawn; i++) chance *= Math.max(0, size - own - i) / (size - i);
  return chance;
}

/** Mean of 1 / place of the first of `own` relevant rows in a random order of `size`, behind `from` places. */
function expectedReciprocal(from: number, size: number, own: number): number {
  let sum = 0;
  for (let j = 1; j <= size - own + 1; j++) sum += (noneOf(size, own, j - 1) * (own / (size - j + 1))) / (from + j);
  return sum;
}

/** Sum of 1 / log2(place + 1) over the places from + 1 to `to`. */
function discounts(from: number, to: number): number {
  let sum = 0;
  for (let place = from + 1; place <= to; place++) sum += 1 / Math.log2(place + 1);
  return sum;
}

/** Mean over the first places of each query; equal scores share their places. */
export function meanOfFirst({ order, ends }: RankedQuery, values: ArrayLike<number>, places: number): number {
  const most = Math.min(places, order.length);
  let [sum, from] = [0, 0];
  for (const to of ends) {
    const taken = Math.max(0, Math.min(most, to) - from);
    for (let i = from; i < to; i++) sum += (values[order[i]!]! * taken) / (to - from);
    from = to;
  }
  return sum / most;
}

/**
 * The mean over queries of each series, as long as there are queries, with its percentile interval: the same queries are drawn
 * for all, `replicates` times (0: no interval). NaN: the query is left out of that series, which `reason` says where all are.
 */
export function meansOverQueries(
  series: readonly Float64Array[],
  rng: Rng,
  reason: string,
  replicates = replicatesFor(series[0]?.length ?? 0),
): Estimate[] {
  const queries = series[0]?.length ?? 0;
  const mean = (values: Float64Array, weights: Uint8Array | null) => {
    let [sum, n] = [0, 0];
    for (let i = 0; i < queries; i++) {
      const weight = weights ? weights[i]! : 1;
      if (weight === 0 || Number.isNaN(values[i]!)) continue;
      sum += weight * values[i]!;
      n += weight;
    }
    return sum / n;
  };
  const drawn = series.map(() => new Float64Array(replicates));
  resample(queries, replicates, rng, (weights, b) => {
    for (const [s, values] of series.entries()) drawn[s]![b] = mean(values, weights);
  });
  return series.map((values, s) => {
    const n = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
    return n === 0 ? undefinedEstimate(0, reason) : withPercentiles(mean(values, null), drawn[s]!, n);
  });
}

export interface RankingInput {
  queries: Int32Array;
  score: Float64Array;
  /** 1 where the row was the right one. */
  relevant: ArrayLike<number>;
  places: number;
  /** 1 where no training row has the row's item; null where items have no names. */
  unseen: ArrayLike<number> | null;
}

const nothing = 'no query has a row that is right';

/** `hit@1`, `hit@k`, `mrr`, `ndcg@k`, `ndcg`, and of queries whose right item was never trained on `hit@1 of new items`. n: queries. */
export function rankingMetrics(
  { queries, score, relevant, places, unseen }: RankingInput,
  rng: Rng,
): Record<string, Estimate> {
  const ranked = rankQueries(queries, score);
  const each = ranked.map((query) => queryMetrics(query, relevant, places));
  const isNew = ranked.map(
    ({ order }) => unseen !== null && order.some((row) => relevant[row] === 1 && unseen[row] === 1),
  );
  const told: [string, (metrics: QueryMetrics, query: number) => number][] = [
    ['hit@1', ({ hitFirst }) => hitFirst],
    [`hit@${places}`, ({ hitPlaces }) => hitPlaces],
    ['mrr', ({ reciprocalRank }) => reciprocalRank],
    [`ndcg@${places}`, ({ ndcgPlaces }) => ndcgPlaces],
    ['ndcg', ({ ndcg }) => ndcg],
    ['hit@1 of new items', ({ hitFirst }, query) => (isNew[query] ? hitFirst : NaN)],
  ];
  const kept = told.filter(([name]) => name !== 'hit@1 of new items' || isNew.includes(true));
  const series = kept.map(([, of]) => Float64Array.from(each, (own, query) => (own ? of(own, query) : NaN)));
  const means = meansOverQueries(series, rng.split('queries'), nothing);
  return Object.fromEntries(kept.map(([name], i) => [name, means[i]!]));
}

/**
 * What two objectives are ranked by: (1 - weight) * right / its deviation + weight * worth / its deviation, so that neither
 * unit decides.
 */
export function weighed(
  right: Float64Array,
  worth: Float64Array,
  weight: number,
  [ofRight, ofWorth]: readonly [number, number],
): Float64Array {
  return right.map((chance, i) => ((1 - weight) * chance) / ofRight + (weight * worth[i]!) / ofWorth);
}
