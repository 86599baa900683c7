/** @file What the model says as one column changes and the rest stay: the mean over rows, and single rows behind it. */
import type { Data } from 'plotly.js';
import type { PartialDependence } from '../../core/study/run.ts';
import { meaning, nth, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

/** curves: one column, the classes to show. total: test rows there are, where only a sample was used. */
export function partialDependenceFigure(curves: PartialDependence[], total: number, order: string[]): Figure {
  const first = curves[0]!;
  const numeric = first.grid.every((value) => typeof value === 'number');
  const crowded = !numeric && first.grid.join('').length > 24;
  const color = (curve: PartialDependence, opacity = 1) =>
    order.length > 2 ? nth(Math.max(0, order.indexOf(curve.class)), opacity) : `${meaning.model} ${opacity}`;
  const traces: Data[] = curves.flatMap((curve): Data[] =>
    numeric ? lines(curve, color, curves.length === 1) : dots(curve, color(curve)),
  );
  const all = [...curves.flatMap((curve) => curve.mean), ...(curves.length === 1 ? (first.ice ?? []).flat() : [])];
  const top = Math.min(1, Math.max(0.05, Math.max(...all) * 1.06));
  const used =
    first.rows < total ? `${count(first.rows)} of ${count(total)} test rows` : `${count(first.rows)} test rows`;
  const ice =
    numeric && curves.length === 1 && first.ice?.length ? `; ${count(first.ice.length)} single rows in grey` : '';
  return {
    label: curves.map((curve) => sentence(curve, numeric)).join(' '),
    data: [...traces, ...(numeric && first.density ? [rug(first.density)] : [])],
    layout: {
      showlegend: curves.length > 1,
      xaxis: numeric
        ? { title: { text: first.column } }
        : { title: { text: first.column }, type: 'category', tickangle: crowded ? -40 : 0 },
      yaxis: {
        title: { text: curves.length === 1 ? `mean score for ${first.class}` : 'mean score' },
        range: [-0.02 * top, top],
        tickformat: top < 0.1 ? '.3f' : '.2f',
      },
    },
    table: {
      columns: [first.column, ...curves.map((curve) => curve.class), ...(numeric || !first.density ? [] : ['rows'])],
      rows: first.grid.map((value, g) => [
        value,
        ...curves.map((curve) => curve.mean[g] ?? null),
        ...(numeric || !first.density ? [] : [first.density[g] ?? null]),
      ]),
    },
    rows: `${used}${ice}`,
    ...(crowded ? { height: 320 } : {}),
  };
}

function lines(
  curve: PartialDependence,
  color: (curve: PartialDependence, opacity?: number) => string,
  single: boolean,
) {
  const ice = single ? (curve.ice ?? []) : [];
  // One trace with gaps: hundreds of traces would cost a node each.
  const x = ice.flatMap(() => [...curve.grid, null]);
  const y = ice.flatMap((row) => [...row, null]);
  const each = {
    type: 'scatter' as const,
    mode: 'lines' as const,
    x,
    y,
    line: { color: token('faint', 0.28), width: 1 },
    hoverinfo: 'skip' as const,
    showlegend: false,
  };
  const mean = {
    type: 'scatter' as const,
    mode: 'lines' as const,
    name: curve.class,
    x: curve.grid,
    y: curve.mean,
    line: { color: color(curve), width: 2.5 },
    hovertemplate: `${curve.column} %{x}: %{y:.3f}<extra>${curve.class}</extra>`,
  };
  return ice.length > 0 ? [each, mean] : [mean];
}

function dots(curve: PartialDependence, color: string) {
  return [
    {
      type: 'scatter' as const,
      mode: 'markers' as const,
      name: curve.class,
      x: curve.grid,
      y: curve.mean,
      text: curve.grid.map((_, g) => (curve.density ? `${count(curve.density[g] ?? 0)} rows` : '')),
      marker: {
        color: curve.grid.map((_, g) => ((curve.density?.[g] ?? 30) < 30 ? meaning.tooFew : color)),
        size: 11,
      },
      hovertemplate: `%{x}: %{y:.3f}<br>%{text}<extra>${curve.class}</extra>`,
    },
  ];
}

/** Where the rows are: ticks at quantiles of the column, along the foot. */
function rug(quantiles: number[]) {
  return {
    type: 'scatter' as const,
    mode: 'markers' as const,
    x: quantiles,
    y: quantiles.map(() => 0),
    marker: { symbol: 'line-ns-open' as const, color: token('soft'), size: 7, line: { width: 1 } },
    hoverinfo: 'skip' as const,
    showlegend: false,
  };
}

function sentence(curve: PartialDependence, numeric: boolean): string {
  const low = curve.mean.indexOf(Math.min(...curve.mean));
  const high = curve.mean.indexOf(Math.max(...curve.mean));
  const at = (g: number) => (numeric ? decimalPlain(curve.grid[g]!) : `${curve.grid[g]}`);
  return `Mean score for ${curve.class} by ${curve.column}: lowest ${decimal(curve.mean[low])} at ${at(low)}, highest ${decimal(curve.mean[high])} at ${at(high)}.`;
}

function decimalPlain(value: number | string): string {
  return typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value;
}
