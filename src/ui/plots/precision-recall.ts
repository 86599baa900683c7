/** @file Precision against recall, drawn as steps (no interpolation), with the place where the page decides now. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, thin, type Figure } from './figure.ts';
import { count, decimal, interval, percent } from './format.ts';
import { here } from './roc.ts';

export interface PrecisionRecallInput {
  /** Shares in [0, 1] and the threshold that gives them, one entry a distinct score, by rising recall. */
  recall: ArrayLike<number>;
  precision: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  averagePrecision: Estimate;
  positive: string;
  /** Share of the positive class among the rows: what chance alone would give. */
  prevalence: number;
  now: { recall: number | null; precision: number | null; threshold: number } | null;
}

export function precisionRecallFigure(input: PrecisionRecallInput): Figure {
  const { recall: x, precision: y, thresholds, averagePrecision, positive, prevalence, now } = input;
  const drawn = thin(x.length);
  const figure: Figure = {
    label: `Precision against recall for ${positive}: average precision ${decimal(averagePrecision.value)} (${interval(averagePrecision)}); naming at random gives ${decimal(prevalence)}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, 1],
        y: [prevalence, prevalence],
        line: { color: meaning.chance, width: 1, dash: 'dash' },
        hovertemplate: `naming at random: ${percent(prevalence)}<extra></extra>`,
      },
      {
        type: 'scatter',
        mode: 'lines',
        x: drawn.map((i) => x[i]!),
        y: drawn.map((i) => y[i]!),
        text: drawn.map((i) => decimal(thresholds[i])),
        line: { color: meaning.model, width: 2, shape: 'vh' },
        hovertemplate: 'recall %{x:.3f}<br>precision %{y:.3f}<br>threshold %{text}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'recall' }, range: [-0.01, 1.01] },
      yaxis: { title: { text: 'precision' }, range: [-0.01, 1.03] },
    },
    table: {
      columns: ['threshold', 'recall', 'precision'],
      rows: drawn.map((i) => [Number.isFinite(thresholds[i]!) ? thresholds[i]! : 'above all', x[i]!, y[i]!]),
    },
    rows: `${count(averagePrecision.n)} test rows, ${percent(prevalence)} of them ${positive}`,
  };
  if (now && now.recall !== null && now.precision !== null)
    figure.data.push(here(now.recall, now.precision, now.threshold));
  return figure;
}
