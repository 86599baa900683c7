/** @file Cumulative gain and lift: acting on the highest scores first. */
import { meaning, thin, type Figure } from './figure.ts';
import { count, percent } from './format.ts';

export interface GainsInput {
  points: { named: number; found: number; lift: number; threshold: number }[];
  kind: 'gain' | 'lift';
  /** Share of rows that can be acted on. */
  capacity: number;
  positive: string;
  rows: number;
}

export function gainsFigure({ points, kind, capacity, positive, rows }: GainsInput): Figure {
  const shown = thin(points.length)
    .map((i) => points[i]!)
    .filter((point) => kind === 'gain' || Number.isFinite(point.lift));
  const value = (point: GainsInput['points'][number]) => (kind === 'gain' ? point.found : point.lift);
  const chance = kind === 'gain' ? [0, 1] : [1, 1];
  return {
    label:
      kind === 'gain'
        ? `Share of ${positive} found against the share of rows acted on, highest scores first.`
        : `How many times more ${positive} than at random against the share of rows acted on.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, 1],
        y: chance,
        line: { color: meaning.chance, width: 1, dash: 'dash' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'lines',
        x: shown.map(({ named }) => named),
        y: shown.map(value),
        line: { color: meaning.model, width: 2 },
        hovertemplate: 'acting on %{x:.1%}: %{y:.3f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'share of rows acted on' }, range: [0, 1], tickformat: '.0%' },
      yaxis: {
        title: { text: kind === 'gain' ? `share of ${positive} found` : 'lift, times random' },
        rangemode: 'tozero',
        ...(kind === 'gain' ? { tickformat: '.0%' } : {}),
      },
      shapes: [
        {
          type: 'line',
          xref: 'x',
          yref: 'paper',
          x0: capacity,
          x1: capacity,
          y0: 0,
          y1: 1,
          line: { color: meaning.choice, width: 1.5 },
        },
      ],
    },
    table: {
      columns: ['threshold', 'share acted on', `share of ${positive} found`, 'lift'],
      rows: shown.map((p) => [
        Number.isFinite(p.threshold) ? p.threshold : 'above all',
        p.named,
        p.found,
        Number.isNaN(p.lift) ? null : p.lift,
      ]),
    },
    rows: `${count(rows)} test rows; the line is at ${percent(capacity)}`,
  };
}
