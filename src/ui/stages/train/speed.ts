/** @file What asking a model takes, and what its backup gives up, in words. Pure. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { answering } from '../../../core/study/backup.ts';
import type { Cost } from '../../../core/study/cost.ts';
import type { Run } from '../../../core/study/run.ts';
import { bytes, count, decimal, interval, latency, segments, signed, type Segment } from '../../plots/format.ts';
import { inOrder, metricName } from '../../plots/metric-names.ts';

export function speedSentence({ oneRow, rowsPerSecond, batchRows, bytes: size }: Cost): Segment[] {
  const many =
    rowsPerSecond === null
      ? `${count(batchRows)} at once go by unnoticed`
      : `${count(batchRows)} at once go at **${count(Number(rowsPerSecond.toPrecision(2)))}** rows a second`;
  return segments(
    `One row takes **${latency(oneRow.median)}** (95 of 100 within ${latency(oneRow.p95)}, asked ${oneRow.n} times); ${many}; the model is **${bytes(size)}**.`,
  );
}

/** Who would answer within the budget, and what it costs; null where the run was made without budget and backup. */
export function backupSentence(run: Run, labelOf: (kind: string) => string): Segment[] | null {
  const { cost, backup, study } = run;
  const { latencyBudget: budget } = study;
  if (!cost || (!backup && budget === undefined)) return null;
  const within = (of: Cost) => `95 of 100 rows within ${latency(of.oneRow.p95)}`;
  const name = study.backup ? labelOf(study.backup.kind).toLowerCase() : 'none';
  const who = answering(budget, cost, backup?.cost);
  const told =
    budget === undefined
      ? 'No budget is named: **the model** answers unless it fails.'
      : who === 'model'
        ? `**The model** keeps to the budget of ${budget} ms (${within(cost)}) and answers.`
        : who === 'backup'
          ? `The model is over the budget of ${budget} ms (${within(cost)}): **the backup** answers (${within(backup!.cost)}).`
          : `**Neither** keeps to the budget of ${budget} ms: the model ${within(cost)}${backup ? `, the backup ${within(backup.cost)}` : ', and there is no backup'}.`;
  if (!backup) return segments(told);
  const metric = inOrder(Object.keys(backup.differences))[0];
  if (!metric) return segments(told);
  const difference = backup.differences[metric]!;
  return segments(
    `${told} The backup, ${name}, comes to ${metricName(metric)} **${decimal(backup.metrics.test[metric]?.value)}** instead of ${decimal(run.metrics.test[metric]?.value)}: **${signed(difference.value)}** (${interval(difference)}, paired).`,
  );
}

export interface BackupRow {
  metric: string;
  model: string;
  backup: string;
  difference: string;
  interval: string;
}

/** Every metric of the test rows; empty where there is no backup. */
export function backupRows({ metrics, backup }: Run): BackupRow[] {
  if (!backup) return [];
  const value = (estimate: Estimate | undefined) => (estimate ? decimal(estimate.value) : '');
  return inOrder(Object.keys(backup.differences)).map((metric) => ({
    metric: metricName(metric),
    model: value(metrics.test[metric]),
    backup: value(backup.metrics.test[metric]),
    difference: signed(backup.differences[metric]!.value),
    interval: interval(backup.differences[metric]!),
  }));
}
