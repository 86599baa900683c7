/** @file Two objectives along the weight between them: what one gives for the other. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, type Figure } from './figure.ts';
import { count, decimal, percent } from './format.ts';

export interface WeightsInput {
  points: { weight: number; hit: Estimate; mean: Estimate }[];
  /** The weight of the page. */
  now: { weight: number; hit: number | null; mean: number | null };
  /** What is worth something, in its own unit. */
  value: string;
  first: number;
  queries: number;
}

export function weightsFigure({ points, now, value, first, queries }: WeightsInput): Figure {
  const [from, to] = [points[0], points.at(-1)];
  return {
    label: `Hits among the first ${first} against their mean ${value}, for ${points.length} weights from 0 to 1.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        x: points.map(({ mean }) => mean.value),
        y: points.map(({ hit }) => hit.value),
        text: points.map(({ weight }) => `weight ${decimal(weight, 2)}`),
        error_x: {
          type: 'data',
          symmetric: false,
          array: points.map(({ mean }) => (mean.high ?? mean.value ?? 0) - (mean.value ?? 0)),
          arrayminus: points.map(({ mean }) => (mean.value ?? 0) - (mean.low ?? mean.value ?? 0)),
          color: meaning.chance,
          thickness: 1,
          width: 0,
        },
        error_y: {
          type: 'data',
          symmetric: false,
          array: points.map(({ hit }) => (hit.high ?? hit.value ?? 0) - (hit.value ?? 0)),
          arrayminus: points.map(({ hit }) => (hit.value ?? 0) - (hit.low ?? hit.value ?? 0)),
          color: meaning.chance,
          thickness: 1,
          width: 0,
        },
        line: { color: meaning.model, width: 2 },
        marker: { color: meaning.model, size: 6 },
        hovertemplate: '%{text}<br>%{x:.2f}<br>%{y:.1%}<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'markers',
        x: [now.mean],
        y: [now.hit],
        marker: { color: meaning.choice, size: 13, symbol: 'diamond' },
        hovertemplate: `weight ${decimal(now.weight, 2)}<br>%{x:.2f}<br>%{y:.1%}<extra></extra>`,
      },
    ],
    layout: {
      showlegend: false,
      xaxis: { title: { text: `mean ${value} of the first ${first}` } },
      yaxis: { title: { text: `right one among the first ${first}` }, tickformat: '.0%' },
    },
    table: {
      columns: ['weight', `right among the first ${first}`, 'low', 'high', `mean ${value}`, 'low of it', 'high of it'],
      rows: points.map(({ weight, hit, mean }) => [
        weight,
        hit.value,
        hit.low,
        hit.high,
        mean.value,
        mean.low,
        mean.high,
      ]),
    },
    rows:
      from && to
        ? `${count(queries)} test queries; bars are bootstrap 95 % intervals over queries; from ${percent(from.hit.value)} at 0 to ${percent(to.hit.value)} at 1; the diamond is now`
        : `${count(queries)} test queries; being worked out`,
    height: 320,
  };
}
