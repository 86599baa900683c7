/** @file Runs on the same test rows: how good each is against how far its groups are apart. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count } from './format.ts';

type Bounds = Pick<Estimate, 'value' | 'low' | 'high'>;

export interface TradeInput {
  points: { name: string; metric: Bounds; gap: Bounds; isShown: boolean }[];
  metric: string;
  gap: string;
  column: string;
  rows: number;
}

export function tradeFigure({ points, metric, gap, column, rows }: TradeInput): Figure {
  const told = points.filter((point) => point.gap.value !== null && point.metric.value !== null);
  const reach = (of: (point: (typeof told)[number]) => Bounds) => ({
    type: 'data' as const,
    symmetric: false,
    array: told.map((point) => (of(point).high ?? of(point).value!) - of(point).value!),
    arrayminus: told.map((point) => of(point).value! - (of(point).low ?? of(point).value!)),
    color: token('faint'),
    thickness: 1.2,
    width: 0,
  });
  return {
    label: `${metric} against the ${gap} by ${column}, ${told.length} ${told.length === 1 ? 'run' : 'runs'} on the same test rows.`,
    data: [
      {
        type: 'scatter',
        mode: 'text+markers',
        x: told.map((point) => point.gap.value),
        y: told.map((point) => point.metric.value),
        error_x: reach((point) => point.gap),
        error_y: reach((point) => point.metric),
        text: told.map((_, i) => ` ${i + 1}`),
        textposition: 'top right',
        customdata: told.map(({ name }) => name),
        marker: {
          size: told.map(({ isShown }) => (isShown ? 12 : 9)),
          color: told.map(({ isShown }) => (isShown ? meaning.choice : meaning.model)),
          symbol: told.map(({ isShown }) => (isShown ? 'diamond' : 'circle')),
        },
        hovertemplate: '%{customdata}<br>gap %{x:.3f}<br>%{y:.3f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: gap }, rangemode: 'tozero' },
      yaxis: { title: { text: metric } },
      showlegend: false,
    },
    table: {
      columns: ['run', metric, 'low', 'high', gap, 'low', 'high'],
      rows: points.map(({ name, metric: m, gap: g }) => [name, m.value, m.low, m.high, g.value, g.low, g.high]),
    },
    rows: `${count(rows)} held-out test rows; bars are 95 % intervals; the diamond is the run shown; numbers as in the list`,
    height: 340,
  };
}
