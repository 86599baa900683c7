/** @file The next set of options from those before: tree-structured Parzen estimators (Bergstra and others 2011), each axis by itself. */
import { hashParts } from '../base/hash.ts';
import { between } from '../base/normal.ts';
import type { Rng } from '../base/random.ts';
import { placeOf, spaces, valueAt } from '../models/spaces.ts';
import type { Axis } from '../models/spaces.ts';
import { ranked } from './search-judge.ts';
import type { Trial } from './search-judge.ts';
import { candidateOf } from './search-plan.ts';
import type { Candidate, SearchPlan } from './search-plan.ts';

/** Trials from the list before any is drawn near what went well. */
const atFirst = 8;
/** Share of the trials that counts as gone well. */
const well = 0.2;
/** Values drawn from those near what went well, of which the likeliest to be so is taken. */
const draws = 24;

/** `listed`: random candidates, the study's own first; they come first, and where nothing new is drawn. Never one that is in `seen`. */
export function nextCandidate(
  kind: string,
  listed: readonly Candidate[],
  seen: readonly Trial[],
  plan: Pick<SearchPlan, 'measure'>,
  rng: Rng,
): Candidate {
  const tried = new Set(seen.map(({ options }) => hashParts(options)));
  const fresh = listed.find(({ options }) => !tried.has(hashParts(options)))!;
  if (seen.length < atFirst) return fresh;
  const axes = spaces[kind] ?? [];
  const order = ranked(seen, plan);
  const count = Math.max(2, Math.ceil(well * seen.length));
  const [good, rest] = [order.slice(0, count), order.slice(count)];
  for (let attempt = 0; attempt < 20; attempt++) {
    const stream = rng.split(`draw ${attempt}`);
    const drawn = axes.map((axis) => {
      const places = (trials: readonly Trial[]) => trials.map(({ options }) => placeOf(axis, options[axis.option]));
      return [axis.option, drawOn(axis, places(good), places(rest), stream.split(axis.option))] as const;
    });
    const candidate = candidateOf(kind, { ...listed[0]!.options, ...Object.fromEntries(drawn) });
    if (!tried.has(hashParts(candidate.options))) return candidate;
  }
  return fresh;
}

/** The value, of those drawn near the good places, whose density there is the most times that of the others. */
function drawOn(axis: Axis, good: readonly number[], rest: readonly number[], rng: Rng): unknown {
  if ('values' in axis) {
    const last = axis.values.length - 1;
    const shares = (places: readonly number[]) => {
      const counts = axis.values.map((_, i) => 1 + places.filter((place) => Math.round(place * last) === i).length);
      return counts.map((n) => n / (places.length + counts.length));
    };
    const [near, far] = [shares(good), shares(rest)];
    const pick = () => {
      let left = rng.uniform();
      for (const [i, share] of near.entries()) if ((left -= share) < 0) return i;
      return last;
    };
    const drawn = Array.from({ length: draws }, pick);
    return axis.values[drawn.reduce((a, b) => (near[b]! / far[b]! > near[a]! / far[a]! ? b : a))];
  }
  const [near, far] = [mixture(good), mixture(rest)];
  const drawn = Array.from({ length: draws }, () => near.draw(rng));
  const ratio = (place: number) => near.density(place) / far.density(place);
  return valueAt(
    axis,
    drawn.reduce((a, b) => (ratio(b) > ratio(a) ? b : a)),
  );
}

/**
 * Equal parts: a normal curve about each place, as wide as the way to its further neighbour, and one over all of [0, 1] (the
 * prior); each within [0, 1].
 */
export function mixture(places: readonly number[]): { draw(rng: Rng): number; density(place: number): number } {
  const sorted = places.map((place) => Math.min(1, Math.max(0, place))).sort((a, b) => a - b);
  const least = 1 / Math.min(100, sorted.length + 2);
  const centres = sorted.map((at, i) => {
    const way = Math.max(at - (sorted[i - 1] ?? 0), (sorted[i + 1] ?? 1) - at);
    return { at, width: Math.min(1, Math.max(least, way)) };
  });
  const parts = [...centres, { at: 0.5, width: 1 }].map(({ at, width }) => {
    return { at, width, inside: between(-at / width, (1 - at) / width) };
  });
  return {
    draw(rng) {
      const { at, width } = parts[rng.integer(parts.length)]!;
      for (let attempt = 0; attempt < 100; attempt++) {
        const place = at + width * rng.normal();
        if (place >= 0 && place <= 1) return place;
      }
      return at;
    },
    density(place) {
      const of = ({ at, width, inside }: (typeof parts)[number]) =>
        Math.exp(-0.5 * ((place - at) / width) ** 2) / (width * inside * Math.sqrt(2 * Math.PI));
      return parts.reduce((sum, part) => sum + of(part), 0) / parts.length;
    },
  };
}
