/** @file Candidates as the page shows them: a query's order, what a weight does to all of them, and what is said of it. Pure. */
import type { Estimate } from '../../../core/base/estimate.ts';
import type { Rng } from '../../../core/base/random.ts';
import type { Watched } from '../../../core/framing/decoupled.ts';
import {
  meanOfFirst,
  meansOverQueries,
  queryMetrics,
  rankQueries,
  weighed,
  type RankedQuery,
} from '../../../core/metrics/ranking.ts';
import type { Metrics } from '../../../core/study/run.ts';
import type { Framing } from '../../../core/study/schema.ts';
import { count, decimal, percent, segments, type Segment } from '../../plots/format.ts';

export type CandidateFraming = Extract<Framing, { query: string }>;

/** The test rows as candidates, each array as long. */
export interface Candidates {
  /** Place of the row's query in `names`; -1: none. */
  queries: Int32Array;
  names: string[];
  items: (string | null)[];
  /** 1: it was the right one. */
  actual: Int32Array;
  /** How likely it is the right one. */
  right: Float64Array;
  /** Of two objectives: what it is worth as the model says, and the units of the two. */
  worth: Float64Array | null;
  deviations: [number, number];
  /** What is watched, as the table has it. */
  watched: (Watched & { values: Float64Array })[];
}

/** A candidate described by hand, as the model says. worth: null where there is one objective. */
export interface Added {
  name: string;
  chance: number;
  worth: number | null;
}

/** What it is ranked by among the others. */
export function scoreOf({ chance, worth }: Added, { deviations }: Candidates, weight: number): number {
  return worth === null ? chance : weighed(Float64Array.of(chance), Float64Array.of(worth), weight, deviations)[0]!;
}

/** The columns of the table that `candidatesFrom` takes, in its order. */
export function columnsOf(framing: CandidateFraming): string[] {
  const watched = framing.kind === 'decoupled' ? watchedOf(framing).map(({ column }) => column) : [];
  return [framing.query, framing.item ?? framing.query, ...watched];
}

/** What is watched; the value itself where nobody else watches it. */
function watchedOf({ watch, value }: Extract<CandidateFraming, { kind: 'decoupled' }>): Watched[] {
  return watch.some(({ column }) => column === value)
    ? watch
    : [{ who: 'value', column: value, better: 'more' }, ...watch];
}

/** cells: texts of the columns above, one row a test row. */
export function candidatesFrom(
  framing: CandidateFraming,
  cells: readonly (readonly (string | null)[])[],
  model: Pick<Candidates, 'actual' | 'right' | 'worth' | 'deviations'>,
): Candidates {
  const places = new Map<string, number>();
  const queries = Int32Array.from(cells, ([query]) => {
    if (query === null || query === undefined) return -1;
    if (!places.has(query)) places.set(query, places.size);
    return places.get(query)!;
  });
  const watched = framing.kind === 'decoupled' ? watchedOf(framing) : [];
  const numbers = (at: number) => Float64Array.from(cells, (row) => Number(row[at] ?? NaN));
  return {
    ...model,
    queries,
    names: [...places.keys()],
    items: cells.map((row) => row[1] ?? null),
    watched: watched.map((own, i) => ({ ...own, values: numbers(i + 2) })),
  };
}

/** What rows are ranked by at a weight of their worth. */
export function scoresAt({ right, worth, deviations }: Candidates, weight: number): Float64Array {
  return worth ? weighed(right, worth, weight, deviations) : right;
}

/** What a weight gives, over all queries of the test rows. */
export interface AtWeight {
  weight: number;
  /** The right one among the first places. */
  hit: Estimate;
  /** Means of what is watched over the first places, as `watched` has it. */
  means: Estimate[];
}

/** replicates: of the intervals; 0: none. */
export function atWeight(
  candidates: Candidates,
  weight: number,
  first: number,
  rng: Rng,
  replicates: number,
): AtWeight {
  const ranked = rankQueries(candidates.queries, scoresAt(candidates, weight));
  const series = [
    (query: RankedQuery) => queryMetrics(query, candidates.actual, first)?.hitPlaces ?? NaN,
    ...candidates.watched.map(
      ({ values }) =>
        (query: RankedQuery) =>
          meanOfFirst(query, values, first),
    ),
  ].map((of) => Float64Array.from(ranked, of));
  const [hit, ...means] = meansOverQueries(series, rng.split('queries'), 'no query to tell it of', replicates);
  return { weight, hit: hit!, means };
}

/** As many as keep one weight within about 50 ms, and 200 at least. */
export function replicatesOf({ names, watched }: Candidates): number {
  return Math.max(200, Math.min(2000, Math.floor(4e6 / (names.length * (1 + watched.length)))));
}

/** Weights from 0 to 1 in steps of a twentieth; between two of them the page gets its turn. Cut short where aborted. */
export async function alongWeights(
  candidates: Candidates,
  first: number,
  rng: Rng,
  signal: AbortSignal,
): Promise<AtWeight[]> {
  const out: AtWeight[] = [];
  for (let step = 0; step <= 20 && !signal.aborted; step++) {
    out.push(atWeight(candidates, step / 20, first, rng, replicatesOf(candidates)));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return out;
}

/** Rows of one query by falling score. */
export function orderOf(candidates: Candidates, query: number, score: Float64Array): number[] {
  const own = candidates.queries.map((other) => (other === query ? 0 : -1));
  return rankQueries(own, score)[0]?.order ?? [];
}

/** Of all test queries: how often the right one is first, and among the first places, beside a random order. */
export function rankingFinding(metrics: Metrics, baseline: Metrics, { query, first }: CandidateFraming): Segment[] {
  const [one, many] = [metrics['hit@1'], metrics[`hit@${first}`]];
  if (one?.value === null || one?.value === undefined)
    return segments('In no test query is any candidate right, so nothing can be said.');
  const among =
    many && first > 1
      ? `, and among the first ${first} in **${percent(many.value)}** (${percent(baseline[`hit@${first}`]?.value)})`
      : '';
  return segments(
    `The right candidate comes first in **${percent(one.value)}** of ${count(one.n)} test queries by ${query}; a random order would have it so in ${percent(baseline['hit@1']?.value)}${among}.`,
  );
}

/** What the weight buys and who pays, against the target alone. */
export function weightFinding(
  now: AtWeight,
  alone: AtWeight,
  watched: readonly Pick<Watched, 'who' | 'better'>[],
  first: number,
): Segment[] {
  const moved = watched.map(({ who, better }, i) => {
    const change = (now.means[i]!.value ?? 0) - (alone.means[i]!.value ?? 0);
    return { who, gain: Math.abs(change) < 1e-12 ? 0 : better === 'more' ? change : -change };
  });
  const said = (how: string, sign: number) => {
    const named = moved.filter(({ gain }) => Math.sign(gain) === sign).map(({ who }) => who);
    return named.length > 0 ? ` ${how}: ${named.join(', ')}.` : '';
  };
  const isAlone = now.weight === 0;
  const change = isAlone
    ? '. This is the target alone.'
    : ` (${percent(alone.hit.value)} by the target alone).${said('Better off', 1)}${said('Worse off', -1)}`;
  return segments(
    `At a weight of **${decimal(now.weight, 2)}** the right one is among the first ${first} in **${percent(now.hit.value)}** of ${count(now.hit.n)} test queries${change}`,
  );
}
