/** @file What each cutoff costs each of several stakeholders. */
import { meaning, nth, thin, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';
import { choiceLine } from './score-histogram.ts';

export interface StakesInput {
  thresholds: ArrayLike<number>;
  /** Mean cost a row at each threshold, and the best cutoff on validation rows. */
  people: { name: string; cost: ArrayLike<number>; best: number | null }[];
  unit: string;
  now: number;
  rows: number;
}

const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const;

export function stakesFigure({ thresholds, people, unit, now, rows }: StakesInput): Figure {
  const drawn = thin(thresholds.length).filter((i) => Number.isFinite(thresholds[i]!));
  return {
    label: `Cost per 1,000 test rows against threshold for ${people.map(({ name }) => name).join(', ')}.`,
    data: people.flatMap(({ name, cost, best }, p) => {
      const at = best === null ? -1 : drawn.findIndex((i) => thresholds[i]! >= best);
      return [
        {
          type: 'scatter' as const,
          mode: 'lines' as const,
          name,
          x: drawn.map((i) => thresholds[i]!),
          y: drawn.map((i) => cost[i]! * 1000),
          line: { color: nth(p), width: 2, dash: dashes[p % dashes.length]! },
          hovertemplate: `${name} at %{x:.3f}: %{y:.1f}<extra></extra>`,
        },
        ...(at < 0
          ? []
          : [
              {
                type: 'scatter' as const,
                mode: 'markers' as const,
                name: `${name}, best on validation`,
                showlegend: false,
                x: [thresholds[drawn[at]!]!],
                y: [cost[drawn[at]!]! * 1000],
                marker: { color: nth(p), size: 9, symbol: 'diamond' as const },
                hovertemplate: `${name}: best on validation %{x:.3f}<extra></extra>`,
              },
            ]),
      ];
    }),
    layout: {
      xaxis: { title: { text: 'threshold' }, range: [0, 1] },
      yaxis: { title: { text: `${unit} per 1,000 rows` } },
      showlegend: people.length > 1,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      shapes: [choiceLine(now)],
      annotations: [
        {
          x: now,
          y: 1,
          yref: 'paper',
          text: `${decimal(now, 2)} now`,
          showarrow: false,
          xshift: 24,
          font: { color: meaning.choice },
        },
      ],
    },
    table: {
      columns: ['threshold', ...people.map(({ name }) => `${name}: ${unit} per 1,000 rows`)],
      rows: drawn.map((i) => [thresholds[i]!, ...people.map(({ cost }) => cost[i]! * 1000)]),
    },
    rows: `${count(rows)} test rows, ${count(thresholds.length)} thresholds`,
  };
}
