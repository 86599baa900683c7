/** @file Gaps between groups within each level of another column, beside the gap over all. */
import type { Conditional } from '../../core/fairness/conditional.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

export interface ConditionalInput {
  found: Conditional;
  rate: string;
  column: string;
  control: string;
  /** Levels with fewer rows are not told. */
  least: number;
}

export function conditionalFigure({ found, rate, column, control, least }: ConditionalInput): Figure {
  const shown = found.levels.filter(({ n }) => n >= least);
  const told = shown.filter(({ difference }) => difference !== null);
  const hidden = found.levels.length - shown.length;
  const line = (x: number, color: string, dash: 'dot' | 'dash') => ({
    type: 'line' as const,
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    yref: 'paper' as const,
    line: { color, width: 1.5, dash },
  });
  return {
    label: `Gap in ${rate} by ${column} within ${told.length} levels of ${control}; in the mean ${decimal(found.weighted)}, over all ${decimal(found.overall)}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: told.map(({ level, n }) => `${level} · ${count(n)}`),
        x: told.map(({ difference }) => difference),
        marker: { color: meaning.model },
        hovertemplate: '%{y}: %{x:.3f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: `gap in ${rate}` }, rangemode: 'tozero' },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, automargin: true },
      bargap: 0.4,
      shapes: [
        ...(found.overall === null ? [] : [line(found.overall, token('faint'), 'dash')]),
        ...(found.weighted === null ? [] : [line(found.weighted, meaning.choice, 'dot')]),
      ],
    },
    table: {
      columns: [control, 'rows', 'groups', `gap in ${rate}`],
      rows: found.levels.map(({ level, n, groups, difference }) =>
        n < least ? [level, `under ${least}`, 'not shown', null] : [level, n, groups, difference],
      ),
    },
    rows: `${count(found.rows)} test rows in levels that count; dashed: over all, dotted: mean within levels by rows${hidden > 0 ? `; ${hidden} levels under ${least} rows not shown` : ''}`,
    height: 110 + 26 * Math.max(2, told.length),
  };
}
