/** @file From the mean output of the background to the output of one row, a bar a column. */
import type { Shapley } from '../../core/explain/shapley.ts';
import { meaning, token, type Figure } from './figure.ts';
import { count, decimal, signed } from './format.ts';
import { unitOf } from './unit.ts';

/** Columns drawn for themselves; the rest are one bar. */
const most = 12;

/** cells: the row's raw values by column, as texts. */
export function waterfallFigure(shapley: Shapley, cells: Readonly<Record<string, string>>): Figure {
  const { base, values, standardError, output, class: label, method, background } = shapley;
  const ranked = Object.entries(values)
    .map(([column, value]) => ({ name: `${column} = ${clip(cells[column] ?? '')}`, value }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const rest = ranked.slice(most);
  const bars = [
    ...ranked.slice(0, most),
    ...(rest.length > 0
      ? [{ name: `${count(rest.length)} others`, value: rest.reduce((sum, { value }) => sum + value, 0) }]
      : []),
  ];
  const starts: number[] = [];
  let reached = base;
  for (const { value } of bars) {
    starts.push(reached);
    reached += value;
  }
  const unit = unitOf({ output });
  return {
    label: `From the mean ${unit} for ${label} over the background, ${decimal(base)}, to ${decimal(reached)} for this row: ${bars
      .slice(0, 5)
      .map(({ name, value }) => `${name} ${signed(value)}`)
      .join(', ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        base: starts,
        x: bars.map(({ value }) => value),
        y: bars.map(({ name }) => name),
        text: bars.map(({ value }) => signed(value)),
        textposition: 'none',
        marker: { color: bars.map(({ value }) => (value >= 0 ? meaning.positive : meaning.negative)) },
        hovertemplate: '%{y}: %{text}<extra></extra>',
      },
      // Always on the right: the names stand on the left.
      {
        type: 'scatter',
        mode: 'text',
        x: bars.map(({ value }, i) => Math.max(starts[i]!, starts[i]! + value)),
        y: bars.map(({ name }) => name),
        text: bars.map(({ value }) => ` ${signed(value)}`),
        textposition: 'middle right',
        hoverinfo: 'skip',
      },
    ],
    layout: {
      bargap: 0.35,
      xaxis: { title: { text: `${unit} for ${label}` }, range: span([base, reached, ...starts]) },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, nticks: bars.length },
      shapes: [line(base, token('faint')), line(reached, meaning.choice)],
    },
    table: {
      columns: ['column', 'adds', 'standard error'],
      rows: [
        ['(background)', base, null],
        ...Object.entries(values)
          .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
          .map(([column, value]): (string | number | null)[] => [column, value, standardError?.[column] ?? 0]),
        ['(this row)', reached, null],
      ],
    },
    rows: `${methods[method]}; against ${count(background)} training rows, a seeded sample`,
    height: 100 + 26 * Math.max(2, bars.length),
  };
}

export const methods: Record<Shapley['method'], string> = {
  additive: 'In closed form: the log-odds are a sum over columns',
  pairs: 'In closed form: the log-odds are a sum over columns and pairs of columns',
  tree: 'In closed form: worked out leaf by leaf',
  exact: 'Exact: every combination of columns',
  sampled: 'Sampled orders of columns, standard errors in the table',
};

function line(at: number, color: string) {
  return {
    type: 'line' as const,
    x0: at,
    x1: at,
    y0: 0,
    y1: 1,
    yref: 'paper' as const,
    line: { color, width: 1.5, dash: 'dot' as const },
  };
}

/** With room for the numbers right of the bars. */
function span(values: number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.02, high - low);
  return [low - room * 0.05, high + room * 0.35];
}

function clip(text: string): string {
  return text.length > 16 ? `${text.slice(0, 15)}…` : text;
}
