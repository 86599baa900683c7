/** @file The loss batch by batch while the learning rate rises. */
import type { RateRange } from '../../core/models/contract.ts';
import { meaning, thin, type Figure } from './figure.ts';
import { count, decimal, significant } from './format.ts';

export function rateRangeFigure({ points, steepest, around, batchSize, rows }: RateRange): Figure {
  const drawn = thin(points.length).map((i) => points[i]!);
  const rates = drawn.map(({ rate }) => rate);
  const smooth = points.map((point) => point.smooth);
  // A last batch that runs away would press all others flat.
  const top = Math.max(...smooth.slice(0, Math.ceil(points.length / 2)));
  const lowest = Math.min(...smooth);
  return {
    label:
      steepest === null
        ? 'Loss against learning rate: it never falls.'
        : `Loss against learning rate: it falls fastest at ${significant(steepest)}.`,
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'one batch',
        x: rates,
        y: drawn.map(({ loss }) => loss),
        marker: { color: meaning.tooFew, size: 4 },
        hovertemplate: 'rate %{x:.2g}: %{y:.3f}<extra>one batch</extra>',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: `mean of ${2 * around + 1} batches`,
        x: rates,
        y: drawn.map((point) => point.smooth),
        line: { color: meaning.model, width: 2 },
        hovertemplate: `rate %{x:.2g}: %{y:.3f}<extra>mean of ${2 * around + 1}</extra>`,
      },
    ],
    layout: {
      xaxis: { title: { text: 'learning rate (log scale)' }, type: 'log', exponentformat: 'power', dtick: 2 },
      yaxis: { title: { text: 'log loss of the batch (nats)' }, range: [Math.max(0, lowest - 0.15), 1.3 * top] },
      shapes:
        steepest === null
          ? []
          : [
              {
                type: 'line',
                ...{ x0: steepest, x1: steepest, y0: 0, y1: 1, yref: 'paper' },
                line: { color: meaning.choice, width: 1.5, dash: 'dash' },
              },
            ],
      showlegend: true,
    },
    table: {
      columns: ['batch', 'learning rate', 'loss of the batch', `mean of up to ${2 * around + 1}`],
      rows: points.map(({ rate, loss, smooth }, i) => [
        i + 1,
        rate.toPrecision(3),
        Number(decimal(loss, 4)),
        Number(decimal(smooth, 4)),
      ]),
    },
    rows: `${count(points.length)} batches of ${count(Math.min(batchSize, rows))} of ${count(rows)} training rows`,
  };
}
