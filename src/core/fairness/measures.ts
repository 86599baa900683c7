/** @file Fairness measures beside the four gaps, each with its definition's source (evaluation RQ4). */
import { rate, type Cells, type RateName } from './counts.ts';
import { smallestCell } from './gaps.ts';

const share = (cell: Cells, name: RateName): number => {
  const [k, n] = rate(cell, name);
  return k / n;
};

/** Largest less smallest, and smallest over largest, of the groups with at least `least` rows of their own denominator. */
export function spread(cells: readonly Cells[], name: RateName, least = smallestCell) {
  const rates = cells.filter((cell) => rate(cell, name)[1] >= Math.max(1, least)).map((cell) => share(cell, name));
  if (rates.length < 2) return { difference: null, ratio: null };
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  return { difference: high - low, ratio: high > 0 ? low / high : null };
}

export function total(cells: readonly Cells[]): Cells {
  return cells.reduce(
    (sum, { tp, fp, fn, tn }) => ({ tp: sum.tp + tp, fp: sum.fp + fp, fn: sum.fn + fn, tn: sum.tn + tn }),
    { tp: 0, fp: 0, fn: 0, tn: 0 },
  );
}

/** How far the furthest group is from all rows together (Fairlearn's `to_overall`); null where no group can be told. */
export function toOverall(cells: readonly Cells[], name: RateName, least = smallestCell): number | null {
  const overall = share(total(cells), name);
  const apart = cells
    .filter((cell) => rate(cell, name)[1] >= Math.max(1, least))
    .map((cell) => Math.abs(share(cell, name) - overall));
  return apart.length > 0 && !Number.isNaN(overall) ? Math.max(...apart) : null;
}

/**
 * Equalized odds of one group against another, averaged: `signed` as AIF360 has it, where one difference can cancel the other,
 * and `absolute`, where it cannot. Null where a group has no rows of a class.
 */
export function averageOdds(group: Cells, reference: Cells): { signed: number; absolute: number } | null {
  const found = share(group, 'truePositiveRate') - share(reference, 'truePositiveRate');
  const alarmed = share(group, 'falsePositiveRate') - share(reference, 'falsePositiveRate');
  if (Number.isNaN(found) || Number.isNaN(alarmed)) return null;
  return { signed: (found + alarmed) / 2, absolute: (Math.abs(found) + Math.abs(alarmed)) / 2 };
}

/** Two columns crossed: the group of each row is the pair. Pairs that do not occur have no code. */
export function crossed(
  a: { codes: Int32Array; names: readonly string[] },
  b: { codes: Int32Array; names: readonly string[] },
): { codes: Int32Array; names: string[] } {
  const width = b.names.length;
  const pair = a.codes.map((code, r) => (code < 0 || b.codes[r]! < 0 ? -1 : code * width + b.codes[r]!));
  const present = [...new Set(pair)].filter((code) => code >= 0).sort((x, y) => x - y);
  const place = new Map(present.map((code, i) => [code, i]));
  return {
    codes: pair.map((code) => place.get(code) ?? -1),
    names: present.map((code) => `${a.names[Math.floor(code / width)]} × ${b.names[code % width]}`),
  };
}

/**
 * The false positive rate that a base rate, a positive predictive value and a true positive rate force (Chouldechova 2017,
 * eq. 2.6): FPR = p / (1 - p) * (1 - PPV) / PPV * TPR. Null where it is undefined, above 1 where no classifier can have it.
 */
export function forcedFalsePositiveRate(base: number, predictive: number, found: number): number | null {
  const value = (base / (1 - base)) * ((1 - predictive) / predictive) * found;
  return Number.isFinite(value) ? value : null;
}

/** The positive predictive value that a base rate and two error rates force (Bayes): p TPR / (p TPR + (1 - p) FPR). Null: 0/0. */
export function forcedPredictiveValue(base: number, found: number, alarmed: number): number | null {
  const named = base * found + (1 - base) * alarmed;
  return named > 0 ? (base * found) / named : null;
}

/** The true positive rate that the other two force; above 1 where no classifier can have it. Null where it is undefined. */
export function forcedTruePositiveRate(base: number, predictive: number, alarmed: number): number | null {
  const value = ((1 - base) / base) * (predictive / (1 - predictive)) * alarmed;
  return Number.isFinite(value) ? value : null;
}
