/** @file Where the scores of each class fall. */
import { meaning, nth, type Figure } from './figure.ts';
import { count } from './format.ts';

export interface ScoreHistogramInput {
  /** Bin edges in [0, 1], one more than there are counts. */
  edges: ArrayLike<number>;
  /** Counts by bin of each class, in class order. */
  counts: ArrayLike<number>[];
  classes: string[];
  /** The class whose score it is. */
  positive: string;
  threshold: number | null;
}

/** Shares within each class, so that a rare class is seen; counts stand in the table. */
export function scoreHistogramFigure({ edges, counts, classes, positive, threshold }: ScoreHistogramInput): Figure {
  const bins = Math.max(0, edges.length - 1);
  const totals = counts.map((of) => Array.from(of).reduce((sum, n) => sum + n, 0));
  const middle = Array.from({ length: bins }, (_, b) => (edges[b]! + edges[b + 1]!) / 2);
  const width = Array.from({ length: bins }, (_, b) => edges[b + 1]! - edges[b]!);
  const color = (k: number, opacity: number) =>
    classes.length > 2
      ? nth(k, opacity)
      : `${classes[k] === positive ? meaning.positive : meaning.negative} ${opacity}`;
  return {
    label: `Scores for ${positive} by actual class, in ${bins} bins.`,
    data: classes.map((name, k) => ({
      type: 'bar' as const,
      name: `is ${name}`,
      x: middle,
      y: Array.from({ length: bins }, (_, b) => (totals[k] ? counts[k]![b]! / totals[k] : 0)),
      text: Array.from({ length: bins }, (_, b) => count(counts[k]![b]!)),
      textposition: 'none' as const,
      width,
      marker: { color: color(k, 0.45), line: { color: color(k, 1), width: 1 } },
      hovertemplate: `score %{x:.2f}: %{y:.1%} (%{text} rows)<extra>is ${name}</extra>`,
    })),
    layout: {
      barmode: 'overlay',
      bargap: 0,
      showlegend: true,
      xaxis: { title: { text: `score for ${positive}` }, range: [0, 1] },
      yaxis: { title: { text: 'share of the class' }, tickformat: '.0%', rangemode: 'tozero' },
      shapes: threshold === null ? [] : [choiceLine(threshold)],
    },
    table: {
      columns: ['from', 'to', ...classes.map((name) => `is ${name}`)],
      rows: middle.map((_, b) => [edges[b]!, edges[b + 1]!, ...counts.map((of) => of[b]!)]),
    },
    rows: `${count(totals.reduce((sum, n) => sum + n, 0))} test rows`,
  };
}

/** The upright line of the present threshold. */
export function choiceLine(threshold: number) {
  return {
    type: 'line' as const,
    xref: 'x' as const,
    yref: 'paper' as const,
    x0: threshold,
    x1: threshold,
    y0: 0,
    y1: 1,
    line: { color: meaning.choice, width: 1.5 },
  };
}
