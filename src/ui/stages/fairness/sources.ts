/** @file Where a difference between groups can come from, each source with what this run measured of it and what it did not. */
import type { InformationRanking } from '../../../core/data/explore/types.ts';
import type { GroupTable, Run } from '../../../core/study/run.ts';
import { count, decimal, percent } from '../../plots/format.ts';
import { smallest } from '../../plots/group-intervals.ts';

export interface Source {
  name: string;
  asks: string;
  measured: string;
  /** What no number here can tell. */
  open: string;
}

/** In the order of the way from people to a verdict (after Suresh and Guttag 2021). told: what the columns tell of the group. */
export function sources(run: Run, column: string, table: GroupTable, told: InformationRanking | null): Source[] {
  return [
    {
      name: 'Data',
      asks: 'Who is in it, and who is not?',
      measured: representation(table),
      open: 'Who never came into the table at all.',
    },
    {
      name: 'Labelling',
      asks: 'Does the answer mean the same for everyone?',
      measured: baseRates(run, table),
      open: 'Whether the recorded answer is the true one, and as often for each group.',
    },
    {
      name: 'Features',
      asks: 'Do other columns stand in for the group?',
      measured: proxies(run, column, told),
      open: 'What several columns tell together.',
    },
    {
      name: 'Objective',
      asks: 'What is made small in training and in deciding?',
      measured: objective(run),
      open: 'Whether these are the prices of those who are decided on.',
    },
    {
      name: 'Evaluation',
      asks: 'Can the verdict see a difference?',
      measured: evaluation(table),
      open: 'Whether the held-out rows are like those that will come.',
    },
  ];
}

function representation({ rows }: GroupTable): string {
  const total = rows.reduce((sum, { n }) => sum + n, 0);
  const sorted = [...rows].sort((a, b) => a.n - b.n);
  const [least, largest] = [sorted[0], sorted.at(-1)];
  if (!least || !largest || least === largest) return 'There is one group only.';
  return `${largest.group} is ${percent(largest.n / total)} of the test rows, ${least.group} ${percent(least.n / total)}.`;
}

function baseRates(run: Run, { rows }: GroupTable): string {
  const told = rows
    .filter(({ n, truePositiveRate }) => n >= smallest && truePositiveRate.reason === undefined)
    .map(({ group, n, truePositiveRate }) => ({ group, share: truePositiveRate.n / n }))
    .sort((a, b) => a.share - b.share);
  const [low, high] = [told[0], told.at(-1)];
  if (!low || !high || low === high)
    return `Fewer than two groups have ${smallest} test rows and a positive among them.`;
  return `${percent(low.share)} of ${low.group} and ${percent(high.share)} of ${high.group} are recorded as ${run.classes.at(-1)}.`;
}

function proxies(run: Run, column: string, told: InformationRanking | null): string {
  const itself = run.features.includes(column) ? `The model learns from ${column} itself. ` : '';
  if (!told) return `${itself}Not measured yet.`;
  const most = told.columns
    .filter((each) => run.features.includes(each.column) && each.column !== column && each.share !== null)
    .sort((a, b) => b.share! - a.share!)[0];
  if (!most) return `${itself}No other column can be held against it.`;
  return `${itself}Of the other columns ${most.column} tells most of ${column}: ${percent(most.share)} of what there is to know.`;
}

function objective({ study }: Run): string {
  const { decision, model, mitigation } = study;
  const trained = model.classWeight === 'balanced' ? 'The log loss with classes weighted alike' : 'The log loss';
  const decided =
    decision.kind === 'cost'
      ? `decided at ${decision.falseNegative} a miss and ${decision.falsePositive} a false alarm`
      : `decided at ${decimal(decision.value, 2)}`;
  const mended = mitigation ? `; ${mitigation.kind} by ${mitigation.group}` : '; nothing in it knows of groups';
  return `${trained}, ${decided}${mended}.`;
}

function evaluation({ rows, gaps }: GroupTable): string {
  const thin = rows.filter(({ n }) => n < smallest).length;
  const { low, high } = gaps.equalOpportunityDifference;
  const width =
    low === null || high === null
      ? 'The gap in who is found has no interval'
      : `The interval of the gap in who is found is ${decimal(high - low)} wide`;
  const few = thin === 0 ? `every group has ${smallest} test rows or more` : `${count(thin)} of ${count(rows.length)} groups have fewer than ${smallest} test rows`; // prettier-ignore
  return `${width}; ${few}.`;
}
