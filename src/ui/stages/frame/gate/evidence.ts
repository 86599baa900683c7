/** @file What the numbers at hand say to the questions of the gate; the rest is a person's to answer. Pure. */
import type { Estimate } from '../../../../core/base/estimate.ts';
import type { TableSummary } from '../../../../core/data/profile-types.ts';
import { gateQuestions, type GateAnswer, type GateId } from '../../../../core/study/purpose.ts';
import type { Run } from '../../../../core/study/run.ts';
import type { StudyInput } from '../../../../core/study/schema.ts';
import type { Comparison, FrameNotes } from '../../../../core/study/verdicts.ts';
import { count, decimal, interval, percent, segments, signed, type Segment } from '../../../plots/format.ts';
import { fewRows } from '../findings.ts';

export interface Known {
  study: Partial<StudyInput>;
  table: TableSummary;
  notes: FrameNotes | null;
  /** The shown run, where it is of this table. */
  run: Run | null;
  /** The run against one rule, where that was tried. */
  simpler: Comparison | null;
  /** The formula of the purpose on the run; null without either. */
  business: Estimate | null;
}

const withInterval = (estimate: Estimate | undefined) =>
  estimate && estimate.value !== null ? `${decimal(estimate.value)} (${interval(estimate)})` : 'undefined';

/** A sentence of what was computed; null where nothing can be. */
export function evidence(id: GateId, known: Known): string | null {
  const { notes, run } = known;
  switch (id) {
    case 'learn':
      return (
        notes && `${count(notes.features.length)} columns to learn from, ${count(notes.rows.train)} rows to learn on.`
      );
    case 'complex':
    case 'simpler':
      return simplerSaid(known);
    case 'patterns':
      return run && chanceSaid(run);
    case 'data':
      return notes && dataSaid(notes);
    case 'unseen':
      return notes && unseenSaid(known.study, notes);
    case 'cheap':
      return run && costSaid(run);
    case 'scale':
      return run && latencySaid(run);
    case 'changing':
      return datesSaid(known.table);
    case 'unethical':
      return peopleSaid(known.table, run);
    case 'costly':
      return known.business && businessSaid(known.business, known.study);
    default:
      return null;
  }
}

function chanceSaid({ metrics, baseline }: Run): string {
  const [own, prior] = [metrics.test['logLoss'], baseline.test['logLoss']];
  if (!own || !prior || own.value === null || prior.value === null) return 'The log loss of this run is undefined.';
  const better = own.high !== null && own.high < prior.value;
  return `Log loss on ${count(own.n)} test rows: ${withInterval(own)}, and ${decimal(prior.value)} for always telling the shares of the classes. ${better ? 'The inputs tell of the answer.' : 'That is not told apart from chance.'}`;
}

function simplerSaid({ run, simpler }: Known): string | null {
  if (!run) return null;
  const accuracy = simpler?.metrics.find(({ metric }) => metric === 'accuracy');
  if (!accuracy) return null;
  const { a, b, difference } = accuracy;
  const said =
    difference.low !== null && difference.low > 0
      ? 'The model is better than the rule.'
      : difference.high !== null && difference.high < 0
        ? 'The rule is better than the model.'
        : 'The two are not told apart.';
  return `One rule on one column is right in ${percent(a.value)} of test rows, the model in ${percent(b.value)}: ${signed(difference.value)} (${interval(difference)}). ${said}`;
}

function dataSaid({ classes, rows, dropped }: FrameNotes): string {
  const short = classes.filter(({ n }) => n < fewRows).length;
  const total = rows.train + rows.validation + rows.test;
  const missing = dropped > 0 ? ` ${count(dropped)} have no answer.` : '';
  return `${count(total)} rows with an answer in ${count(classes.length)} classes; ${short === 0 ? `each class has its ${fewRows}` : `${count(short)} ${short === 1 ? 'has' : 'have'} fewer than ${fewRows}`}.${missing}`;
}

function unseenSaid({ split }: Partial<StudyInput>, { rows }: FrameNotes): string {
  const kind = split?.kind ?? 'stratified';
  const how =
    kind === 'time'
      ? 'the latest rows, as unseen rows will be later ones'
      : kind === 'group'
        ? 'whole groups that were not learned from'
        : kind === 'column'
          ? 'as a column says'
          : 'drawn at random from the same table: they say nothing of other times and places';
  return `${count(rows.test)} rows judge, ${how}.`;
}

function costSaid({ confusion, study, classes }: Run): string {
  const cells = confusion.test;
  const n = cells.flat().reduce((sum, cell) => sum + cell, 0);
  const right = cells.reduce((sum, row, i) => sum + row[i]!, 0);
  if (n === 0) return 'There are no test rows.';
  const { decision } = study;
  if (decision.kind !== 'cost' || classes.length !== 2)
    return `${count((1000 * (n - right)) / n)} of 1,000 test rows are answered wrongly. No price is told: set one in Decide by, or in Objectives.`;
  const cost = (cells[0]![1]! * decision.falsePositive + cells[1]![0]! * decision.falseNegative) / n;
  return `${count((1000 * (n - right)) / n)} of 1,000 test rows are answered wrongly; at ${decision.falsePositive} and ${decision.falseNegative} for the two errors that costs ${count(1000 * cost)}.`;
}

function latencySaid({ timings, rows }: Run): string | null {
  const took = timings['predict'];
  const n = rows.validation + rows.test;
  return took === undefined || took <= 0 || n === 0
    ? null
    : `${count((n / took) * 3_600_000)} rows an hour on this device, in batches of ${count(n)}.`;
}

function businessSaid({ value, low, high, n, reason }: Estimate, { purpose }: Partial<StudyInput>): string {
  const unit = purpose?.unit ?? 'The business metric';
  if (value === null) return `${unit}: undefined, ${reason}.`;
  const told = low === null || high === null ? count(value) : `${count(value)} (${count(low)} to ${count(high)})`;
  const target = purpose?.target === undefined ? '' : `, and the target is ${count(purpose.target)}`;
  return `${unit}: ${told} on ${count(n)} test rows${target}.`;
}

function datesSaid({ columns }: TableSummary): string | null {
  const dated = columns.filter(({ type }) => type === 'date').map(({ name }) => name);
  return dated.length === 0
    ? 'No column holds dates, so that change over time cannot be seen in this table.'
    : `${dated.slice(0, 3).join(', ')} ${dated.length === 1 ? 'holds' : 'hold'} dates: Explore shows each column over time.`;
}

function peopleSaid({ columns }: TableSummary, run: Run | null): string {
  const sensitive = columns.filter((column) => column.sensitive).map(({ name }) => name);
  if (sensitive.length === 0) return 'No column is marked as sensitive.';
  const gaps = Object.entries(run?.groups ?? {}).flatMap(([name, { gaps }]) =>
    gaps.equalizedOddsDifference.value === null ? [] : [`${decimal(gaps.equalizedOddsDifference.value)} by ${name}`],
  );
  return `Sensitive: ${sensitive.join(', ')}.${gaps.length > 0 ? ` Largest gap of the rates: ${gaps.join(', ')}.` : ''}`;
}

type Answers = Partial<Record<GateId, GateAnswer>>;

/** How many questions are answered, and what speaks for and against. */
export function gateFinding(answers: Answers): Segment[] {
  const given = gateQuestions.filter(({ id }) => answers[id] && answers[id].answer !== 'unsure');
  if (given.length === 0) return segments('Should this be machine learning **at all**?');
  const against = given.filter(({ id, side }) => answers[id]!.answer === (side === 'against' ? 'yes' : 'no'));
  const left = gateQuestions.length - given.length;
  const open = left === 0 ? '' : ` ${left} ${left === 1 ? 'question is' : 'questions are'} open.`;
  const stop = against.find(({ side }) => side === 'against');
  if (stop) return segments(`**${words[stop.id]}**: that alone speaks against it.${open}`);
  return segments(
    `**${given.length - against.length}** of ${given.length} answers speak for it, **${against.length}** against.${open}`,
  );
}

const words: Record<string, string> = {
  unethical: 'It would be unethical',
  simpler: 'Something simpler does it',
  costly: 'It costs more than it brings',
};
