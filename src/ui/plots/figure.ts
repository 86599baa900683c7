/** @file What a plot is made of: plain data from pure functions. Colours are named by meaning and filled in by the theme. */
import type { Data, Layout } from 'plotly.js';

/** The numbers of a plot as a table; null is shown as `undefined`. */
export interface FigureTable {
  columns: string[];
  rows: (string | number | null)[][];
}

export interface Figure {
  /** What it shows, in a sentence: the accessible name of the picture. */
  label: string;
  data: Data[];
  layout: Partial<Layout>;
  table: FigureTable;
  /** How many rows it was computed from and what of, such as `9,769 test rows`. */
  rows: string;
  /** Height in pixels; 260 when absent. */
  height?: number;
}

/** What was pressed: its place in the trace, and its axis values. */
export interface PickedPoint {
  x: number | string;
  y: number | string;
  pointNumber: number | [number, number];
  customdata?: unknown;
}

/** A design token as a colour, `opacity` in (0, 1]; the theme turns it into rgba. */
export function token(name: string, opacity = 1): string {
  return opacity === 1 ? `var(--${name})` : `var(--${name}) ${opacity}`;
}

/** A colour keeps its meaning across all plots. Okabe-Ito by way of the tokens g1 to g6. */
export const meaning = {
  model: token('g1'),
  right: token('g1'),
  wrong: token('g2'),
  positive: token('g3'),
  negative: token('g4'),
  validation: token('g6'),
  chance: token('faint'),
  tooFew: token('faint'),
  choice: token('accent'),
  best: token('good'),
} as const;

const sequence = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'];

/** The colour of the i-th of several equals (groups, classes); they come round again after six. */
export function nth(index: number, opacity = 1): string {
  return token(sequence[index % sequence.length]!, opacity);
}

/** At most `limit` indices spread evenly over 0..n-1, both ends among them: what is drawn, never what is computed. */
export function thin(n: number, limit = 2000): number[] {
  if (n <= limit) return Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (n - 1)) / (limit - 1)));
}
