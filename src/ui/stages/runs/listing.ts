/** @file The run list in order, and values of a study in words. */
import type { RunListing } from '../../state/contract.ts';
import { decimal, segments, type Segment } from '../../plots/format.ts';
import { costs, isCost } from './trade-off.ts';
import { inOrder, lessIsBetter, metricName } from '../../plots/metric-names.ts';

export type SortKey = 'savedAt' | 'label' | 'model' | (string & {});
export interface Order {
  by: SortKey;
  falling: boolean;
}

/** Every test metric some run has, in the order above. */
export function metricsOf(runs: readonly RunListing[]): string[] {
  return inOrder(runs.flatMap(({ run }) => Object.keys(run.metrics.test)));
}

/** A sorted copy. Runs without the number come last either way; equals keep the newest first. */
export function sortRuns(runs: readonly RunListing[], { by, falling }: Order): RunListing[] {
  const newestFirst = [...runs].sort((a, b) => b.savedAt.localeCompare(a.savedAt));
  const key = (listing: RunListing): string | number | null => {
    if (by === 'savedAt') return listing.savedAt;
    if (by === 'label') return listing.label.toLowerCase();
    if (by === 'model') return listing.run.study.model.kind;
    if (isCost(by)) return costs[by].of(listing.run);
    return listing.run.metrics.test[by]?.value ?? null;
  };
  return newestFirst.sort((a, b) => {
    const x = key(a);
    const y = key(b);
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return falling ? -order : order;
  });
}

/** A study's value as a person reads it; absent is said as such. */
export function valueText(value: unknown): string {
  if (value === undefined) return '(absent)';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** The order a heading gives when pressed first: the best, the newest or A to Z on top. */
export function firstOrder(by: SortKey): Order {
  return {
    by,
    falling: by !== 'label' && by !== 'model' && !lessIsBetter.has(by) && !(isCost(by) && costs[by].isLess),
  };
}

/** How many runs there are and which is the latest. */
export function runsFinding(runs: readonly RunListing[]): Segment[] {
  const latest = sortRuns(runs, { by: 'savedAt', falling: true })[0];
  if (!latest) return segments('No runs are kept here.');
  const metric = inOrder(Object.keys(latest.run.metrics.test))[0];
  const value = metric ? latest.run.metrics.test[metric]!.value : null;
  const scored = metric && value !== null ? `, with ${metricName(metric)} **${decimal(value)}** on its test rows` : '';
  return segments(
    `**${runs.length}** ${runs.length === 1 ? 'run is' : 'runs are'} kept; the latest is ${latest.label}${scored}.`,
  );
}

/** `23 Nov 13:05`, in the person's own time zone. */
export function when(savedAt: string): string {
  const format = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false } as const;
  return new Date(savedAt).toLocaleString('en-GB', format).replace(',', '');
}

/** Milliseconds as `1.2 s`. */
export function seconds(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return 'unknown time';
  return milliseconds < 100 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
