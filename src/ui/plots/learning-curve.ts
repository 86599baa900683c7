/** @file The score against the number of rows learned from. */
import type { Estimate } from '../../core/base/estimate.ts';
import type { LearningCurve } from '../../core/study/learning-curve.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

/** Log loss of the rows left out with its interval, and of the rows learned from. */
export function learningCurveFigure({ points, folds, rows }: LearningCurve): Figure {
  const x = points.map((point) => Math.round(point.rows));
  const drawn = points.filter(({ logLoss }) => logLoss.low !== null && logLoss.high !== null);
  const edge = (read: (estimate: Estimate) => number | null) => drawn.map(({ logLoss }) => read(logLoss));
  const last = points.at(-1);
  return {
    label: `Log loss of rows left out against rows learned from: ${decimal(points[0]?.logLoss.value)} at ${count(x[0] ?? 0)}, ${decimal(last?.logLoss.value)} at ${count(x.at(-1) ?? 0)}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [...drawn.map((p) => Math.round(p.rows)), ...drawn.map((p) => Math.round(p.rows)).reverse()],
        y: [...edge(({ high }) => high), ...edge(({ low }) => low).reverse()],
        fill: 'toself',
        fillcolor: token('g1', 0.15),
        line: { width: 0 },
        hoverinfo: 'skip',
        showlegend: false,
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'left out',
        x,
        y: points.map(({ logLoss }) => logLoss.value),
        line: { color: meaning.model, width: 2 },
        marker: { color: meaning.model, size: 7 },
        hovertemplate: '%{x:,} rows: %{y:.3f} left out<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'learned from',
        x,
        y: points.map(({ learned }) => learned.value),
        line: { color: meaning.validation, width: 2, dash: 'dot' },
        marker: { color: meaning.validation, size: 6 },
        hovertemplate: '%{x:,} rows: %{y:.3f} of those learned from<extra></extra>',
      },
    ],
    layout: {
      xaxis: {
        title: { text: 'rows learned from' },
        type: 'log',
        tickvals: x,
        ticktext: x.map((n) => count(n)),
      },
      yaxis: { title: { text: 'log loss (nats)' } },
      showlegend: true,
    },
    table: {
      columns: ['rows learned from', 'log loss', 'from', 'to', 'ROC AUC', 'from', 'to', 'log loss, learned from'],
      rows: points.map(({ rows: n, logLoss, rocAuc, learned }) => [
        Math.round(n),
        ...[logLoss.value, logLoss.low, logLoss.high],
        ...[rocAuc.value, rocAuc.low, rocAuc.high],
        learned.value,
      ]),
    },
    rows: `${count(folds)} folds of ${count(rows)} training and validation rows`,
  };
}
