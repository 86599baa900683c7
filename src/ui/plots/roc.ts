/** @file The receiver operating characteristic, with the place where the page decides now. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, thin, type Figure } from './figure.ts';
import { count, decimal, interval } from './format.ts';

export interface RocInput {
  /** Rates in [0, 1] and the threshold that gives them, one entry a distinct score, from (0, 0) to (1, 1). */
  falsePositiveRate: ArrayLike<number>;
  truePositiveRate: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  area: Estimate;
  positive: string;
  /** The point of the present threshold; null for one class against the rest. */
  now: { falsePositiveRate: number | null; truePositiveRate: number | null; threshold: number } | null;
}

export function rocFigure({
  falsePositiveRate: x,
  truePositiveRate: y,
  thresholds,
  area,
  positive,
  now,
}: RocInput): Figure {
  const drawn = thin(x.length);
  const figure: Figure = {
    label: `ROC curve for ${positive}: area ${decimal(area.value)} (${interval(area)}); chance alone gives .500.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, 1],
        y: [0, 1],
        line: { color: meaning.chance, width: 1, dash: 'dash' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'lines',
        x: drawn.map((i) => x[i]!),
        y: drawn.map((i) => y[i]!),
        text: drawn.map((i) => decimal(thresholds[i])),
        line: { color: meaning.model, width: 2 },
        hovertemplate:
          'false positive rate %{x:.3f}<br>true positive rate %{y:.3f}<br>threshold %{text}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'false positive rate' }, range: [-0.01, 1.01] },
      yaxis: { title: { text: 'true positive rate' }, range: [-0.01, 1.03] },
    },
    table: {
      columns: ['threshold', 'false positive rate', 'true positive rate'],
      rows: drawn.map((i) => [Number.isFinite(thresholds[i]!) ? thresholds[i]! : 'above all', x[i]!, y[i]!]),
    },
    rows: `${count(area.n)} test rows, ${count(Math.max(0, x.length - 1))} distinct scores`,
  };
  if (now && now.falsePositiveRate !== null && now.truePositiveRate !== null) {
    figure.data.push(here(now.falsePositiveRate, now.truePositiveRate, now.threshold));
  }
  return figure;
}

/** The mark of the present threshold on a curve. */
export function here(x: number, y: number, threshold: number) {
  return {
    type: 'scatter' as const,
    mode: 'markers' as const,
    x: [x],
    y: [y],
    marker: { color: meaning.choice, size: 10 },
    hovertemplate: `at ${decimal(threshold, 2)}: %{x:.3f}, %{y:.3f}<extra></extra>`,
  };
}
