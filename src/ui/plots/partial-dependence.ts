/** @file What the model says as one column changes and the rest stay: the mean over rows, and single rows behind it. */
import type { Data } from 'plotly.js';
import type { PartialDependence } from '../../core/study/run.ts';
import { meaning, nth, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

/** Groups that the single rows are coloured by: the group of each, -1 of none. */
export interface RowGroups {
  column: string;
  names: readonly string[];
  of: readonly number[];
}

/** curves: one column, the classes to show. total: test rows there are, where only a sample was used. */
export function partialDependenceFigure(
  curves: PartialDependence[],
  total: number,
  order: string[],
  groups: RowGroups | null = null,
): Figure {
  const first = curves[0]!;
  const numeric = first.grid.every((value) => typeof value === 'number');
  const crowded = !numeric && first.grid.join('').length > 24;
  const color = (curve: PartialDependence, opacity = 1) =>
    order.length > 2 ? nth(Math.max(0, order.indexOf(curve.class)), opacity) : `${meaning.model} ${opacity}`;
  const traces: Data[] = curves.flatMap((curve): Data[] =>
    numeric ? lines(curve, color, curves.length === 1, groups) : dots(curve, color(curve)),
  );
  const all = [...curves.flatMap((curve) => curve.mean), ...(curves.length === 1 ? (first.ice ?? []).flat() : [])];
  const top = Math.min(1, Math.max(0.05, Math.max(...all) * 1.06));
  const used =
    first.rows < total ? `${count(first.rows)} of ${count(total)} test rows` : `${count(first.rows)} test rows`;
  const ice =
    numeric && curves.length === 1 && first.ice?.length
      ? `; ${count(first.ice.length)} single rows ${groups ? `coloured by ${groups.column}` : 'in grey'}`
      : '';
  const isLogit = first.output === 'logit';
  const unit = isLogit ? 'mean log-odds' : 'mean score';
  const foot = isLogit ? Math.min(...all) - 0.05 * (Math.max(...all) - Math.min(...all)) : 0;
  return {
    label: curves.map((curve) => sentence(curve, numeric)).join(' '),
    data: [...traces, ...(numeric && first.density ? [rug(first.density, foot)] : [])],
    layout: {
      showlegend: curves.length > 1 || (groups !== null && numeric),
      xaxis: numeric
        ? { title: { text: first.column } }
        : { title: { text: first.column }, type: 'category', tickangle: crowded ? -40 : 0 },
      yaxis: {
        title: { text: curves.length === 1 ? `${unit} for ${first.class}` : unit },
        ...(isLogit ? {} : { range: [-0.02 * top, top], tickformat: top < 0.1 ? '.3f' : '.2f' }),
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
    rows: `${first.closed ? 'In closed form; ' : ''}${used}${ice}`,
    ...(crowded ? { height: 320 } : {}),
  };
}

function lines(
  curve: PartialDependence,
  color: (curve: PartialDependence, opacity?: number) => string,
  single: boolean,
  groups: RowGroups | null,
) {
  const ice = single ? (curve.ice ?? []) : [];
  // One trace with gaps: hundreds of traces would cost a node each.
  const each = (rows: number[][], name: string | null, stroke: string) => ({
    type: 'scatter' as const,
    mode: 'lines' as const,
    ...(name !== null && { name }),
    x: rows.flatMap(() => [...curve.grid, null]),
    y: rows.flatMap((row) => [...row, null]),
    line: { color: stroke, width: 1 },
    hoverinfo: 'skip' as const,
    showlegend: name !== null,
  });
  const behind = groups
    ? groups.names.map((name, g) =>
        each(
          ice.filter((_, i) => groups.of[i] === g),
          name,
          nth(g + 1, 0.5),
        ),
      )
    : [each(ice, null, token('faint', 0.28))];
  const mean = {
    type: 'scatter' as const,
    mode: 'lines' as const,
    name: curve.class,
    x: curve.grid,
    y: curve.mean,
    line: { color: color(curve), width: 2.5 },
    hovertemplate: `${curve.column} %{x}: %{y:.3f}<extra>${curve.class}</extra>`,
  };
  return ice.length > 0 ? [...behind, mean] : [mean];
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
function rug(quantiles: number[], foot: number) {
  return {
    type: 'scatter' as const,
    mode: 'markers' as const,
    x: quantiles,
    y: quantiles.map(() => foot),
    marker: { symbol: 'line-ns-open' as const, color: token('soft'), size: 7, line: { width: 1 } },
    hoverinfo: 'skip' as const,
    showlegend: false,
  };
}

function sentence(curve: PartialDependence, numeric: boolean): string {
  const low = curve.mean.indexOf(Math.min(...curve.mean));
  const high = curve.mean.indexOf(Math.max(...curve.mean));
  const at = (g: number) => (numeric ? decimalPlain(curve.grid[g]!) : `${curve.grid[g]}`);
  return `Mean ${curve.output === 'logit' ? 'log-odds' : 'score'} for ${curve.class} by ${curve.column}: lowest ${decimal(curve.mean[low])} at ${at(low)}, highest ${decimal(curve.mean[high])} at ${at(high)}.`;
}

function decimalPlain(value: number | string): string {
  return typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value;
}
