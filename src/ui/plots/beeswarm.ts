/** @file Shapley values of many rows: the size of each column's, every row as a dot, and one column's by its cells. */
import type { Overview } from '../../core/explain/overview.ts';
import { meaning, nth, thin, token, type Figure } from './figure.ts';
import { count, decimal, signed } from './format.ts';
import { unitOf } from './unit.ts';
import { methods } from './waterfall.ts';

/** Columns drawn. */
const most = 15;

function footOf(overview: Overview, total: number): string {
  const how = overview.method === 'path' ? 'Exact: along the trees’ own paths' : methods[overview.method];
  const rows = overview.rows.length < total ? `${count(overview.rows.length)} of ${count(total)} test rows, a seeded sample` : `${count(overview.rows.length)} test rows`; // prettier-ignore
  const error = overview.error === null ? '' : `, standard error about ${decimal(overview.error)}`;
  return `${how}${error}; ${rows}, against ${count(overview.background)} training rows`;
}

export function sizesFigure(overview: Overview, total: number): Figure {
  const shown = overview.columns.slice(0, most);
  return {
    label: `Mean size of what each column adds to the ${unitOf(overview)} for ${overview.class}: ${shown
      .slice(0, 5)
      .map(({ column, mean }) => `${column} ${decimal(mean)}`)
      .join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: shown.map(({ column }) => column),
        x: shown.map(({ mean }) => mean),
        marker: { color: meaning.model },
        hovertemplate: '%{y}: %{x:.3f}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: `mean size, ${unitOf(overview)}` }, rangemode: 'tozero' },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, automargin: true, nticks: shown.length },
      bargap: 0.4,
    },
    table: { columns: ['column', 'mean size'], rows: overview.columns.map(({ column, mean }) => [column, mean]) },
    rows: footOf(overview, total),
    height: 90 + 26 * Math.max(2, shown.length),
  };
}

/** Share of the values that are smaller, of numbers; place among the levels by code point, of categories; NaN: missing. */
function shades(cells: Overview['columns'][number]['cells']): number[] {
  const isNumber = cells.some((cell) => typeof cell === 'number');
  const present = cells.filter((cell) => cell !== null);
  const sorted = isNumber
    ? Float64Array.from(present as number[]).sort()
    : [...new Set(present as string[])].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map([...sorted].map((value, i) => [value, i]));
  return cells.map((cell) => (cell === null ? NaN : place.get(cell as never)! / Math.max(1, sorted.length - 1)));
}

/** Dots that would lie on each other are put over and under the line. */
function spread(values: readonly number[], reach: number): number[] {
  const bins = new Map<number, number>();
  return values.map((value) => {
    const bin = Math.round((value / (reach || 1)) * 60);
    const n = bins.get(bin) ?? 0;
    bins.set(bin, n + 1);
    return Math.min(0.4, Math.ceil(n / 2) * 0.05) * (n % 2 === 0 ? 1 : -1);
  });
}

export function beeswarmFigure(overview: Overview, total: number): Figure {
  const shown = overview.columns.slice(0, most);
  const reach = Math.max(...shown.flatMap(({ values }) => values.map(Math.abs)), 1e-12);
  const drawn = thin(overview.rows.length, Math.floor(6000 / Math.max(1, shown.length)));
  return {
    label: `What each column adds to the ${unitOf(overview)} for ${overview.class}, a dot a row, for ${shown.length} columns.`,
    data: shown.map(({ column, values, cells }, j) => {
      const shade = shades(cells);
      const own = drawn.map((i) => values[i]!);
      const off = spread(own, reach);
      return {
        type: 'scatter' as const,
        mode: 'markers' as const,
        name: column,
        x: own,
        y: own.map((_, i) => j + off[i]!),
        text: drawn.map((i) => `${cells[i] ?? '(missing)'}`),
        marker: {
          size: 5,
          color: drawn.map((i) => (Number.isNaN(shade[i]!) ? -0.2 : shade[i]!)),
          cmin: 0,
          cmax: 1,
          colorscale: [
            [0, token('g4')],
            [0.5, token('faint')],
            [1, token('g2')],
          ] as never,
          showscale: j === 0,
          ...(j === 0 && {
            colorbar: {
              thickness: 8,
              outlinewidth: 0,
              tickvals: [0, 1],
              ticktext: ['low', 'high'],
              title: { text: 'cell', side: 'right' as const },
            },
          }),
        },
        hovertemplate: `${column} %{text}: %{x:.3f}<extra></extra>`,
      };
    }),
    layout: {
      xaxis: { title: { text: `adds to the ${unitOf(overview)} for ${overview.class}` } },
      yaxis: {
        tickmode: 'array',
        tickvals: shown.map((_, j) => j),
        ticktext: shown.map(({ column }) => column),
        range: [shown.length - 0.4, -0.6],
        showgrid: false,
        automargin: true,
      },
      showlegend: false,
      shapes: [{ type: 'line', x0: 0, x1: 0, y0: 0, y1: 1, yref: 'paper', line: { color: token('faint'), width: 1 } }],
    },
    table: {
      columns: ['column', 'least', 'mean', 'most'],
      rows: overview.columns.map(({ column, values }) => [
        column,
        Math.min(...values),
        values.reduce((sum, value) => sum + value, 0) / values.length,
        Math.max(...values),
      ]),
    },
    rows: `${footOf(overview, total)}${drawn.length < overview.rows.length ? `; ${count(drawn.length)} rows drawn` : ''}`,
    height: 110 + 34 * Math.max(2, shown.length),
  };
}

/** One column's values by its cells; coloured by the cells of another, if one is told. */
export function scatterFigure(overview: Overview, column: string, by: string | null, total: number): Figure {
  const own = overview.columns.find((each) => each.column === column)!;
  const other = overview.columns.find((each) => each.column === by) ?? null;
  const isNumber = own.cells.some((cell) => typeof cell === 'number');
  const places = [...own.cells.keys()].filter((i) => own.cells[i] !== null || !isNumber);
  const x = (i: number) => own.cells[i] ?? '(missing)';
  const numeric = other !== null && other.cells.some((cell) => typeof cell === 'number');
  const levels = other && !numeric ? [...new Set(other.cells.map((cell) => `${cell ?? '(missing)'}`))].sort().slice(0, 12) : null; // prettier-ignore
  const dots = (of: number[], name: string, color: unknown) => ({
    type: 'scatter' as const,
    mode: 'markers' as const,
    name,
    x: of.map(x),
    y: of.map((i) => own.values[i]!),
    marker: { size: 6, ...(color as object) },
    hovertemplate: `${column} %{x}: %{y:.3f}<extra>${name}</extra>`,
  });
  const shade = other && numeric ? shades(other.cells) : null;
  const scale = [
    [0, token('g4')],
    [1, token('g2')],
  ];
  const data = levels
    ? levels.map((level, k) =>
        dots(
          places.filter((i) => `${other!.cells[i] ?? '(missing)'}` === level),
          level,
          { color: nth(k) },
        ),
      )
    : [
        dots(
          places,
          other ? `by ${other.column}` : '',
          shade
            ? {
                color: places.map((i) => (Number.isNaN(shade[i]!) ? -0.2 : shade[i]!)),
                cmin: 0,
                cmax: 1,
                colorscale: scale,
                showscale: true,
                colorbar: {
                  thickness: 8,
                  outlinewidth: 0,
                  tickvals: [0, 1],
                  ticktext: ['low', 'high'],
                  title: { text: other!.column, side: 'right' },
                },
              }
            : { color: meaning.model },
        ),
      ];
  return {
    label: `What ${column} adds to the ${unitOf(overview)} for ${overview.class}, by its cells${other ? `, coloured by ${other.column}` : ''}.`,
    data: data as Figure['data'],
    layout: {
      xaxis: { title: { text: column }, ...(isNumber ? {} : { type: 'category' as const }) },
      yaxis: { title: { text: `adds, ${unitOf(overview)}` }, zeroline: true, zerolinecolor: token('faint') },
      showlegend: levels !== null,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
    },
    table: {
      columns: ['row', column, 'adds', ...(other ? [other.column] : [])],
      rows: own.cells.map((cell, i) => [
        `${overview.rows[i]}`,
        cell ?? '(missing)',
        signed(own.values[i]!),
        ...(other ? [other.cells[i] ?? '(missing)'] : []),
      ]),
    },
    rows: `${footOf(overview, total)}${places.length < own.cells.length ? `; ${count(own.cells.length - places.length)} rows without a value are not drawn` : ''}`,
    height: 320,
  };
}
