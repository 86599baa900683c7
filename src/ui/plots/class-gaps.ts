/** @file Gaps between groups for each of several classes against the rest. */
import type { ClassGaps } from '../../core/fairness/multiclass.ts';
import { nth, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

export interface ClassGapsInput {
  found: { name: string; gaps: ClassGaps }[];
  classes: readonly string[];
  column: string;
  rows: number;
  deals: number;
}

export function classGapsFigure({ found, classes, column, rows, deals }: ClassGapsInput): Figure {
  const told = found.filter(({ gaps }) => gaps.worst !== null);
  return {
    label: `Gaps by ${column} of ${classes.length} classes, each against the rest: ${told
      .map(({ name, gaps }) => `${name} at most ${decimal(gaps.gaps[gaps.worst!])} for ${classes[gaps.worst!]}`)
      .join(', ')}.`,
    data: [
      ...told.map(({ name, gaps }, i) => ({
        type: 'bar' as const,
        name,
        x: [...classes],
        y: gaps.gaps,
        marker: { color: nth(i) },
        hovertemplate: `${name} of %{x}: %{y:.3f}<extra></extra>`,
      })),
      ...told.map(({ name, gaps }, i) => ({
        type: 'scatter' as const,
        mode: 'lines' as const,
        name: `${name}: 95 % of worst chance gaps`,
        x: [classes[0]!, classes[classes.length - 1]!],
        y: [gaps.high, gaps.high],
        line: { color: nth(i, 0.6), dash: 'dot' as const, width: 1.5 },
        hoverinfo: 'skip' as const,
      })),
    ],
    layout: {
      barmode: 'group',
      xaxis: { type: 'category', title: { text: 'class against the rest' } },
      yaxis: { title: { text: 'highest less lowest group rate' }, rangemode: 'tozero', gridcolor: token('line') },
      showlegend: true,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
    },
    table: {
      columns: ['rate', ...classes, 'worst class', 'p of the worst', '95th percentile by chance'],
      rows: found.map(({ name, gaps }) => [
        name,
        ...gaps.gaps,
        gaps.worst === null ? 'undefined' : classes[gaps.worst]!,
        gaps.p,
        gaps.high,
      ]),
    },
    rows: `${count(rows)} test rows, dealt out ${count(deals)} times; groups under 30 rows of a rate’s own denominator are out`,
    height: 320,
  };
}
