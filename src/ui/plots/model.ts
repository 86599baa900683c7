/** @file The parts of a model that can be read: its coefficients, and the terms of a sum. */
import type { Coefficients, Terms } from '../../core/study/explain-model.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count, decimal, signed } from './format.ts';

/** Coefficients drawn; all are in the table. */
const most = 20;
/** Training rows that say how far a column spreads. */
const looked = 5000;

export function coefficientsFigure({ columns, class: label, intercept }: Coefficients, rows: number): Figure {
  const shown = columns.slice(0, most);
  const moved = (column: (typeof columns)[number]) => column.value * column.deviation;
  return {
    label: `Coefficients for ${label}, by deviation: ${shown
      .slice(0, 5)
      .map((column) => `${column.name} ${signed(moved(column))}`)
      .join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: shown.map(({ name }) => name),
        x: shown.map(moved),
        marker: { color: shown.map(({ value }) => (value >= 0 ? meaning.positive : meaning.negative)) },
        hovertemplate: '%{y}: %{x:.3f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: `log-odds for ${label}, one standard deviation up` } },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, automargin: true, nticks: shown.length },
      bargap: 0.35,
    },
    table: {
      columns: [
        'column of the matrix',
        'from',
        'coefficient',
        'odds ratio',
        'standard deviation',
        'log-odds a deviation',
      ],
      rows: [
        ['(intercept)', '', intercept, null, null, null],
        ...columns.map((c) => [c.name, c.source, c.value, Math.exp(c.value), c.deviation, moved(c)]),
      ],
    },
    rows: `${columns.length > most ? `the ${most} that move most of ${count(columns.length)} columns; ` : ''}deviations of ${rows > looked ? `${count(looked)} of ` : ''}${count(rows)} training rows`,
    height: 90 + 24 * Math.max(2, shown.length),
  };
}

export function curveFigure({ column, grid, values, size }: Terms['curves'][number], label: string): Figure {
  const isNumber = grid.every((value) => typeof value === 'number');
  return {
    label: `What ${column} adds to the log-odds for ${label}: from ${decimal(Math.min(...values))} to ${decimal(Math.max(...values))}.`,
    data: [
      isNumber
        ? {
            type: 'scatter',
            mode: 'lines',
            x: grid,
            y: values,
            line: { color: meaning.model, shape: 'hv', width: 2 },
            hovertemplate: `${column} %{x}: %{y:.3f}<extra></extra>`,
          }
        : {
            type: 'bar',
            x: grid,
            y: values,
            marker: { color: values.map((value) => (value >= 0 ? meaning.positive : meaning.negative)) },
            hovertemplate: `${column} %{x}: %{y:.3f}<extra></extra>`,
          },
    ],
    layout: {
      xaxis: { title: { text: column }, ...(isNumber ? {} : { type: 'category' as const }) },
      yaxis: { title: { text: `adds to the log-odds for ${label}` }, zeroline: true, zerolinecolor: token('faint') },
    },
    table: { columns: [column, 'adds'], rows: grid.map((value, i) => [value, values[i]!]) },
    rows: `the model’s own curve, no rows tried; mean size ${decimal(size)} over up to 5,000 training rows`,
  };
}

export function surfaceFigure({ columns, grids, values, size }: Terms['surfaces'][number], label: string): Figure {
  const [a, b] = columns;
  const words = (value: number | string) => (typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value);
  const reach = Math.max(...values.flat().map(Math.abs), 1e-9);
  return {
    label: `What ${a} and ${b} add together to the log-odds for ${label}, beyond each for itself: up to ${decimal(reach)}.`,
    data: [
      {
        type: 'heatmap',
        x: grids[0].map(words),
        y: grids[1].map(words),
        z: grids[1].map((_, j) => grids[0].map((_, i) => values[i]![j]!)),
        zmin: -reach,
        zmax: reach,
        colorscale: [
          [0, token('g4')],
          [0.5, token('sunk')],
          [1, token('g3')],
        ],
        hovertemplate: `${a} %{x}, ${b} %{y}: %{z:.3f}<extra></extra>`,
        colorbar: { thickness: 10, outlinewidth: 0, tickformat: '.2f' },
      },
    ],
    layout: {
      xaxis: { type: 'category', title: { text: a }, showgrid: false, tickangle: -40, nticks: 12 },
      yaxis: { type: 'category', title: { text: b }, showgrid: false, nticks: 12 },
    },
    table: {
      columns: [a, b, 'adds'],
      rows: grids[0].flatMap((x, i) => grids[1].map((y, j) => [x, y, values[i]![j]!])),
    },
    rows: `the model’s own surface, no rows tried; mean size ${decimal(size)} over up to 5,000 training rows`,
    height: 340,
  };
}
