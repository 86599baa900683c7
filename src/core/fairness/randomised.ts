/**
 * @file Equalized odds by a draw between cutoffs (Hardt, Price and Srebro 2016, section 4.2): every group gets the same true
 * and false positive rates, the best that all groups can reach, by mixing points of its own ROC curve.
 */
import type { Rng } from '../base/random.ts';
import type { Cutoffs, Outcomes } from '../metrics/cutoffs.ts';

/** A cutoff and how likely it is drawn; Infinity: nobody is named. */
export interface Drawn {
  cutoff: number;
  chance: number;
}

export interface Randomised {
  /** One mixture a group, in their order, cutoffs falling; chances sum to 1. */
  mixtures: Drawn[][];
  /** What every group gets, in expectation. */
  truePositiveRate: number;
  falsePositiveRate: number;
  /** Expected, mean a row over all groups. */
  cost: number;
}

interface Point {
  /** False and true positive rate. */
  x: number;
  y: number;
  cutoff: number;
}

/** Rates differ by less than this only by rounding. */
const tiny = 1e-12;

/**
 * The cheapest rates that all groups can have alike. Exact: between the corners of the groups' hulls and where two cross the
 * cost is linear. Right decisions must not cost more than errors. Null where a group lacks rows of a class.
 */
export function equalizedOdds(groups: readonly Cutoffs[], costs: Outcomes): Randomised | null {
  if (groups.length === 0 || groups.some(({ positives, negatives }) => positives === 0 || negatives === 0)) return null;
  const hulls = groups.map(hullOf);
  const positives = groups.reduce((sum, group) => sum + group.positives, 0);
  const negatives = groups.reduce((sum, group) => sum + group.negatives, 0);
  const costAt = (x: number, y: number) =>
    (positives * (y * costs.truePositive + (1 - y) * costs.falseNegative) +
      negatives * (x * costs.falsePositive + (1 - x) * costs.trueNegative)) /
    (positives + negatives);
  let best: { x: number; y: number; cost: number } | null = null;
  for (const x of corners(hulls)) {
    const y = Math.min(...hulls.map((hull) => heightAt(hull, x)));
    const cost = costAt(x, y);
    if (best === null || cost < best.cost - tiny) best = { x, y, cost };
  }
  const { x, y, cost } = best!;
  return {
    mixtures: hulls.map((hull) => mixtureAt(hull, x, y)),
    truePositiveRate: y,
    falsePositiveRate: x,
    cost,
  };
}

/** Corners of the upper convex hull of a ROC curve, from nobody named to everybody. */
function hullOf({ thresholds, truePositive, falsePositive, positives, negatives }: Cutoffs): Point[] {
  const hull: Point[] = [];
  for (let e = thresholds.length - 1; e >= 0; e--) {
    const next = { x: falsePositive[e]! / negatives, y: truePositive[e]! / positives, cutoff: thresholds[e]! };
    while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, next) >= -tiny) hull.pop();
    hull.push(next);
  }
  return hull;
}

/** Above 0 where the way from a by b to c turns left. */
function turn(a: Rates, b: Rates, c: Rates): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The hull's true positive rate at a false positive rate; the highest where it rises straight up. */
function heightAt(hull: readonly Point[], x: number): number {
  const to = hull.findIndex((point) => point.x > x + tiny);
  if (to < 0) return hull.at(-1)!.y;
  const [a, b] = [hull[to - 1]!, hull[to]!];
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

/** False positive rates at which the lowest of the hulls can have a corner. */
function corners(hulls: readonly Point[][]): number[] {
  const own = [...new Set(hulls.flatMap((hull) => hull.map(({ x }) => x)))].sort((a, b) => a - b);
  const crossings: number[] = [];
  for (let i = 1; i < own.length; i++) {
    const [from, to] = [own[i - 1]!, own[i]!];
    const ends = hulls.map((hull) => [heightAt(hull, from), heightAt(hull, to)] as const);
    for (let g = 0; g < ends.length; g++)
      for (let h = 0; h < g; h++) {
        const [before, after] = [ends[g]![0] - ends[h]![0], ends[g]![1] - ends[h]![1]];
        if (before * after < 0) crossings.push(from + ((to - from) * before) / (before - after));
      }
  }
  return [...own, ...crossings].sort((a, b) => a - b);
}

/**
 * Two corners of the hull, or three where the point is inside it, whose mixture is the point: of all such the ones with the
 * fewest corners between them, so that the draw decides about as few scores as can be.
 */
function mixtureAt(hull: readonly Point[], x: number, y: number): Drawn[] {
  const at = hull.find((point) => Math.abs(point.x - x) < 1e-9 && Math.abs(point.y - y) < 1e-9);
  if (at) return [{ cutoff: at.cutoff, chance: 1 }];
  for (let span = 1; span < hull.length; span++)
    for (let i = 0; i + span < hull.length; i++) {
      // Triangles nearer to the first corner were tried with a smaller span.
      const corners = span === 1 ? [i, i + 1] : [i, i + span - 1, i + span];
      const found = mixed(
        corners.map((place) => hull[place]!),
        { x, y },
      );
      if (found) return found;
    }
  // The hull holds every point under it and over the line from nobody to everybody.
  throw new RangeError(`no mixture of cutoffs has these rates: ${x}, ${y}`);
}

type Rates = Pick<Point, 'x' | 'y'>;

/** Chances of two or three points whose mean is the one told; null where there are none. */
function mixed(points: readonly Point[], point: Rates): Drawn[] | null {
  const { x, y } = point;
  const [a, b, c] = points as [Point, Point, Point | undefined];
  let chances: number[];
  if (!c) {
    const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
    const share = ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length;
    if (Math.abs(turn(a, b, point)) > 1e-9 * Math.sqrt(length)) return null;
    chances = [1 - share, share];
  } else {
    const area = turn(a, b, c);
    if (Math.abs(area) < tiny) return null;
    chances = [turn(point, b, c) / area, turn(a, point, c) / area, turn(a, b, point) / area];
  }
  if (chances.some((chance) => chance < -1e-9)) return null;
  const kept = points
    .map(({ cutoff }, i) => ({ cutoff, chance: Math.max(0, chances[i]!) }))
    .filter(({ chance }) => chance > 1e-9);
  const sum = kept.reduce((total, { chance }) => total + chance, 0);
  return kept.map(({ cutoff, chance }) => ({ cutoff, chance: chance / sum }));
}

/** In [0, 1), decided by the stream and the row's number in the source alone: the same row draws the same each time. */
export function drawsOf(rng: Rng, rows: ArrayLike<number>): Float64Array {
  return Float64Array.from(rows, (row) => rng.split(`${row}`).uniform());
}

/** The cutoff that a draw in [0, 1) picks: the higher the draw, the lower the cutoff. mixture: as above. */
export function cutoffDrawn(mixture: readonly Drawn[], draw: number): number {
  let reached = 0;
  for (const { cutoff, chance } of mixture) {
    reached += chance;
    if (draw < reached) return cutoff;
  }
  return mixture.at(-1)!.cutoff;
}
