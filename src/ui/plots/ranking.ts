/** @file Shares by column as lying bars, longest first. */
import { meaning, type Figure } from './figure.ts';
import { count, percent } from './format.ts';

export interface RankingInput {
  /** What the share is of, such as `share of cells missing`. */
  axis: string;
  entries: { name: string; share: number; detail: string }[];
  /** Column titles and cells of the table, in any order of its own. */
  table: Figure['table'];
  rows: number;
}

/** At most 30 bars; the table has them all. */
export function rankingFigure({ axis, entries, table, rows }: RankingInput): Figure {
  const shown = entries.slice(0, 30);
  return {
    label: `${axis}: ${shown
      .slice(0, 5)
      .map(({ name, share }) => `${name} ${percent(share)}`)
      .join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: shown.map(({ share }) => share),
        y: shown.map(({ name }) => name),
        text: shown.map(({ detail }) => detail),
        textposition: 'none',
        marker: { color: meaning.model },
        hovertemplate: '%{y}: %{x:.1%}<br>%{text}<extra></extra>',
      },
    ],
    layout: {
      bargap: 0.35,
      xaxis: { title: { text: axis }, tickformat: '.2~%', rangemode: 'tozero' },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, nticks: shown.length },
    },
    table,
    rows: `${count(rows)} rows${entries.length > shown.length ? `; the first ${shown.length} of ${entries.length} columns` : ''}`,
    height: 90 + 22 * Math.max(2, shown.length),
  };
}
