/** @file What base rates force: groups where the run has them, and where equal rates would put them. */
import { meaning, nth, type Figure } from './figure.ts';
import { count } from './format.ts';

export interface LectureInput {
  column: string;
  groups: {
    group: string;
    /** Share found and false positive rate: of the run, and as forced; null: undefined. */
    own: { found: number | null; alarmed: number | null };
    forced: { found: number | null; alarmed: number | null };
    /** False positive rate for each share found, at the precision that the forced point has. */
    slope: number | null;
  }[];
  rows: number;
}

const symbols = ['circle', 'square', 'triangle-up', 'cross', 'x', 'star'] as const;

export function lectureFigure({ column, groups, rows }: LectureInput): Figure {
  const shown = (value: number | null) => (value === null || value > 1 ? null : value);
  return {
    label: `False positive rate against share found by ${column}, as they are and as equal rates would force them, ${groups.length} groups.`,
    data: groups.flatMap(({ group, own, forced, slope }, g) => {
      const colour = nth(g);
      const symbol = symbols[g % symbols.length]!;
      const reach = slope === null ? 0 : Math.min(1, 1 / Math.max(slope, 1e-9));
      return [
        ...(slope === null
          ? []
          : [
              {
                type: 'scatter' as const,
                mode: 'lines' as const,
                name: `${group}, this precision`,
                showlegend: false,
                x: [0, reach],
                y: [0, reach * slope],
                line: { color: colour, width: 1.5, dash: 'dot' as const },
                hoverinfo: 'skip' as const,
              },
            ]),
        {
          type: 'scatter' as const,
          mode: 'markers' as const,
          name: `${group}, as it is`,
          x: [own.found],
          y: [own.alarmed],
          marker: { color: colour, size: 11, symbol },
          hovertemplate: `${group}, as it is: found %{x:.3f}, false positives %{y:.3f}<extra></extra>`,
        },
        {
          type: 'scatter' as const,
          mode: 'markers' as const,
          name: `${group}, forced`,
          x: [shown(forced.found)],
          y: [shown(forced.alarmed)],
          marker: { color: colour, size: 12, symbol: `${symbol}-open` as const, line: { width: 2 } },
          hovertemplate: `${group}, forced: found %{x:.3f}, false positives %{y:.3f}<extra></extra>`,
        },
      ];
    }),
    layout: {
      xaxis: { title: { text: 'share found (1 − false negative rate)' }, range: [0, 1] },
      yaxis: { title: { text: 'false positive rate' }, range: [0, 1] },
      showlegend: true,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      shapes: [
        {
          type: 'line',
          x0: 0,
          x1: 1,
          y0: 0,
          y1: 1,
          line: { color: meaning.chance, width: 1, dash: 'dash' },
        },
      ],
    },
    table: {
      columns: ['group', 'share found', 'false positive rate', 'share found, forced', 'false positive rate, forced'],
      rows: groups.map(({ group, own, forced }) => [group, own.found, own.alarmed, forced.found, forced.alarmed]),
    },
    rows: `${count(rows)} test rows; groups with 30 rows of each class; filled: as it is, open: forced; a dotted line has one precision`,
    height: 380,
  };
}
