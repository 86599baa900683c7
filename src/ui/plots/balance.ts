/** @file Base rates in the data beside what the model names, a pair of dots a group. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, type Figure } from './figure.ts';
import { count, percent } from './format.ts';

export interface BalanceInput {
  column: string;
  positive: string;
  rows: {
    group: string;
    n: number;
    share: number;
    base: Estimate;
    selected: Estimate | null;
    reference: number | null;
  }[];
  /** Groups with fewer rows are not shown as numbers. */
  least: number;
}

export function balanceFigure({ column, positive, rows, least }: BalanceInput): Figure {
  const shown = rows.filter(({ n }) => n >= least);
  const names = shown.map(({ group, n }) => `${group} · ${count(n)}`);
  const dots = (
    name: string,
    of: (row: (typeof rows)[number]) => Estimate | null,
    color: string,
    symbol: 'circle' | 'diamond',
  ) => {
    const told = shown.flatMap((row, i) => {
      const estimate = of(row);
      return estimate && estimate.value !== null && estimate.n >= least ? [{ y: names[i]!, estimate }] : [];
    });
    return {
      type: 'scatter' as const,
      mode: 'markers' as const,
      name,
      x: told.map(({ estimate }) => estimate.value),
      y: told.map(({ y }) => y),
      error_x: {
        type: 'data' as const,
        symmetric: false,
        array: told.map(({ estimate }) => estimate.high! - estimate.value!),
        arrayminus: told.map(({ estimate }) => estimate.value! - estimate.low!),
        color,
        thickness: 1.5,
        width: 0,
      },
      marker: { color, size: 10, symbol },
      hovertemplate: `%{y}: %{x:.3f}<extra>${name}</extra>`,
    };
  };
  const hidden = rows.length - shown.length;
  return {
    label: `Share that is ${positive} in the data, and share the model names, by ${column}: ${shown
      .map(({ group, base }) => `${group} ${percent(base.value)}`)
      .join(', ')}.`,
    data: [
      dots(`are ${positive}, in the data`, ({ base }) => base, meaning.positive, 'circle'),
      dots(`named ${positive}, by the model`, ({ selected }) => selected, meaning.model, 'diamond'),
    ],
    layout: {
      xaxis: { title: { text: 'share of the group' }, rangemode: 'tozero' },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, automargin: true },
      showlegend: true,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
    },
    table: {
      columns: [
        column,
        'rows',
        'share of rows',
        'share of the population',
        'base rate',
        'low',
        'high',
        'named, test rows',
      ],
      rows: rows.map(({ group, n, share, base, selected, reference }) =>
        n < least
          ? [group, `under ${least}`, 'not shown', reference, 'not shown', 'not shown', 'not shown', 'not shown']
          : [
              group,
              n,
              share,
              reference === null ? 'not told' : reference,
              base.value,
              base.low,
              base.high,
              selected && selected.n >= least ? selected.value : 'not shown',
            ],
      ),
    },
    rows: `${count(rows.reduce((sum, { n }) => sum + n, 0))} rows with a target; the model on test rows; bars are Wilson 95 % intervals${hidden > 0 ? `; ${hidden} groups under ${least} rows not shown` : ''}`,
    height: 120 + 30 * Math.max(2, shown.length),
  };
}
