/** @file What a smaller gap costs, on rows the cutoffs were not chosen on. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, type Figure } from './figure.ts';
import { count } from './format.ts';

export interface ParetoInput {
  /** Cost per 1,000 test rows and gap on test rows. */
  points: { name: string; cost: number; gap: Pick<Estimate, 'value' | 'low' | 'high'>; isDrawn?: boolean }[];
  gap: string;
  rows: number;
}

export function paretoFigure({ points, gap, rows }: ParetoInput): Figure {
  const told = points.filter((point) => point.gap.value !== null);
  return {
    label: `Cost per 1,000 test rows against the ${gap}, ${told.length} choices of cutoffs.`,
    data: [
      ...told.map((point) => ({
        type: 'scatter' as const,
        mode: 'lines' as const,
        x: [point.gap.low ?? point.gap.value, point.gap.high ?? point.gap.value],
        y: [point.cost, point.cost],
        line: { color: meaning.chance, width: 2 },
        hoverinfo: 'skip' as const,
      })),
      {
        type: 'scatter',
        mode: 'markers',
        x: told.map((point) => point.gap.value),
        y: told.map((point) => point.cost),
        text: told.map(({ name }) => name),
        marker: {
          size: 9,
          color: told.map((_, i) => (i === 0 ? meaning.choice : meaning.model)),
          symbol: told.map(({ isDrawn }, i) => (i === 0 ? 'diamond' : isDrawn ? 'square-open' : 'circle')),
          line: { width: 2, color: meaning.model },
        },
        hovertemplate: '%{text}<br>gap %{x:.3f}<br>cost %{y:.1f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: gap }, rangemode: 'tozero' },
      yaxis: { title: { text: 'cost per 1,000 rows' } },
    },
    table: {
      columns: ['choice', 'cost per 1,000 rows', gap, 'low', 'high'],
      rows: points.map((p) => [p.name, p.cost, p.gap.value, p.gap.low, p.gap.high]),
    },
    rows: `${count(rows)} test rows; bars are bootstrap 95 % intervals; the diamond is one cutoff for all${told.some(({ isDrawn }) => isDrawn) ? ', the open square a draw between cutoffs' : ''}`,
  };
}
