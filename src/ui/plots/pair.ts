/** @file Two columns together: the mean score over a grid of both, and what both do beyond each. */
import type { AccumulatedPair } from '../../core/explain/accumulated-pair.ts';
import type { PartialDependencePair } from '../../core/explain/interaction.ts';
import { token, type Figure } from './figure.ts';
import { count, decimal, signed } from './format.ts';

/** total: test rows there are. */
export function pairFigure(
  { columns, class: label, grids, mean, rows, closed }: PartialDependencePair,
  total: number,
): Figure {
  const [a, b] = columns;
  const words = (value: number | string) => (typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value);
  const cells = grids[0].flatMap((x, i) => grids[1].map((y, j) => ({ x, y, score: mean[i]![j]! })));
  const [lowest, highest] = cells.reduce(
    ([low, high], cell) => [cell.score < low.score ? cell : low, cell.score > high.score ? cell : high],
    [cells[0]!, cells[0]!],
  );
  const at = ({ x, y, score }: typeof lowest) => `${decimal(score)} at ${a} ${words(x)}, ${b} ${words(y)}`;
  return {
    label: `Mean score for ${label} by ${a} and ${b}: lowest ${at(lowest)}, highest ${at(highest)}.`,
    data: [
      {
        ...tiles([a, b], [grids[0].map(words), grids[1].map(words)], mean),
        zmin: lowest.score,
        zmax: highest.score,
        colorscale: [
          [0, token('sunk')],
          [1, token('g1')],
        ],
      },
    ],
    layout: layoutOf([a, b]),
    table: { columns: [a, b, label], rows: cells.map(({ x, y, score }) => [x, y, score]) },
    rows: `${closed ? 'In closed form; ' : ''}${count(rows)} of ${count(total)} test rows${rows < total ? ', a seeded sample' : ''}`,
    height: 360,
  };
}

/** What two columns of numbers do beyond what each does by itself, at the edges of their bins. */
export function accumulatedPairFigure(
  { columns, class: label, grids, mean, counts, rows }: AccumulatedPair,
  total: number,
): Figure {
  const [a, b] = columns;
  const words = (value: number) => `${Number(value.toPrecision(4))}`;
  const edges = grids[0].flatMap((x, i) => grids[1].map((y, j) => ({ x, y, effect: mean[i]![j]! })));
  const widest = edges.reduce((most, edge) => (Math.abs(edge.effect) > Math.abs(most.effect) ? edge : most), edges[0]!);
  const bare = counts.flat().filter((n) => n === 0).length;
  const limit = Math.max(1e-9, Math.abs(widest.effect));
  return {
    label: `Local effects of ${a} and ${b} on the score for ${label} beyond those of each: the largest is ${signed(widest.effect)} at ${a} ${words(widest.x)}, ${b} ${words(widest.y)}.`,
    data: [
      {
        ...tiles([a, b], [grids[0].map(words), grids[1].map(words)], mean),
        zmin: -limit,
        zmax: limit,
        colorscale: [
          [0, token('g2')],
          [0.5, token('raised')],
          [1, token('g1')],
        ],
      },
    ],
    layout: layoutOf([a, b]),
    table: { columns: [a, b, `adds to ${label}`], rows: edges.map(({ x, y, effect }) => [x, y, effect]) },
    rows: [
      `${count(rows)} of ${count(total)} test rows${rows < total ? ', those with both values or a sample of them' : ''}`,
      bare > 0
        ? `${count(bare)} of ${count(counts.flat().length)} cells have no row and take the change of the nearest`
        : null,
    ]
      .filter(Boolean)
      .join('; '),
    height: 360,
  };
}

/** A tile for each pair of places of two columns. mean: first column x second. */
function tiles([a, b]: readonly [string, string], [x, y]: readonly [string[], string[]], mean: ArrayLike<number>[]) {
  return {
    type: 'heatmap' as const,
    x,
    y,
    z: y.map((_, j) => x.map((_, i) => mean[i]![j]!)),
    xgap: 1,
    ygap: 1,
    hovertemplate: `${a} %{x}, ${b} %{y}: %{z:.3f}<extra></extra>`,
    colorbar: { thickness: 10, outlinewidth: 0, tickformat: '.2f' },
  };
}

function layoutOf([a, b]: readonly [string, string]): Figure['layout'] {
  return {
    xaxis: { type: 'category', title: { text: a }, showgrid: false, tickangle: -40 },
    yaxis: { type: 'category', title: { text: b }, showgrid: false },
  };
}
