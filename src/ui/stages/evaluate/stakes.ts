/** @file Who bears what: several price lists on the same scores, each with its cheapest cutoff and how sure that is. */
import type { Estimate } from '../../../core/base/estimate.ts';
import type { Rng } from '../../../core/base/random.ts';
import { fastDraws, replicatesFor } from '../../../core/metrics/bootstrap.ts';
import {
  cheapest,
  costOf,
  placeOf,
  resampleCutoffs,
  type Cutoffs,
  type Limit,
  type Outcomes,
} from '../../../core/metrics/cutoffs.ts';
import { undefinedEstimate, wilson, withPercentiles } from '../../../core/metrics/intervals.ts';
import type { StudyInput } from '../../../core/study/schema.ts';
import { count, decimal, interval, percent, segments, type Segment } from '../../plots/format.ts';

export interface Stakeholder {
  id: number;
  name: string;
  costs: Outcomes;
}

type Named = NonNullable<NonNullable<StudyInput['purpose']>['stakeholders']>;

/** The study's stakeholders with the prices of those of the same name; who is new is added, with prices only. */
export function withPrices(named: Named, people: readonly Omit<Stakeholder, 'id'>[]): Named {
  const prices = new Map(people.map(({ name, costs }) => [name, costs]));
  const same = named.map((one) => (prices.has(one.name) ? { ...one, costs: prices.get(one.name)! } : one));
  const fresh = [...prices].filter(([name]) => !named.some((one) => one.name === name));
  return [...same, ...fresh.map(([name, costs]) => ({ name, costs }))];
}

export function arePricesKept(named: Named, people: readonly Omit<Stakeholder, 'id'>[]): boolean {
  return people.every(({ name, costs }) => {
    const kept = named.find((one) => one.name === name)?.costs;
    return kept !== undefined && outcomes.every(({ key }) => kept[key] === costs[key]);
  });
}

/** The four outcomes as a person says them, in the order of the table. */
export const outcomes: { key: keyof Outcomes; name: string }[] = [
  { key: 'falseNegative', name: 'missed' },
  { key: 'falsePositive', name: 'named wrongly' },
  { key: 'truePositive', name: 'named rightly' },
  { key: 'trueNegative', name: 'left rightly' },
];

/**
 * The cheapest cutoff of each, with the percentile interval over resamples of the validation rows, the same for all. Between
 * slices of about 12 ms the page gets its turn. An aborted call has no interval.
 */
export async function surest(
  cutoffs: Cutoffs,
  all: readonly Outcomes[],
  rng: Rng,
  signal: AbortSignal,
  replicates = replicatesFor(cutoffs.cell.length),
): Promise<Estimate[]> {
  const n = cutoffs.cell.length;
  const points = all.map((costs) => cheapest(cutoffs, costs)?.value ?? null);
  const drawn = all.map(() => new Float64Array(replicates));
  const draw = fastDraws(rng.split('cutoffs'));
  let turn = performance.now();
  for (let b = 0; b < replicates && n > 0; b++) {
    const again = resampleCutoffs(cutoffs, draw);
    all.forEach((costs, s) => (drawn[s]![b] = cheapest(again, costs)!.value));
    if (performance.now() - turn > 12) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return points.map((value) => ({ value, low: null, high: null, n, reason: 'not resampled' }));
      turn = performance.now();
    }
  }
  return points.map((value, s) =>
    value === null ? undefinedEstimate(0, 'no validation rows') : withPercentiles(value, drawn[s]!, n),
  );
}

/** Mean cost a row at a cutoff that may lie between two scores; null without rows. */
export function costAt(cutoffs: Cutoffs, costs: Outcomes, cutoff: number): number | null {
  return cutoffs.cell.length === 0 ? null : costOf(cutoffs, costs)[placeOf(cutoffs, cutoff)]!;
}

/** How far apart those who bear the costs would decide. */
export function stakesFinding(people: readonly Stakeholder[], best: readonly (number | null)[]): Segment[] {
  const said = people
    .flatMap(({ name }, i) => (best[i] === null || best[i] === undefined ? [] : [{ name, at: best[i] }]))
    .sort((a, b) => a.at - b.at);
  const [first, last] = [said[0], said.at(-1)];
  if (!first || !last) return segments('There are no validation rows, so **no cutoff can be chosen**.');
  if (said.length === 1)
    return segments(`At these prices **${first.name}** would decide at **${decimal(first.at, 2)}**.`);
  if (first.at === last.at) return segments(`At these prices all would decide at **${decimal(first.at, 2)}**.`);
  return segments(
    `On the same scores **${first.name}** would decide at **${decimal(first.at, 2)}** and **${last.name}** at **${decimal(last.at, 2)}**: who pays decides where to cut.`,
  );
}

export const limits: { of: Limit['of']; name: string; atLeast: boolean; start: number }[] = [
  { of: 'missRate', name: 'missed, of the positives', atLeast: false, start: 0.05 },
  { of: 'falseAlarmRate', name: 'named wrongly, of the negatives', atLeast: false, start: 0.05 },
  { of: 'precision', name: 'right, of those named', atLeast: true, start: 0.8 },
  { of: 'named', name: 'named, of all rows', atLeast: false, start: 0.1 },
];

/** The rate a limit is about, at one cutoff. */
export function rateAt(cutoffs: Cutoffs, of: Limit['of'], cutoff: number): Estimate {
  const place = placeOf(cutoffs, cutoff);
  const [tp, fp] = [cutoffs.truePositive[place] ?? 0, cutoffs.falsePositive[place] ?? 0];
  switch (of) {
    case 'missRate':
      return wilson(cutoffs.positives - tp, cutoffs.positives);
    case 'falseAlarmRate':
      return wilson(fp, cutoffs.negatives);
    case 'precision':
      return wilson(tp, tp + fp);
    case 'named':
      return wilson(tp + fp, cutoffs.positives + cutoffs.negatives);
  }
}

/** Whether a limit can be kept on validation rows, what it costs there, and whether test rows bear it out. */
export function limitFinding(
  validation: Cutoffs,
  test: Cutoffs,
  costs: Outcomes,
  limit: Limit,
): { cutoff: number | null; segments: Segment[] } {
  const free = cheapest(validation, costs);
  if (!free) return { cutoff: null, segments: segments('There are no validation rows to choose a cutoff on.') };
  const bound = cheapest(validation, costs, limit);
  if (!bound)
    return { cutoff: null, segments: segments('**No cutoff** of these scores keeps this on validation rows.') };
  const price = (bound.cost - free.cost) * 1000;
  const kept =
    price < 1e-9
      ? 'The cheapest cutoff **already keeps it**'
      : `It can be kept for **${price < 1000 ? decimal(price, 1) : count(price)} more per 1,000 rows**`;
  const rate = rateAt(test, limit.of, bound.value);
  const holds =
    rate.low === null || rate.high === null
      ? `On test rows it is undefined: ${rate.reason}.`
      : `On ${count(rate.n)} test rows it is ${percent(rate.value)} (${interval(rate)})${verdictOf(limit, rate.low, rate.high)}`;
  return {
    cutoff: bound.value,
    segments: segments(`${kept} by deciding at **${decimal(bound.value, 3)}** (validation rows). ${holds}`),
  };
}

function verdictOf({ of, value }: Limit, low: number, high: number): string {
  const [sure, broken] = of === 'precision' ? [low >= value, high < value] : [high <= value, low > value];
  if (sure) return ', within the limit as far as the interval goes.';
  return broken ? ', outside the limit.' : ': too few rows to be sure that it holds.';
}
