/** @file Who usually has a stake, what they look at, and what their scorecards come to in words. Pure. */
import type { Estimate } from '../../../../core/base/estimate.ts';
import { parseFormula } from '../../../../core/study/formula.ts';
import type { Purpose, Stakeholder } from '../../../../core/study/purpose.ts';
import type { Kept, Scorecards } from '../../../../core/study/scorecards.ts';
import { count, decimal, interval, segments, type Segment } from '../../../plots/format.ts';
import { inOrder, metricName } from '../../../plots/metric-names.ts';
import type { RunListing } from '../../../state/contract.ts';

/** Runs side by side in a scorecard. */
const mostRuns = 5;

/** What a stakeholder may look at, of these runs. */
export function metricChoices(
  runs: readonly RunListing[],
  groups: readonly string[],
): { value: string; label: string }[] {
  const keys = inOrder(runs.flatMap(({ run }) => Object.keys(run.metrics.test)));
  const known = keys.length > 0 ? keys : ['rocAuc', 'accuracy', 'precision', 'recall', 'macroF1', 'logLoss'];
  return [
    { value: 'business', label: 'business metric' },
    ...known.map((key) => ({ value: key, label: metricName(key) })),
    { value: 'latency', label: 'latency (ms a row)' },
    ...groups.map((name) => ({ value: `gap: ${name}`, label: `gap by ${name}` })),
  ];
}

/** Five who usually have a stake; the last is anybody. */
export function usual(isBinary: boolean, groups: readonly string[]): Stakeholder[] {
  return [
    { name: 'engineer', metric: isBinary ? 'rocAuc' : 'macroF1', weight: 1 },
    { name: 'sales', metric: 'business', weight: 1 },
    { name: 'product', metric: isBinary ? 'precision' : 'accuracy', weight: 1 },
    { name: 'platform', metric: 'latency', weight: 1, limit: 10 },
    { name: 'manager', metric: groups[0] ? `gap: ${groups[0]}` : 'accuracy', weight: 1 },
    { name: 'someone else', metric: 'accuracy', weight: 1 },
  ];
}

/** A name that nobody has yet. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let i = 2; ; i++) if (!taken.includes(`${name} ${i}`)) return `${name} ${i}`;
}

/** The newest runs of the open table. */
export function runsOf(runs: readonly RunListing[], sha256: string | undefined): RunListing[] {
  return runs
    .filter(({ run }) => run.study.data.sha256 === sha256)
    .toSorted((a, b) => b.savedAt.localeCompare(a.savedAt))
    .slice(0, mostRuns);
}

/** Each run's own name; those of one name are told apart by their model and id. */
export function titlesOf(runs: readonly RunListing[]): string[] {
  return runs.map(({ id, label, run }) =>
    runs.some((other) => other.id !== id && other.label === label)
      ? `${run.study.model.kind} ${id.slice(0, 4)}${/-\d+$/.exec(id)?.[0] ?? ''}`
      : label,
  );
}

/** The sentence why a formula cannot be read; null where it can. */
export function wrongFormula(text: string): string | null {
  try {
    parseFormula(text, 'formula');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whom the runs please, and where those with a stake part. */
export function purposeFinding(purpose: Purpose, cards: Scorecards | null, titles: readonly string[]): Segment[] {
  if (!cards || cards.people.length === 0 || titles.length === 0)
    return segments(
      purpose.goal ? `This study is to **${lower(purpose.goal)}**` : 'What is this for, **and for whom**?',
    );
  if (titles.length === 1) {
    const limited = cards.people.filter(({ scores }) => scores[0]!.kept !== null);
    const broken = limited.filter(({ scores }) => /broken/.test(scores[0]!.kept!));
    if (limited.length === 0) return segments('There is one run, and **no limit** to hold it against.');
    return broken.length === 0
      ? segments(`The one run keeps **every limit that can be told**.`)
      : segments(`The one run breaks the limit of **${broken.map(({ name }) => name).join(', ')}**.`);
  }
  const wishes = new Map<number, string[]>();
  cards.preferred.forEach((run, p) => {
    if (run !== null) wishes.set(run, [...(wishes.get(run) ?? []), cards.people[p]!.name]);
  });
  const said = [...wishes].map(([run, names]) => `**${names.join(' and ')}** would take ${titles[run]}`);
  if (said.length === 0) return segments('The runs are **the same** to all who have a stake.');
  return segments(said.length === 1 ? `All agree: ${said[0]}.` : `They conflict: ${said.join('; ')}.`);
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/[^.!?]$/, '$&.');

/** `.912 (.888 to .932)`, `0.012 ms` */
export function scoreText({ value, low, high, reason }: Estimate, metric: string): string {
  if (value === null) return reason ?? 'undefined';
  const digits = metric === 'latency' ? 3 : Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  const amount = (of: number) => (Math.abs(of) >= 1000 ? count(of).replace('-', '−') : decimal(of, digits));
  if (low === null || high === null)
    return `${amount(value)}${metric === 'latency' ? ' ms' : ''}, ${reason ?? 'no interval'}`;
  return Math.abs(value) >= 1000
    ? `${amount(value)} (${amount(low)} to ${amount(high)})`
    : `${decimal(value, digits)} (${interval({ low, high }, digits)})`;
}

const keptWords: Record<Kept, string> = {
  'surely kept': 'kept',
  kept: 'kept, not surely',
  broken: 'broken, not surely',
  'surely broken': 'broken',
  unknown: 'cannot be told',
};

/** A number without an interval is as sure as it was measured. */
export function keptText(kept: Kept, { low }: Estimate): string {
  return low === null ? keptWords[kept].replace(', not surely', '') : keptWords[kept];
}
