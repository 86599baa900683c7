/** @file A cutoff for each group: found on validation rows, told on test rows. */
import type { Rng } from '../../../core/base/random.ts';
import { groupTable } from '../../../core/fairness/index.ts';
import { groupCutoffs, type Alike } from '../../../core/fairness/mitigation.ts';
import { cutoffDrawn, equalizedOdds, type Drawn } from '../../../core/fairness/randomised.ts';
import { cutoffsOf, type Outcomes } from '../../../core/metrics/cutoffs.ts';
import type { Gap, GroupTable } from '../../../core/study/run.ts';
import { decimal, interval, segments, type Segment } from '../../plots/format.ts';
import { smallest } from '../../plots/group-intervals.ts';
import type { Groups } from './groups.ts';

export interface Scored {
  groups: Groups;
  /** 1 for the positive class. */
  actual: Int32Array;
  score: Float64Array;
  /** In [0, 1), where cutoffs may be drawn. */
  draws?: Float64Array;
}

export interface LabPoint {
  name: string;
  /** One mixture a group of the test rows, a single cutoff where nothing is drawn; groups too small to tune keep the common one. */
  cutoffs: { group: string; mixture: Drawn[] }[];
  /** On test rows, mean a row. */
  cost: number;
  gap: Gap;
}

export const alikes: { key: Alike; name: string; gap: keyof GroupTable['gaps'] }[] = [
  { key: 'truePositiveRate', name: 'the share found', gap: 'equalOpportunityDifference' },
  { key: 'selectionRate', name: 'the share named', gap: 'demographicParityDifference' },
  { key: 'equalizedOdds', name: 'the share found and the false alarms', gap: 'equalizedOddsDifference' },
];

/** Groups with 30 rows of each class on validation rows: the others have too few to choose a cutoff of their own. */
function tunable({ groups, actual }: Scored): number[] {
  const counts = groups.names.map(() => [0, 0]);
  actual.forEach((y, r) => (counts[groups.codes[r]!]![y]! += 1));
  return counts.flatMap(([negatives, positives], g) => (negatives! >= smallest && positives! >= smallest ? [g] : []));
}

/**
 * The present cutoff for all first, then at most eight choices along the frontier, cheapest on validation rows first; for
 * equal error rates at last the draw between cutoffs that has them in expectation, where test rows have draws. Empty where fewer than two groups can be tuned. Group codes of the two sets: matched by name.
 */
export function pareto(
  validation: Scored,
  test: Scored,
  common: number,
  costs: Outcomes,
  alike: Alike,
  rng: Rng,
): LabPoint[] {
  const places = tunable(validation);
  if (places.length < 2) return [];
  const members = places.map((g) => [...validation.actual.keys()].filter((r) => validation.groups.codes[r] === g));
  const tables = members.map((rows) =>
    cutoffsOf(
      rows.map((r) => validation.actual[r]!),
      Float64Array.from(rows, (r) => validation.score[r]!),
    ),
  );
  const most = Math.max(6, Math.floor((alike === 'equalizedOdds' ? 40 : 300) / places.length));
  const found = groupCutoffs(tables, costs, alike, { most });
  const drawn = Math.min(alike === 'equalizedOdds' ? 7 : 8, found.length);
  const chosen = Array.from(
    { length: drawn },
    (_, i) => found[drawn === 1 ? 0 : Math.round((i * (found.length - 1)) / (drawn - 1))]!,
  );
  const told = (name: string, of: Map<string, Drawn[]>) => judged(name, of, test, common, costs, alike, rng);
  const named = (of: (i: number) => Drawn[]) => new Map(places.map((g, i) => [validation.groups.names[g]!, of(i)]));
  const drawnOdds = alike === 'equalizedOdds' && test.draws ? equalizedOdds(tables, costs) : null;
  return [
    told('one cutoff for all', new Map()),
    ...chosen.map(({ cutoffs, disparity }) =>
      told(
        `gap ${decimal(disparity)} on validation`,
        named((i) => [{ cutoff: cutoffs[i]!, chance: 1 }]),
      ),
    ),
    ...(drawnOdds
      ? [
          told(
            drawnName,
            named((i) => drawnOdds.mixtures[i]!),
          ),
        ]
      : []),
  ];
}

export const drawnName = 'drawn between cutoffs';

function judged(
  name: string,
  own: Map<string, Drawn[]>,
  { groups, actual, score, draws }: Scored,
  common: number,
  costs: Outcomes,
  alike: Alike,
  rng: Rng,
): LabPoint {
  const cutoffs = groups.names.map((group) => ({ group, mixture: own.get(group) ?? [{ cutoff: common, chance: 1 }] }));
  const said = actual.map((_, r) =>
    score[r]! >= cutoffDrawn(cutoffs[groups.codes[r]!]!.mixture, draws ? draws[r]! : 0) ? 1 : 0,
  );
  let sum = 0;
  actual.forEach((y, r) => {
    sum +=
      y === 1
        ? said[r]
          ? costs.truePositive
          : costs.falseNegative
        : said[r]
          ? costs.falsePositive
          : costs.trueNegative;
  });
  const table = groupTable(groups, actual, said, 1, rng, { bootstrap: 500 });
  return { name, cutoffs, cost: sum / actual.length, gap: table.gaps[alikes.find(({ key }) => key === alike)!.gap] };
}

/** What the draw brings on test rows, beside one cutoff for all. */
export function drawnWords(now: LabPoint, drawn: LabPoint): string {
  const price = (drawn.cost - now.cost) * 1000;
  const gap = drawn.gap.value === null ? 'a gap that cannot be told' : `a gap of ${decimal(drawn.gap.value)} (${interval(drawn.gap)})`; // prettier-ignore
  return `A draw between cutoffs has ${gap} on test rows, for ${decimal(Math.abs(price), 1)} ${price < 0 ? 'less' : 'more'} per 1,000 than one cutoff.`;
}

export function labFinding(points: readonly LabPoint[]): Segment[] {
  const [now, ...others] = points.filter(({ gap }) => gap.value !== null);
  if (!now || others.length === 0)
    return segments(
      'Fewer than two groups have 30 validation rows of each class: **no cutoff of their own can be chosen**.',
    );
  const least = others.reduce((a, b) => (b.gap.value! < a.gap.value! ? b : a));
  if (least.gap.value! >= now.gap.value!)
    return segments(
      `On test rows **no choice of cutoffs is more alike** than one cutoff for all, a gap of **${decimal(now.gap.value)}** (${interval(now.gap)}).`,
    );
  const price = (least.cost - now.cost) * 1000;
  return segments(
    `On test rows cutoffs by group bring the gap from **${decimal(now.gap.value)}** (${interval(now.gap)}) to **${decimal(least.gap.value)}** (${interval(least.gap)}), for **${decimal(Math.abs(price), 1)} ${price < 0 ? 'less' : 'more'}** per 1,000 rows.`,
  );
}
