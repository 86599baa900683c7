/** @file How good runs are against what they cost: points with their intervals, those that no other beats in both joined. */
import { meaning, token, type Figure } from './figure.ts';
import { count, interval } from './format.ts';

export interface TradePoint {
  name: string;
  cost: number;
  value: number;
  low: number | null;
  high: number | null;
  /** No other run is at least as good and at most as dear. */
  isBest: boolean;
}

export interface TradeInput {
  points: readonly TradePoint[];
  /** Names of the axes, units included. */
  metric: string;
  cost: string;
  costText(cost: number): string;
  /** Over 0: the axis is logarithmic, and what is less stands there. */
  least: number;
  rows: string;
}

export function tradeOffFigure({ points, metric, cost, costText, least, rows }: TradeInput): Figure {
  const best = points.filter(({ isBest }) => isBest).sort((a, b) => a.cost - b.cost);
  const bar = (side: 'low' | 'high') => points.map((point) => Math.abs((point[side] ?? point.value) - point.value));
  const place = (point: TradePoint) => Math.max(least, point.cost);
  const places = points.map(place);
  const decades = Math.log10(Math.max(...places) / Math.min(...places));
  return {
    label: `${metric} against ${cost} of ${count(points.length)} runs; not beaten in both: ${best.map(({ name }) => name).join(', ')}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: best.map(place),
        y: best.map((point) => point.value),
        line: { color: meaning.choice, width: 1.5, dash: 'dot' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'text+markers',
        x: places,
        y: points.map((point) => point.value),
        text: points.map(({ name, isBest }) => (isBest ? name : '')),
        textposition: 'top center',
        textfont: { size: 11 },
        customdata: points.map((point) => `${point.name}<br>${costText(point.cost)}<br>${interval(point)}`),
        marker: {
          size: 9,
          color: points.map(({ isBest }) => (isBest ? meaning.choice : meaning.model)),
          symbol: points.map(({ isBest }) => (isBest ? 'diamond' : 'circle')),
        },
        error_y: {
          type: 'data',
          symmetric: false,
          array: bar('high'),
          arrayminus: bar('low'),
          color: token('ink', 0.4),
          thickness: 1.5,
          width: 3,
        },
        cliponaxis: false,
        hovertemplate: '%{customdata}<br>%{y:.4f}<extra></extra>',
      },
    ],
    layout: {
      margin: { t: 24, r: 40 },
      xaxis: { type: 'log', dtick: decades < 2 ? 'D2' : 1, title: { text: cost } },
      yaxis: { title: { text: metric } },
    },
    table: {
      columns: ['run', cost, metric, 'low', 'high', 'not beaten in both'],
      rows: points.map((p) => [p.name, p.cost, p.value, p.low, p.high, p.isBest ? 'yes' : 'no']),
    },
    rows,
    height: 320,
  };
}
