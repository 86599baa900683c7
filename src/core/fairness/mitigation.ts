/** @file Two ways to mend a gap: weights before training, and a cutoff for each group after it (evaluation RQ8). */
import type { Cutoffs, Outcomes } from '../metrics/cutoffs.ts';

/**
 * Weights that make group and class independent (Kamiran and Calders 2012): w(a, y) = P(a) P(y) / P(a, y).
 * counts: one row a group, rows of each class. Null where a group has no row of a class.
 */
export function reweighing(counts: readonly (readonly number[])[]): (number | null)[][] {
  const n = counts.flat().reduce((sum, k) => sum + k, 0);
  const ofClass = (counts[0] ?? []).map((_, y) => counts.reduce((sum, row) => sum + row[y]!, 0));
  return counts.map((row) => {
    const size = row.reduce((sum, k) => sum + k, 0);
    return row.map((k, y) => (k > 0 ? (size * ofClass[y]!) / (n * k) : null));
  });
}

/** What is to be alike among groups; equalized odds: the larger of the two differences. */
export type Alike = 'selectionRate' | 'truePositiveRate' | 'equalizedOdds';

export interface Choice {
  /** One cutoff a group, in their order; Infinity: nobody is named. */
  cutoffs: number[];
  /** Mean a row over all groups. */
  cost: number;
  disparity: number;
}

interface Option {
  cutoff: number;
  cost: number;
  rates: number[];
}

/** Every cutoff of a group, or as many as `most`, spread evenly over the named rows; what each costs and the rates it gives. */
function optionsOf(cutoffs: Cutoffs, costs: Outcomes, alike: Alike, most: number, constant: boolean): Option[] {
  const { thresholds, truePositive, falsePositive, positives, negatives } = cutoffs;
  const last = thresholds.length - 1;
  const places = new Set<number>();
  const first = constant ? 0 : 1;
  const end = constant ? last : last - 1;
  const count = Math.min(most, end - first + 1);
  for (let i = 0; i < count; i++)
    places.add(count === 1 ? first : first + Math.round((i * (end - first)) / (count - 1)));
  return [...places].map((e) => {
    const [tp, fp] = [truePositive[e]!, falsePositive[e]!];
    const found = tp / positives;
    const rates =
      alike === 'selectionRate'
        ? [(tp + fp) / (positives + negatives)]
        : alike === 'truePositiveRate'
          ? [found]
          : [found, fp / negatives];
    return {
      cutoff: thresholds[e]!,
      rates,
      cost:
        costs.truePositive * tp +
        costs.falsePositive * fp +
        costs.falseNegative * (positives - tp) +
        costs.trueNegative * (negatives - fp),
    };
  });
}

/**
 * The frontier of cost against disparity over a cutoff for each group, cheapest first: every choice that no other beats on both.
 * Exact on the cutoffs tried (all when a group has at most `most`): for one rate a window of allowed rates is slid over the
 * sorted rates, each group taking its cheapest within it; for two rates a window of each is fixed by a pair of options.
 * constant: whether naming nobody or everybody of a group is allowed. Empty where a group has no option.
 */
export function groupCutoffs(
  groups: readonly Cutoffs[],
  costs: Outcomes,
  alike: Alike,
  { most = 200, constant = false }: { most?: number; constant?: boolean } = {},
): Choice[] {
  const rows = groups.reduce((sum, { cell }) => sum + cell.length, 0);
  const options = groups.map((group) => optionsOf(group, costs, alike, most, constant));
  if (options.length === 0 || options.some((of) => of.length === 0)) return [];
  if (options.flat().some(({ rates }) => rates.some(Number.isNaN))) return [];
  const starts = windows(options, alike === 'equalizedOdds' ? 2 : 1);
  const found: Choice[] = [];
  for (const low of starts) {
    // Disparities at which a group gains an option, rising: with each the groups take their cheapest so far.
    const reach = options
      .flatMap((of, g) => of.map((option) => ({ g, option, width: widthFrom(low, option.rates) })))
      .filter(({ width }) => width >= 0)
      .sort((a, b) => a.width - b.width);
    const chosen: (Option | null)[] = options.map(() => null);
    let [missing, sum] = [options.length, 0];
    for (const { g, option } of reach) {
      const before = chosen[g]!;
      if (before && before.cost <= option.cost) continue;
      if (!before) missing--;
      sum += option.cost - (before?.cost ?? 0);
      chosen[g] = option;
      if (missing > 0) continue;
      const taken = chosen as Option[];
      found.push({ cutoffs: taken.map(({ cutoff }) => cutoff), cost: sum / rows, disparity: disparityOf(taken) });
    }
  }
  return frontier(found);
}

/** Lowest allowed rates: every rate that occurs, or every pair of them. */
function windows(options: readonly Option[][], rates: number): number[][] {
  const each = Array.from({ length: rates }, (_, i) => [...new Set(options.flat().map((option) => option.rates[i]!))]);
  return rates === 1 ? each[0]!.map((low) => [low]) : each[0]!.flatMap((low) => each[1]!.map((other) => [low, other]));
}

/** How wide the window must be to hold these rates; negative where one is below it. */
function widthFrom(low: readonly number[], rates: readonly number[]): number {
  let width = 0;
  for (let i = 0; i < low.length; i++) {
    if (rates[i]! < low[i]!) return -1;
    width = Math.max(width, rates[i]! - low[i]!);
  }
  return width;
}

function disparityOf(taken: readonly Option[]): number {
  return Math.max(
    ...taken[0]!.rates.map((_, i) => {
      const each = taken.map(({ rates }) => rates[i]!);
      return Math.max(...each) - Math.min(...each);
    }),
  );
}

function frontier(found: Choice[]): Choice[] {
  found.sort((a, b) => a.cost - b.cost || a.disparity - b.disparity);
  const kept: Choice[] = [];
  for (const choice of found) {
    const least = kept.at(-1)?.disparity ?? Infinity;
    if (choice.disparity < least - 1e-12) kept.push(choice);
  }
  return kept;
}
