/** @file What runs cost beside how good they are. Pure. */
import { classifiers } from '../../../core/models/index.ts';
import type { Run } from '../../../core/study/run.ts';
import type { RunListing } from '../../state/contract.ts';
import { stableJson } from '../../../core/base/hash.ts';
import type { TradePoint } from '../../plots/trade-off.ts';
import { bytes, count, latency, segments, type Segment } from '../../plots/format.ts';
import { lessIsBetter, metricName } from '../../plots/metric-names.ts';

/** By key of a column: what it is called, its number of a run, and how that is written. */
export const costs = {
  oneRow: {
    name: 'One row',
    axis: 'time for one row, median (ms)',
    /** What the clock cannot tell apart from nothing stands here. */
    least: 0.001,
    isLess: true,
    of: (run: Run) => run.cost?.oneRow.median ?? null,
    text: latency,
  },
  rowsPerSecond: {
    name: 'Rows a second',
    axis: 'rows a second, 1,000 at once',
    least: 1,
    isLess: false,
    of: (run: Run) => run.cost?.rowsPerSecond ?? null,
    text: (n: number) => count(Number(n.toPrecision(2))),
  },
  bytes: {
    name: 'Size',
    axis: 'size of the model (bytes)',
    least: 1,
    isLess: true,
    of: (run: Run) => run.cost?.bytes ?? null,
    text: bytes,
  },
} as const;
export type CostKey = keyof typeof costs;
export const costKeys = Object.keys(costs) as CostKey[];
export const isCost = (key: string): key is CostKey => key in costs;

/** Runs that answer the same question of the same rows as `of`. */
export function comparable(runs: readonly RunListing[], of: Run): RunListing[] {
  const question = ({ study, rows }: Run) =>
    stableJson([study.data.sha256, study.framing, study.split, study.seed, rows]);
  return runs.filter(({ run }) => question(run) === question(of));
}

/** The person's own word for it, or the family where it is still called as its study. */
function nameOf({ label, run: { study } }: RunListing): string {
  return label === study.name ? (classifiers[study.model.kind]?.label ?? study.model.kind) : label;
}

/** Runs that have both numbers, each marked where no other is at least as good and at most as dear (one of them really). */
export function tradePoints(runs: readonly RunListing[], metric: string, cost: CostKey): TradePoint[] {
  const told = runs.flatMap((listing) => {
    const estimate = listing.run.metrics.test[metric];
    const dear = costs[cost].of(listing.run);
    if (estimate?.value == null || dear === null) return [];
    return [{ name: nameOf(listing), cost: dear, value: estimate.value, low: estimate.low, high: estimate.high }];
  });
  const loss = (value: number) => (lessIsBetter.has(metric) ? value : -value);
  const price = (value: number) => (costs[cost].isLess ? value : -value);
  return told.map((point) => {
    const isBest = !told.some((other) => {
      const [better, cheaper] = [loss(other.value) - loss(point.value), price(other.cost) - price(point.cost)];
      return better <= 0 && cheaper <= 0 && (better < 0 || cheaper < 0);
    });
    return { ...point, isBest };
  });
}

/** Which is the best, and what the cheapest gives up for what. */
export function tradeSentence(points: readonly TradePoint[], metric: string, cost: CostKey): Segment[] {
  const best = points.filter(({ isBest }) => isBest);
  const loss = ({ value }: TradePoint) => (lessIsBetter.has(metric) ? value : -value);
  const top = [...best].sort((a, b) => loss(a) - loss(b))[0];
  const price = (point: TradePoint) => (costs[cost].isLess ? point.cost : -point.cost);
  const cheap = [...best].sort((a, b) => price(a) - price(b))[0];
  if (!top || !cheap) return segments('No run has both numbers.');
  const words = (point: TradePoint) =>
    `${metricName(metric)} ${point.value.toFixed(3)}, ${costs[cost].text(point.cost)}`;
  const name = costs[cost].name.toLowerCase();
  if (top === cheap) return segments(`**${top.name}** is the best in both: ${words(top)}.`);
  const overlaps = top.low !== null && cheap.high !== null && top.low <= cheap.high && cheap.low! <= top.high!;
  return segments(
    `**${top.name}** is the best (${words(top)}); **${cheap.name}** is the best in ${name} (${words(cheap)})${overlaps ? ', and their intervals overlap: compare the two before paying for more' : ''}.`,
  );
}
