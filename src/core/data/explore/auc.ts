/** @file How well one column alone orders two classes: the area under its ROC curve. */
import type { View } from './view.ts';

const folds = 5;

/** Area of a rank order by codes: the chance that a positive row is over a negative one, ties half. Null without both. */
function areaOf(positives: Float64Array, negatives: Float64Array): number | null {
  let below = 0;
  let pairs = 0;
  let all = 0;
  for (let code = 0; code < positives.length; code++) {
    pairs += positives[code]! * (below + negatives[code]! / 2);
    below += negatives[code]!;
    all += positives[code]!;
  }
  return all > 0 && below > 0 ? pairs / (all * below) : null;
}

/**
 * positive: 1 or 0 a row of the view, -1 where there is none. Numbers and ordinals by their order, whichever way round is
 * better, max(a, 1 - a). Categories by the positive share of their level among the rows of the other four fifths (a row's
 * fifth: its place modulo 5), the share of all of those for a level they lack. Null where a class has no row.
 */
export function singleAuc(view: View, positive: ArrayLike<number>): number | null {
  if (view.distinct === null && view.type !== 'ordinal') return auc(targetShares(view, positive), positive);
  const positives = new Float64Array(view.size);
  const negatives = new Float64Array(view.size);
  for (let i = 0; i < view.codes.length; i++) {
    const code = view.codes[i]!;
    if (code < 0 || positive[i]! < 0) continue;
    if (positive[i] === 1) positives[code]!++;
    else negatives[code]!++;
  }
  const area = areaOf(positives, negatives);
  return area === null ? null : Math.max(area, 1 - area);
}

/** score: NaN where there is none. */
function auc(score: Float64Array, positive: ArrayLike<number>): number | null {
  const distinct = new Map<number, [number, number]>();
  for (let i = 0; i < score.length; i++) {
    if (Number.isNaN(score[i]!) || positive[i]! < 0) continue;
    const counts = distinct.get(score[i]!) ?? [0, 0];
    counts[positive[i]!]!++;
    distinct.set(score[i]!, counts);
  }
  const ordered = [...distinct].sort(([a], [b]) => a - b).map(([, counts]) => counts);
  return areaOf(
    Float64Array.from(ordered, ([, p]) => p),
    Float64Array.from(ordered, ([q]) => q),
  );
}

function targetShares({ codes, size }: View, positive: ArrayLike<number>): Float64Array {
  const n = new Float64Array(size * folds);
  const hits = new Float64Array(size * folds);
  const [allN, allHits] = [new Float64Array(folds), new Float64Array(folds)];
  let [totalN, totalHits] = [0, 0];
  for (let i = 0; i < codes.length; i++) {
    if (codes[i]! < 0 || positive[i]! < 0) continue;
    const fold = i % folds;
    const hit = positive[i]!;
    n[codes[i]! * folds + fold]!++;
    hits[codes[i]! * folds + fold]! += hit;
    allN[fold]!++;
    allHits[fold]! += hit;
    totalN++;
    totalHits += hit;
  }
  /** Share of the rows outside a fold, by code and fold. */
  const shares = new Float64Array(size * folds);
  for (let code = 0; code < size; code++) {
    let [sumN, sumHits] = [0, 0];
    for (let fold = 0; fold < folds; fold++) {
      sumN += n[code * folds + fold]!;
      sumHits += hits[code * folds + fold]!;
    }
    for (let fold = 0; fold < folds; fold++) {
      const rest = sumN - n[code * folds + fold]!;
      const share = rest > 0 ? (sumHits - hits[code * folds + fold]!) / rest : NaN;
      shares[code * folds + fold] = rest > 0 ? share : (totalHits - allHits[fold]!) / (totalN - allN[fold]!);
    }
  }
  return Float64Array.from(codes, (code, i) => (code < 0 ? NaN : shares[code * folds + (i % folds)]!));
}
