/** @file What acting on the highest scores first brings each of several stakeholders. */
import { meaning, nth, thin, type Figure } from './figure.ts';
import { count } from './format.ts';

export interface ProfitInput {
  /** Share of rows acted on at each cutoff, and the cutoff itself. */
  named: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  /** What each gains a row against acting on nobody, in `unit`; best: place of the best cutoff on validation rows. */
  people: { name: string; gained: ArrayLike<number>; best: number | null }[];
  unit: string;
  rows: number;
}

const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const;

export function profitFigure({ named, thresholds, people, unit, rows }: ProfitInput): Figure {
  const drawn = thin(named.length).reverse();
  return {
    label: `Expected profit per 1,000 test rows against the share of rows acted on, for ${people.map(({ name }) => name).join(', ')}.`,
    data: people.flatMap(({ name, gained, best }, p) => [
      {
        type: 'scatter' as const,
        mode: 'lines' as const,
        name,
        x: drawn.map((i) => named[i]!),
        y: drawn.map((i) => gained[i]! * 1000),
        line: { color: nth(p), width: 2, dash: dashes[p % dashes.length]! },
        hovertemplate: `${name}, acting on %{x:.1%}: %{y:.1f}<extra></extra>`,
      },
      ...(best === null
        ? []
        : [
            {
              type: 'scatter' as const,
              mode: 'markers' as const,
              name: `${name}, best on validation`,
              showlegend: false,
              x: [named[best]!],
              y: [gained[best]! * 1000],
              marker: { color: nth(p), size: 9, symbol: 'diamond' as const },
              hovertemplate: `${name}: best on validation, acting on %{x:.1%}<extra></extra>`,
            },
          ]),
    ]),
    layout: {
      xaxis: { title: { text: 'share of rows acted on' }, range: [0, 1], tickformat: '.0%' },
      yaxis: { title: { text: `${unit} gained per 1,000 rows` }, zeroline: true, zerolinecolor: meaning.chance },
      showlegend: people.length > 1,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
    },
    table: {
      columns: ['threshold', 'share acted on', ...people.map(({ name }) => `${name}: ${unit} gained per 1,000 rows`)],
      rows: drawn.map((i) => [
        Number.isFinite(thresholds[i]!) ? thresholds[i]! : 'above all',
        named[i]!,
        ...people.map(({ gained }) => gained[i]! * 1000),
      ]),
    },
    rows: `${count(rows)} test rows; against acting on nobody`,
  };
}
