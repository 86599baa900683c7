/** @file What is lost where a column is shuffled: bars with their 95 % intervals, longest first. */
import type { Permutation } from '../../core/explain/permutation.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

/** At most 30 bars; the table has them all. found: longest first. total: test rows there are. */
export function permutationFigure(found: readonly Permutation[], total: number): Figure {
  const shown = found.slice(0, 30);
  const { rows = 0, repeats = 0 } = found[0] ?? {};
  const of = rows < total ? `${count(rows)} of ${count(total)} test rows, a seeded sample` : `${count(rows)} test rows`;
  return {
    label: `Rise of the log loss where a column is shuffled: ${shown
      .slice(0, 5)
      .map(({ column, mean }) => `${column} ${decimal(mean)}`)
      .join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: shown.map(({ mean }) => mean),
        y: shown.map(({ column }) => column),
        text: shown.map(({ low, high }) => `${decimal(low)} to ${decimal(high)}`),
        textposition: 'none',
        // An interval that reaches 0 says too little.
        marker: { color: shown.map(({ low }) => (low > 0 ? meaning.model : meaning.tooFew)) },
        error_x: {
          type: 'data',
          symmetric: false,
          array: shown.map(({ mean, high }) => high - mean),
          arrayminus: shown.map(({ mean, low }) => mean - low),
          color: token('ink', 0.6),
          thickness: 1.5,
          width: 3,
        },
        hovertemplate: '%{y}: %{x:.3f} nats<br>%{text}<extra></extra>',
      },
    ],
    layout: {
      bargap: 0.4,
      xaxis: { title: { text: 'rise of the log loss, nats a row' }, rangemode: 'tozero' },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, nticks: shown.length },
    },
    table: {
      columns: ['column', 'log loss rises by', 'low', 'high', 'AUC falls by', 'low', 'high'],
      rows: found.map(({ column, mean, low, high, rocAuc }) => [
        ...[column, mean, low, high],
        ...(rocAuc ? [rocAuc.mean, rocAuc.low, rocAuc.high] : [null, null, null]),
      ]),
    },
    rows: `${of}; ${repeats} shuffles; intervals from a paired bootstrap`,
    height: 90 + 24 * Math.max(2, shown.length),
  };
}
