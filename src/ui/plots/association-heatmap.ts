/** @file How strongly each pair of columns goes together. */
import type { AssociationMatrix, Measure } from '../../core/data/explore/types.ts';
import { token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

export const measureNames: Record<Measure, string> = {
  pearson: 'Pearson correlation',
  spearman: 'Spearman correlation',
  'cramers-v': 'Cramér’s V',
  'correlation-ratio': 'correlation ratio',
  information: 'shared information',
};

/** Blue goes along, orange against; white is nothing; an undefined pair is left blank. */
export function associationHeatmapFigure(matrix: AssociationMatrix, rows: number): Figure {
  const { columns, value, kind, n, reason } = matrix;
  const pairs = columns.flatMap((a, i) => columns.slice(i + 1).map((b, j) => ({ a, b, i, j: i + 1 + j })));
  const ranked = pairs
    .filter(({ i, j }) => value[i]![j] !== null)
    .sort((p, q) => Math.abs(value[q.i]![q.j]!) - Math.abs(value[p.i]![p.j]!));
  const strongest = ranked[0];
  return {
    label: strongest
      ? `Associations of ${columns.length} columns; the strongest is ${strongest.a} with ${strongest.b}, ${decimal(value[strongest.i]![strongest.j]!, 2)}.`
      : `Associations of ${columns.length} columns; none is defined.`,
    data: [
      {
        type: 'heatmap',
        x: columns,
        y: columns,
        // A column with itself says nothing.
        z: value.map((line, i) => line.map((v, j) => (i === j ? null : v))),
        text: value.map((line, i) =>
          line.map((v, j) => `${measureNames[kind[i]![j]!]} ${decimal(v, 2)}, n ${count(n[i]![j]!)}`),
        ) as unknown as string[],
        zmin: -1,
        zmax: 1,
        colorscale: [
          [0, token('g2')],
          [0.5, token('raised')],
          [1, token('g1')],
        ],
        xgap: 2,
        ygap: 2,
        hoverongaps: false,
        hovertemplate: '%{x} and %{y}<br>%{text}<extra></extra>',
        colorbar: { thickness: 10, outlinewidth: 0, tickvals: [-1, -0.5, 0, 0.5, 1] },
      },
    ],
    layout: {
      xaxis: { type: 'category', showgrid: false, tickangle: -40, nticks: columns.length },
      yaxis: { type: 'category', showgrid: false, autorange: 'reversed', nticks: columns.length },
    },
    table: {
      columns: ['column', 'with', 'measure', 'value', 'n', ''],
      rows: pairs.map(({ a, b, i, j }) => [
        a,
        b,
        measureNames[kind[i]![j]!],
        value[i]![j]!,
        n[i]![j]!,
        reason[i]![j] ?? '',
      ]),
    },
    rows: `${count(rows)} rows`,
    height: Math.min(620, 140 + 24 * columns.length),
  };
}
