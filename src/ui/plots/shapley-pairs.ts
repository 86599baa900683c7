/** @file What columns do to a score together and each by itself, of one row or on average. */
import type { ShapleyPairs } from '../../core/explain/shapley-pairs.ts';
import { token, type Figure } from './figure.ts';
import { count, decimal, signed } from './format.ts';
import { unitOf } from './unit.ts';

/** Columns drawn; the table has them all. */
const most = 14;

/** total: test rows there are; absent: of one row, where signs tell which way. */
export function shapleyPairsFigure(pairs: ShapleyPairs, total?: number): Figure {
  const { columns, values, method, background, rows, class: label } = pairs;
  const isMean = total !== undefined;
  const sizes = values.map((row) => row.reduce((sum, v) => sum + Math.abs(v), 0));
  const ranked = [...columns.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const shown = ranked.slice(0, most);
  const told = strongestOf(pairs);
  const largest = Math.max(1e-9, ...shown.flatMap((i) => shown.map((j) => Math.abs(values[i]![j]!))));
  const words = isMean ? decimal : signed;
  const unit = unitOf(pairs);
  return {
    label:
      `${isMean ? 'Mean sizes of what' : 'What'} columns do to the ${unit} for ${label} together. ` +
      (told
        ? `The strongest pair is ${told.first} with ${told.second}, ${words(2 * told.value)}.`
        : 'No two do anything together.'),
    data: [
      {
        type: 'heatmap',
        x: shown.map((i) => columns[i]!),
        y: shown.map((i) => columns[i]!),
        z: shown.map((i) => shown.map((j) => values[i]![j]!)),
        zmin: isMean ? 0 : -largest,
        zmax: largest,
        colorscale: isMean
          ? [
              [0, token('raised')],
              [1, token('g1')],
            ]
          : [
              [0, token('g2')],
              [0.5, token('raised')],
              [1, token('g1')],
            ],
        xgap: 2,
        ygap: 2,
        hovertemplate: '%{y} and %{x}: %{z:.4f}<extra></extra>',
        colorbar: { thickness: 10, outlinewidth: 0, nticks: 5 },
      },
    ],
    layout: {
      xaxis: { type: 'category', showgrid: false, tickangle: -40, nticks: shown.length },
      yaxis: { type: 'category', showgrid: false, autorange: 'reversed', nticks: shown.length },
    },
    table: {
      columns: ['column', 'with', `adds to the ${unit}`],
      rows: ranked.flatMap((i, at) => [
        [columns[i]!, '(by itself)', values[i]![i]!],
        ...ranked.slice(at + 1).map((j): (string | number)[] => [columns[i]!, columns[j]!, 2 * values[i]![j]!]),
      ]),
    },
    rows: [
      methods[method],
      isMean ? `${count(rows)} of ${count(total)} test rows${rows < total ? ', a seeded sample' : ''}` : null,
      `against ${count(background)} training rows`,
      columns.length > most ? `${most} of ${count(columns.length)} columns drawn` : null,
    ]
      .filter(Boolean)
      .join('; '),
    height: Math.min(520, 150 + 24 * shown.length),
  };
}

const methods: Record<ShapleyPairs['method'], string> = {
  tree: 'In closed form: worked out leaf by leaf',
  pairs: 'In closed form: the log-odds are a sum',
  exact: 'Exact: every combination of columns',
};

/** The pair that does most together, half of it each way; null where none does anything. */
export function strongestOf({
  columns,
  values,
}: ShapleyPairs): { first: string; second: string; value: number } | null {
  let best: { first: string; second: string; value: number } | null = null;
  for (const [i, first] of columns.entries())
    for (const [j, second] of columns.entries())
      if (j > i && Math.abs(values[i]![j]!) > Math.abs(best?.value ?? 1e-9))
        best = { first, second, value: values[i]![j]! };
  return best;
}
