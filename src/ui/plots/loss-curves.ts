/** @file Loss against step, on training and validation rows. */
import type { Curves } from '../../core/models/contract.ts';
import { meaning, thin, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

/** history: one entry a step (an epoch or an iteration), mean log loss in nats; validationLoss may be empty. */
export function lossCurves(history: Curves): Figure {
  const { step, loss, validationLoss } = history;
  const drawn = thin(step.length);
  const hasValidation = validationLoss.length > 0;
  const line = (name: string, values: number[], color: string, dash: 'solid' | 'dot') => ({
    type: 'scatter' as const,
    mode: 'lines' as const,
    name,
    x: drawn.map((i) => step[i]!),
    y: drawn.map((i) => finite(values[i])),
    line: { color, width: 2, dash },
    hovertemplate: `step %{x}: %{y:.4f}<extra>${name}</extra>`,
  });
  const data = [line('training', loss, meaning.model, 'solid')];
  if (hasValidation) data.push(line('validation', validationLoss, meaning.validation, 'dot'));
  return {
    label: sentence(history),
    data,
    layout: {
      showlegend: hasValidation,
      xaxis: { title: { text: 'step (epoch or iteration)' }, rangemode: 'nonnegative' },
      yaxis: { title: { text: 'mean log loss (nats)' } },
    },
    table: {
      columns: hasValidation ? ['step', 'training loss', 'validation loss'] : ['step', 'training loss'],
      rows: step.map((s, i) => {
        const row = [s, finite(loss[i])];
        return hasValidation ? [...row, finite(validationLoss[i])] : row;
      }),
    },
    rows: `${count(step.length)} steps`,
  };
}

function sentence({ step, loss, validationLoss }: Curves): string {
  if (step.length === 0) return 'Loss against step; nothing yet.';
  const last = step.length - 1;
  const end = `training loss ${decimal(loss[last])} after step ${count(step[last]!)}`;
  return validationLoss.length > 0
    ? `Loss against step: ${end}, validation loss ${decimal(validationLoss[last])}.`
    : `Loss against step: ${end}.`;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
