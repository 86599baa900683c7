/** @file Do scores mean what they say? The share observed against the mean score, bin by bin. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, type Figure } from './figure.ts';
import { count, decimal, interval } from './format.ts';

export interface ReliabilityInput {
  /** Bins with rows in them: mean score, share of the positive class with its 95 % interval, rows. */
  bins: { mean: number; observed: Estimate }[];
  error: Estimate;
  positive: string;
  rows: number;
}

/** Bins with fewer than 30 rows are grey: too little to say. */
export function reliabilityFigure({ bins, error, positive, rows }: ReliabilityInput): Figure {
  const said = bins.filter((bin) => bin.observed.value !== null);
  const colors = said.map((bin) => (bin.observed.n < 30 ? meaning.tooFew : meaning.model));
  return {
    label: `Reliability of the scores for ${positive} in ${said.length} bins; expected calibration error ${decimal(error.value)}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, 1],
        y: [0, 1],
        line: { color: meaning.chance, width: 1, dash: 'dash' },
        hoverinfo: 'skip',
      },
      ...said.map((bin, i) => ({
        type: 'scatter' as const,
        mode: 'lines' as const,
        x: [bin.mean, bin.mean],
        y: [bin.observed.low ?? bin.observed.value, bin.observed.high ?? bin.observed.value],
        line: { color: colors[i]!, width: 2 },
        hoverinfo: 'skip' as const,
      })),
      {
        type: 'scatter',
        mode: 'markers',
        x: said.map((bin) => bin.mean),
        y: said.map((bin) => bin.observed.value),
        text: said.map((bin) => `${interval(bin.observed)}<br>n ${count(bin.observed.n)}`),
        marker: { color: colors, size: 8 },
        hovertemplate: 'mean score %{x:.3f}<br>observed %{y:.3f}<br>%{text}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: `mean score for ${positive}` }, range: [-0.01, 1.01] },
      yaxis: { title: { text: `share that is ${positive}` }, range: [-0.02, 1.03] },
    },
    table: {
      columns: ['mean score', 'observed share', 'low', 'high', 'n'],
      rows: bins.map(({ mean, observed }) => [mean, observed.value, observed.low, observed.high, observed.n]),
    },
    rows: `${count(rows)} test rows; bins under 30 rows are grey`,
  };
}
