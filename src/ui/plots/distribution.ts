/** @file Where the values of one column lie, overlaid by class or group. */
import type { Distribution } from '../../core/data/explore/types.ts';
import { nth, type Figure } from './figure.ts';
import { count } from './format.ts';

/** Shares within each group, so that a small one is seen; counts stand in the table. Dates are drawn as days. */
export function distributionFigure(distribution: Distribution): Figure {
  const { column, type, by, edges, levels, all, groups } = distribution;
  const shown = groups.length > 0 ? groups : [all];
  const isDate = type === 'date';
  const at = edges ? middles(edges, isDate) : levels!;
  const share = (counts: number[], n: number) => counts.map((c) => (n > 0 ? c / n : 0));
  const width = edges ? edges.slice(1).map((edge, b) => edge - edges[b]!) : undefined;
  return {
    label: `${column}${by ? ` by ${by}` : ''}: ${edges ? `${edges.length - 1} bins` : `${levels!.length} levels`}, ${count(distribution.n)} rows.`,
    data: shown.map((group, k) => ({
      type: 'bar' as const,
      name: group.label,
      x: at as string[],
      y: share(group.counts, group.n),
      text: group.counts.map(count),
      textposition: 'none' as const,
      ...(width && { width }),
      marker: { color: nth(k, edges ? 0.45 : 0.85), line: { color: nth(k), width: 1 } },
      hovertemplate: `%{x}: %{y:.1%} (%{text} rows)<extra>${group.label}</extra>`,
    })),
    layout: {
      barmode: edges ? 'overlay' : 'group',
      bargap: edges ? 0 : 0.3,
      showlegend: groups.length > 0,
      xaxis: edges
        ? { title: { text: column }, ...(isDate && { type: 'date' as const }) }
        : { title: { text: column }, type: 'category', showgrid: false, nticks: levels!.length },
      yaxis: {
        title: { text: groups.length > 0 ? 'share of the group' : 'share of rows' },
        tickformat: '.0%',
        rangemode: 'tozero',
      },
    },
    table: edges
      ? {
          columns: ['from', 'to', ...shown.map(({ label }) => label)],
          rows: at.map((_, b) => [
            bound(edges[b]!, isDate),
            bound(edges[b + 1]!, isDate),
            ...shown.map(({ counts }) => counts[b]!),
          ]),
        }
      : {
          columns: ['level', ...shown.map(({ label }) => label)],
          rows: [
            ...levels!.map((level, b) => [level, ...shown.map(({ counts }) => counts[b]!)]),
            ...(all.other > 0 ? [['all others', ...shown.map(({ other }) => other)]] : []),
          ],
        },
    rows: `${count(distribution.n)} rows${distribution.missing > 0 ? `, ${count(distribution.missing)} without a value` : ''}`,
  };
}

function middles(edges: number[], isDate: boolean): (number | string)[] {
  return edges.slice(1).map((edge, b) => {
    const middle = (edge + edges[b]!) / 2;
    return isDate ? new Date(middle).toISOString() : middle;
  });
}

function bound(value: number, isDate: boolean): number | string {
  return isDate ? new Date(value).toISOString().slice(0, 10) : value;
}
