/** @file Why equal precision and equal error rates cannot both hold where base rates differ, with this run's own numbers. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { rate, type Cells } from '../../../core/fairness/counts.ts';
import {
  forcedFalsePositiveRate,
  forcedPredictiveValue,
  forcedTruePositiveRate,
  total,
} from '../../../core/fairness/measures.ts';
import { wilson } from '../../../core/metrics/intervals.ts';
import { decimal, percent, segments, type Segment } from '../../plots/format.ts';
import { smallest } from '../../plots/group-intervals.ts';

/** Three rates of a group; with its base rate any two of them force the third. */
export interface Three {
  predictive: number;
  found: number;
  alarmed: number;
}
export type ThreeName = keyof Three;

export const threeNames: Record<ThreeName, string> = {
  predictive: 'precision',
  found: 'share found',
  alarmed: 'false positive rate',
};

/** Which two are made equal, and what they then force. */
export const demands = [
  { forced: 'alarmed', equal: ['predictive', 'found'], name: 'precision and the share found' },
  { forced: 'predictive', equal: ['found', 'alarmed'], name: 'both error rates' },
  { forced: 'found', equal: ['predictive', 'alarmed'], name: 'precision and the false positive rate' },
] as const satisfies readonly { forced: ThreeName; equal: readonly ThreeName[]; name: string }[];
export type Demand = (typeof demands)[number];

export interface LectureRow {
  group: string;
  /** Share of positives. */
  base: Estimate;
  /** Of the run; null: 0/0. */
  own: Record<ThreeName, number | null>;
}

/** Groups with 30 rows or more of each class. */
export function lectureRows(names: readonly string[], cells: readonly Cells[]): LectureRow[] {
  return cells.flatMap((cell, g) => {
    const [positives, negatives] = [cell.tp + cell.fn, cell.fp + cell.tn];
    if (positives < smallest || negatives < smallest) return [];
    return [{ group: names[g]!, base: wilson(positives, positives + negatives), own: threeOf(cell) }];
  });
}

function threeOf(cell: Cells): Record<ThreeName, number | null> {
  const share = (name: Parameters<typeof rate>[1]) => {
    const [k, n] = rate(cell, name);
    return n > 0 ? k / n : null;
  };
  return {
    predictive: share('positivePredictiveValue'),
    found: share('truePositiveRate'),
    alarmed: share('falsePositiveRate'),
  };
}

/** The three rates of all rows together, as a person's first demand; in [0.01, 0.99], where nothing is 0/0. */
export function startOf(cells: readonly Cells[]): Three {
  const all = threeOf(total(cells));
  const within = (value: number | null) => Math.min(0.99, Math.max(0.01, Math.round((value ?? 0.5) * 100) / 100));
  return { predictive: within(all.predictive), found: within(all.found), alarmed: within(all.alarmed) };
}

/** What a base rate forces; above 1: no classifier can have it. */
export function forcedBy(base: number, { forced }: Demand, { predictive, found, alarmed }: Three): number | null {
  switch (forced) {
    case 'alarmed':
      return forcedFalsePositiveRate(base, predictive, found);
    case 'predictive':
      return forcedPredictiveValue(base, found, alarmed);
    case 'found':
      return forcedTruePositiveRate(base, predictive, alarmed);
  }
}

/** The forced rate at the base rate, and at the ends of its interval, lower first. */
export function forcedWith(base: Estimate, demand: Demand, asked: Three): Pick<Estimate, 'value' | 'low' | 'high'> {
  const at = (p: number | null) => (p === null ? null : forcedBy(p, demand, asked));
  const [low, high] = [at(base.low), at(base.high)];
  const isRising = low !== null && high !== null && low <= high;
  return { value: at(base.value), low: isRising ? low : high, high: isRising ? high : low };
}

export function lectureFinding(rows: readonly LectureRow[], demand: Demand, asked: Three): Segment[] {
  const sorted = [...rows].sort((a, b) => a.base.value! - b.base.value!);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (!low || !high || low === high)
    return segments('Fewer than two groups have 30 rows of each class: **the conflict cannot be shown**.');
  if (low.base.value === high.base.value)
    return segments(
      'The groups have the same base rate: here equal precision and equal error rates **can both hold**.',
    );
  const [first, second] = [low, high].map(({ base }) => forcedBy(base.value!, demand, asked));
  const [a, b] = demand.equal.map((name) => `${threeNames[name]} ${decimal(asked[name], 2)}`);
  const bases = `The base rate is **${percent(low.base.value)}** for ${low.group} and **${percent(high.base.value)}** for ${high.group}.`;
  if (first === null || second === null || first === undefined || second === undefined) return segments(bases);
  const said = (value: number) => (value > 1 ? `${decimal(value)}, which no classifier can have` : decimal(value));
  return segments(
    `${bases} With ${a} and ${b} for both, the ${threeNames[demand.forced]} has to be **${said(first)}** and **${said(second)}**: short of a perfect model, not all three can be equal.`,
  );
}
