/** @file Gaps between groups beside the gaps that dealing the groups out by chance gives. */
import type { Chance } from '../../core/fairness/chance.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

export interface ChanceInput {
  /** Rates whose gap can be told, named. */
  rates: { name: string; chance: Chance }[];
  column: string;
  deals: number;
  rows: number;
}

export function chanceFigure({ rates, column, deals, rows }: ChanceInput): Figure {
  const told = rates.filter(({ chance }) => chance.gap !== null).reverse();
  return {
    label: `Gaps by ${column} in ${told.length} rates, each beside the band in which 95 % of chance gaps fall.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        name: '95 % of chance gaps',
        y: told.map(({ name }) => name),
        x: told.map(({ chance }) => chance.high),
        marker: { color: token('faint', 0.35) },
        hovertemplate: '95 % of chance gaps are under %{x:.3f}<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'this gap',
        y: told.map(({ name }) => name),
        x: told.map(({ chance }) => chance.gap),
        text: told.map(({ chance }) => `p ${decimal(chance.p)}`),
        marker: { color: meaning.model, size: 10, symbol: 'diamond' },
        hovertemplate: 'gap %{x:.3f}, %{text}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'highest less lowest group rate' }, rangemode: 'tozero' },
      yaxis: { automargin: true },
      showlegend: true,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      bargap: 0.5,
    },
    table: {
      columns: ['rate', 'gap', 'p', 'median by chance', '95th percentile by chance', 'groups compared'],
      rows: rates.map(({ name, chance: c }) => [name, c.gap, c.p, c.median, c.high, c.groups]),
    },
    rows: `${count(rows)} test rows, dealt out ${count(deals)} times; groups under 30 rows are out`,
    height: 280,
  };
}
