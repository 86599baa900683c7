/** @file Many things told of many trials: one upright axis a thing, one line a trial. */
import { meaning, thin, token, type Figure } from './figure.ts';
import { count } from './format.ts';

export interface ParallelAxis {
  name: string;
  /** From 0 (foot) to 1 (head) for each line. */
  places: readonly number[];
  /** What is there for each line, as it is written. */
  texts: readonly string[];
  /** Words beside the axis, each at its place. */
  ticks: readonly { at: number; text: string }[];
}

export interface ParallelInput {
  /** What each line is. */
  names: readonly string[];
  axes: readonly ParallelAxis[];
  /** What the lines are judged by, and the table's own numbers. */
  table: Figure['table'];
  rows: string;
}

/** Lines drawn at most; the table has them all. */
const most = 200;

/** Lines come the best first: the first is marked, the best quarter stands out. */
export function parallelFigure({ names, axes, table, rows }: ParallelInput): Figure {
  const shown = names.length <= most ? thin(names.length) : Array.from({ length: most }, (_, i) => i);
  const quarter = Math.max(1, Math.ceil(names.length / 4));
  const bands = [
    { name: 'the rest', lines: shown.filter((i) => i >= quarter), color: token('faint', 0.5), width: 1 },
    { name: 'best quarter', lines: shown.filter((i) => i > 0 && i < quarter), color: meaning.model, width: 1.5 },
    { name: 'the best', lines: shown.filter((i) => i === 0), color: meaning.choice, width: 3 },
  ].filter(({ lines }) => lines.length > 0);
  const last = axes.length - 1;
  return {
    label: `${count(names.length)} trials over ${axes.map(({ name }) => name).join(', ')}; the best: ${names[0] ?? 'none'}.`,
    data: bands.map(({ name, lines, color, width }) => ({
      type: 'scatter' as const,
      mode: 'lines+markers' as const,
      name,
      x: lines.flatMap(() => [...axes.keys(), null]),
      y: lines.flatMap((i) => [...axes.map(({ places }) => places[i]!), null]),
      text: lines.flatMap((i) => [...axes.map((axis) => `${names[i]}<br>${axis.name} ${axis.texts[i]}`), '']),
      line: { color, width },
      marker: { color, size: width + 3 },
      hovertemplate: '%{text}<extra></extra>',
    })),
    layout: {
      showlegend: true,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0, traceorder: 'reversed' },
      // The words of the first axis stand before it.
      margin: { t: 40, b: 56, l: 20 + Math.min(150, 6.5 * widest(axes[0]!)), r: 64 },
      xaxis: {
        tickvals: [...axes.keys()],
        ticktext: axes.map(({ name }) => wrapped(name)),
        tickangle: 0,
        range: [-0.25, last + 0.3],
        showgrid: true,
        zeroline: false,
      },
      yaxis: { visible: false, range: [-0.08, 1.08] },
      annotations: axes.flatMap(({ ticks }, x) =>
        ticks.map(({ at, text }) => ({
          x,
          y: at,
          text,
          showarrow: false,
          xanchor: x === 0 ? ('right' as const) : ('left' as const),
          xshift: x === 0 ? -6 : 6,
          font: { size: 11, color: token('soft') },
          bgcolor: token('raised', 0.8),
        })),
      ),
    },
    table,
    rows: names.length > most ? `${rows}; the best ${most} are drawn` : rows,
    height: 340,
  };
}

/** Characters of the longest word beside the axis. */
function widest({ ticks }: ParallelAxis): number {
  return Math.max(0, ...ticks.map(({ text }) => text.length));
}

/** In two lines where it is long. */
function wrapped(name: string): string {
  const words = name.split(' ');
  if (name.length <= 10 || words.length < 2) return name;
  const half = Math.ceil(words.length / 2);
  return `${words.slice(0, half).join(' ')}<br>${words.slice(half).join(' ')}`;
}
