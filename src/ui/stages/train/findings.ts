/** @file What the Train stage says before, during and after a fit. Pure. */
import type { Progress } from '../../../core/base/progress.ts';
import { partOf } from '../../state/estimate.ts';
import type { Run } from '../../../core/study/run.ts';
import { bytes, count, decimal, segments, type Segment } from '../../plots/format.ts';

export function readyFinding(label: string): Segment[] {
  return segments(`Ready to fit **${label.toLowerCase()}**; the baseline is judged beside it, always.`);
}

/** `Training: epoch **12**, validation loss **.312**.` */
export function trainingFinding(progress: Progress | null, paused: boolean): Segment[] {
  const { epoch, loss, validationLoss } = progress?.values ?? {};
  const part = progress && partOf(progress);
  const doing = `${paused ? 'Paused' : 'Training'}${part ? ` ${part}` : ''}`;
  if (epoch === undefined) return segments(`${doing}: ${progress?.stage ?? 'getting ready'}.`);
  const watched =
    validationLoss !== undefined
      ? `, validation loss **${decimal(validationLoss)}**`
      : loss !== undefined
        ? `, loss **${decimal(loss)}**`
        : '';
  return segments(`${doing}: step **${count(epoch)}**${watched}.`);
}

const endings: Record<string, string> = {
  converged: 'converged',
  'early stop': 'stopped early, before it learned by heart,',
  'all epochs': 'ran all its epochs',
  'iteration limit': 'met its iteration limit before it converged',
  'nan loss': 'stopped because its loss was no longer a number; the best weights were kept,',
  'device lost': 'stopped because the GPU was lost; the best weights were kept,',
  cancelled: 'was cancelled; the best weights were kept,',
};

/** `Logistic regression **converged** after **12** steps in **1.2 s**.` */
export function endedFinding(run: Run, label: string): Segment[] {
  const steps = run.curves.step.length;
  const ended = endings[run.ended] ?? run.ended;
  return segments(
    `${label} **${ended}** after **${count(steps)}** ${steps === 1 ? 'step' : 'steps'} in **${duration(run.timings['fit'] ?? 0)}**.`,
  );
}

/** `840 ms`, `1.2 s`, `3 min 5 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** What the model, its rows and its buffers take, and where; empty where the family does not tell. */
export function memory(values: Record<string, number>): [name: string, value: string][] {
  const { deviceBytes, hostBytes } = values;
  return [
    ...(deviceBytes === undefined ? [] : [['Memory, GPU', bytes(deviceBytes)] satisfies [string, string]]),
    ...(hostBytes === undefined ? [] : [['Memory, processor', bytes(hostBytes)] satisfies [string, string]]),
  ];
}
