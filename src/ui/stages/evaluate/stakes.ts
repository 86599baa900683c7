/** @file Who bears what: several price lists on the same scores, each with its cheapest cutoff and how sure that is. */
import type { Estimate } from '../../../core/base/estimate.ts';
import type { Rng } from '../../../core/base/random.ts';
import { fastDraws, replicatesFor } from '../../../core/metrics/bootstrap.ts';
import {
  cheapest,
  meanCost,
  placeOf,
  resampleCutoffs,
  type Cutoffs,
  type Limit,
  type Outcomes,
} from '../../../core/metrics/cutoffs.ts';
import { undefinedEstimate, wilson, withPercentiles, z95 } from '../../../core/metrics/intervals.ts';
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

/** Those of the study who have prices, six at most; else two usual ones who differ in what a false alarm costs. */
export function stakeholdersOf(
  named: Named,
  { falsePositive, falseNegative }: Pick<Outcomes, 'falsePositive' | 'falseNegative'>,
): Stakeholder[] {
  const kept = named.flatMap(({ name, costs }) => (costs ? [{ name, costs }] : []));
  if (kept.length > 0) return kept.slice(0, 6).map((one, id) => ({ id, ...one }));
  const right = { truePositive: 0, trueNegative: 0 };
  return [
    { id: 0, name: 'who decides', costs: { ...right, falsePositive, falseNegative } },
    { id: 1, name: 'who is decided on', costs: { ...right, falsePositive: falsePositive * 5, falseNegative } },
  ];
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

/** What befell at a cutoff that may lie between two scores. */
export function outcomesAt(cutoffs: Cutoffs, cutoff: number): Outcomes {
  const { positives, negatives } = cutoffs;
  const place = placeOf(cutoffs, cutoff);
  const [truePositive, falsePositive] = [cutoffs.truePositive[place] ?? 0, cutoffs.falsePositive[place] ?? 0];
  return {
    truePositive,
    falsePositive,
    falseNegative: positives - truePositive,
    trueNegative: negatives - falsePositive,
  };
}

/** Mean cost a row at a cutoff. */
export function costAt(cutoffs: Cutoffs, costs: Outcomes, cutoff: number): Estimate {
  return meanCost(outcomesAt(cutoffs, cutoff), costs);
}

/**
 * What a stakeholder gains a row by deciding at the cutoff, against acting on nobody and on everybody; null without rows.
 * In the unit of the prices.
 */
export function gainedAt(
  cutoffs: Cutoffs,
  costs: Outcomes,
  cutoff: number,
): { nobody: number; everybody: number } | null {
  const [at, none, all] = [cutoff, Infinity, -Infinity].map((to) => costAt(cutoffs, costs, to).value) as [
    number | null,
    number | null,
    number | null,
  ];
  return at === null ? null : { nobody: none! - at, everybody: all! - at };
}

/** What each gains at the cutoff that is best for them. best: one a stakeholder, null where none can be chosen. */
export function profitFinding(
  test: Cutoffs,
  people: readonly Stakeholder[],
  best: readonly (number | null)[],
  unit: string,
): Segment[] {
  const told = people.flatMap(({ name, costs }, p) => {
    const gained = best[p] === null || best[p] === undefined ? null : gainedAt(test, costs, best[p]);
    if (!gained) return [];
    const least = Math.min(gained.nobody, gained.everybody);
    const than = gained.nobody <= gained.everybody ? 'nobody' : 'everybody';
    const words =
      least > 0
        ? `gains **${decimal(least * 1000, 1)} ${unit} per 1,000 rows** over the better rule, acting on ${than}`
        : `gains **nothing** over acting on ${than} (${decimal(least * 1000, 1)} ${unit} per 1,000 rows)`;
    return [`${name} ${words}`];
  });
  return segments(
    told.length === 0 ? 'There are no rows to tell a gain of.' : `At its own best cutoff ${told.join('; ')}.`,
  );
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
  { of: 'letThrough', name: 'positive, of those let through', atLeast: false, start: 0.05 },
  { of: 'named', name: 'named, of all rows', atLeast: false, start: 0.1 },
];

/** The rate a limit is about, at one cutoff. */
export function rateAt(cutoffs: Cutoffs, of: Limit['of'], cutoff: number): Estimate {
  const { truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn } = outcomesAt(cutoffs, cutoff);
  switch (of) {
    case 'missRate':
      return wilson(fn, tp + fn);
    case 'falseAlarmRate':
      return wilson(fp, fp + tn);
    case 'precision':
      return wilson(tp, tp + fp);
    case 'letThrough':
      return wilson(fn, fn + tn);
    case 'named':
      return wilson(tp + fp, tp + fp + fn + tn);
  }
}

/** Whether a limit can be kept on validation rows, what it costs there, and whether test rows bear it out. */
export function limitFinding(
  validation: Cutoffs,
  test: Cutoffs,
  costs: Outcomes,
  limit: Limit,
  unit = '',
): { cutoff: number | null; segments: Segment[] } {
  const free = cheapest(validation, costs);
  if (!free) return { cutoff: null, segments: segments('There are no validation rows to choose a cutoff on.') };
  const bound = cheapest(validation, costs, limit);
  if (!bound) return { cutoff: null, segments: segments(unreachable(validation, limit)) };
  const price = (bound.cost - free.cost) * 1000;
  const more = `${price < 1000 ? decimal(price, 1) : count(price)} more${unit && ` ${unit}`} per 1,000 rows`;
  const kept =
    price < 1e-9 ? 'The cheapest cutoff **already keeps it**' : `It can be kept for **${more}** than the cheapest`;
  const named = rateAt(test, 'named', bound.value);
  const rate = rateAt(test, limit.of, bound.value);
  const holds =
    rate.low === null || rate.high === null
      ? `On test rows it is undefined: ${rate.reason}.`
      : `On ${count(rate.n)} test rows it is ${percent(rate.value)} (${interval(rate)})${verdictOf(limit, rate)}`;
  return {
    cutoff: bound.value,
    segments: segments(
      `${kept} by deciding at **${decimal(bound.value, 3)}** (validation rows), which names ${percent(named.value)} of the test rows. ${holds}`,
    ),
  };
}

/** The nearest that any cutoff comes. */
function unreachable(validation: Cutoffs, { of, value }: Limit): string {
  const told = Array.from(validation.thresholds, (cutoff) => rateAt(validation, of, cutoff).value).filter(
    (rate) => rate !== null,
  );
  const isPrecision = of === 'precision';
  const nearest = told.reduce((a, b) => (isPrecision ? Math.max(a, b) : Math.min(a, b)), isPrecision ? 0 : 1);
  const wanted = `${isPrecision ? 'at least' : 'at most'} ${percent(value)}`;
  return told.length === 0
    ? '**No cutoff** can keep it: there are no such validation rows.'
    : `**No cutoff** of these scores keeps it on validation rows: ${wanted} is asked, and the nearest is **${percent(nearest)}**.`;
}

function verdictOf({ of, value }: Limit, { low, high, n }: Estimate): string {
  const isPrecision = of === 'precision';
  const [sure, broken] = isPrecision ? [low! >= value, high! < value] : [high! <= value, low! > value];
  if (sure) return ', within the limit as far as the interval goes.';
  if (broken) return ', outside the limit.';
  const needed = rowsToBeSure(isPrecision ? 1 - value : value);
  return Number.isFinite(needed) && n < needed
    ? `: too few rows to be sure that it holds; that takes ${count(needed)} such rows even when none of them breaks it.`
    : ': too few rows to be sure that it holds.';
}

/** Rows of which none may break a limit on a share, so that Wilson's upper 95 % bound, z² / (n + z²), is within it. */
export function rowsToBeSure(share: number): number {
  return Math.ceil((z95 * z95 * (1 - share)) / share);
}
