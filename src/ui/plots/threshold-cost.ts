/** @file What deciding at each threshold costs, where it is lowest, and where the page stands. */
import { meaning, thin, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';
import { choiceLine } from './score-histogram.ts';

export interface ThresholdCostInput {
  /** Every distinct score, rising, and the cost per row of deciding there. */
  thresholds: ArrayLike<number>;
  cost: ArrayLike<number>;
  now: { threshold: number; cost: number };
  /** Lowest on the validation rows: from low to high it costs the same. */
  best: { low: number; high: number } | null;
  rows: number;
}

/** ` Lowest on validation at .44.`, or from one threshold to another. */
export function lowestAt(best: ThresholdCostInput['best']): string {
  if (best === null) return '';
  const [low, high] = [decimal(best.low, 2), decimal(best.high, 2)];
  return ` Lowest on validation ${low === high ? `at ${low}` : `from ${low} to ${high}`}.`;
}

export function thresholdCostFigure({ thresholds, cost, now, best, rows }: ThresholdCostInput): Figure {
  const drawn = thin(thresholds.length).filter((i) => Number.isFinite(thresholds[i]!));
  const perThousand = (value: number) => value * 1000;
  const lowest = lowestAt(best);
  return {
    label: `Cost per 1,000 rows against threshold: ${decimal(perThousand(now.cost), 0)} at ${decimal(now.threshold, 2)}.${lowest}`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: drawn.map((i) => thresholds[i]!),
        y: drawn.map((i) => perThousand(cost[i]!)),
        line: { color: meaning.model, width: 2 },
        hovertemplate: 'threshold %{x:.3f}: %{y:.0f} per 1,000<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'markers',
        x: [now.threshold],
        y: [perThousand(now.cost)],
        marker: { color: meaning.choice, size: 10 },
        hovertemplate: 'now at %{x:.2f}: %{y:.0f} per 1,000<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'threshold' }, range: [0, 1] },
      yaxis: { title: { text: 'cost per 1,000 rows' }, rangemode: 'tozero' },
      shapes: [choiceLine(now.threshold), ...(best ? [plateau(best)] : [])],
      annotations: [
        {
          x: now.threshold,
          y: 1,
          xref: 'x',
          yref: 'paper',
          text: `${decimal(now.threshold, 2)} now`,
          showarrow: false,
          xanchor: now.threshold > 0.8 ? 'right' : 'left',
          yanchor: 'top',
          xshift: now.threshold > 0.8 ? -6 : 6,
          font: { color: meaning.choice },
        },
      ],
    },
    table: {
      columns: ['threshold', 'cost per 1,000 rows'],
      rows: drawn.map((i) => [thresholds[i]!, perThousand(cost[i]!)]),
    },
    rows: `${count(rows)} test rows, ${count(thresholds.length)} thresholds`,
  };
}

function plateau({ low, high }: { low: number; high: number }) {
  const slim = high - low < 0.006;
  return {
    type: 'rect' as const,
    xref: 'x' as const,
    yref: 'paper' as const,
    x0: slim ? low - 0.003 : low,
    x1: slim ? high + 0.003 : high,
    y0: 0,
    y1: 0.03,
    fillcolor: meaning.best,
    line: { width: 0 },
  };
}
