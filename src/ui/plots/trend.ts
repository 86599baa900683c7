/** @file Rows, and what is followed, over time. */
import type { Trend } from '../../core/data/explore/types.ts';
import { meaning, type Figure } from './figure.ts';
import { count } from './format.ts';

/** The mean or share by period as a line where something is followed, else the rows of each period. */
export function trendFigure({ period, followed, periods }: Trend, column: string): Figure {
  const what = followed ? `${followed.measure} of ${followed.name}` : 'rows';
  const start = periods.map((each) => new Date(each.start).toISOString());
  return {
    label: `${what} by ${period} of ${column}, ${periods.length} periods.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        x: start,
        y: periods.map(({ n, value }) => (followed ? value : n)),
        text: periods.map(({ label, n }) => `${label}, ${count(n)} rows`),
        line: { color: meaning.model, width: 2 },
        marker: { color: meaning.model, size: 5 },
        hovertemplate: '%{text}: %{y:.3~f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { type: 'date', title: { text: `${column}, by ${period}` } },
      yaxis: { title: { text: what }, rangemode: 'tozero' },
    },
    table: {
      columns: [period, 'rows', ...(followed ? [what] : [])],
      rows: periods.map(({ label, n, value }) => [label, n, ...(followed ? [value] : [])]),
    },
    rows: `${count(periods.reduce((sum, { n }) => sum + n, 0))} rows in ${periods.length} periods`,
  };
}
