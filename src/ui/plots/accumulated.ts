/** @file Accumulated local effects: how the score moves with a column among rows that are like those there are. */
import type { Data } from 'plotly.js';
import type { AccumulatedEffects } from '../../core/explain/accumulated.ts';
import { meaning, nth, token, type Figure } from './figure.ts';
import { count, signed } from './format.ts';

/** curves: one column, the classes to show. total: test rows there are. order: all classes. */
export function accumulatedFigure(curves: readonly AccumulatedEffects[], total: number, order: string[]): Figure {
  const first = curves[0]!;
  const numeric = first.order === undefined;
  const crowded = !numeric && first.grid.join('').length > 24;
  const color = (label: string) => (order.length > 2 ? nth(Math.max(0, order.indexOf(label))) : meaning.model);
  const furthest = Math.max(0.02, ...curves.flatMap(({ mean }) => mean.map(Math.abs))) * 1.1;
  const at = (value: number | string) => (typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value);
  return {
    label: curves
      .map(({ column, class: label, grid, mean }) => {
        const [low, high] = [Math.min(...mean), Math.max(...mean)].map((m) => mean.indexOf(m)) as [number, number];
        return `Local effects of ${column} on the score for ${label}: lowest ${signed(mean[low])} at ${at(grid[low]!)}, highest ${signed(mean[high])} at ${at(grid[high]!)}.`;
      })
      .join(' '),
    data: curves.map(({ column, class: label, grid, mean }): Data => ({
      type: 'scatter',
      mode: numeric ? 'lines+markers' : 'markers',
      name: label,
      x: grid,
      y: mean,
      line: { color: color(label), width: 2.5 },
      marker: { color: color(label), size: numeric ? 4 : 11 },
      hovertemplate: `${column} %{x}: %{y:+.3f}<extra>${label}</extra>`,
    })),
    layout: {
      showlegend: curves.length > 1,
      xaxis: numeric
        ? { title: { text: first.column } }
        : { title: { text: first.column }, type: 'category', tickangle: crowded ? -40 : 0 },
      yaxis: {
        title: { text: curves.length === 1 ? `effect on the score for ${first.class}` : 'effect on the score' },
        range: [-furthest, furthest],
        tickformat: '+.2f',
        zeroline: true,
        zerolinecolor: token('faint'),
      },
    },
    table: {
      columns: [first.column, ...curves.map((curve) => curve.class)],
      rows: first.grid.map((value, g) => [value, ...curves.map((curve) => curve.mean[g] ?? null)]),
    },
    rows: `${count(first.rows)} of ${count(total)} test rows; 0 is the mean over them${first.order === 'similarity' ? '; levels in order of how alike their rows are' : ''}`,
    ...(crowded ? { height: 320 } : {}),
  };
}
