import { expect, test } from 'vitest';
import type { Distribution } from '../../../src/core/data/explore/types.ts';
import { associationHeatmapFigure } from '../../../src/ui/plots/association-heatmap.ts';
import { distributionFigure } from '../../../src/ui/plots/distribution.ts';
import { rankingFigure } from '../../../src/ui/plots/ranking.ts';
import { fill } from '../../../src/ui/plots/theme.ts';
import { trendFigure } from '../../../src/ui/plots/trend.ts';

const group = (label: string, counts: number[]) => ({
  label,
  n: counts.reduce((a, b) => a + b, 0),
  missing: 0,
  counts,
  other: 0,
  quantiles: null,
});
const distribution: Distribution = {
  column: 'x',
  type: 'number',
  by: 'y',
  n: 12,
  missing: 3,
  edges: [0, 1, 3],
  levels: null,
  all: group('', [4, 8]),
  groups: [group('no', [4, 6]), group('yes', [0, 2])],
  outliers: null,
  trend: null,
};
type Trace = { x: unknown[]; y: unknown[]; z: unknown[][]; name: string };
const traces = (figure: { data: unknown[] }) => figure.data as Trace[];

test('groups are drawn as shares of themselves, and tabled as counts', () => {
  const figure = distributionFigure(distribution);
  expect(traces(figure).map(({ y }) => y)).toEqual([
    [0.4, 0.6],
    [0, 1],
  ]);
  expect(traces(figure)[0]!.x).toEqual([0.5, 2]);
  expect(figure.table).toEqual({
    columns: ['from', 'to', 'no', 'yes'],
    rows: [
      [0, 1, 4, 0],
      [1, 3, 6, 2],
    ],
  });
  expect(figure.rows).toBe('12 rows, 3 without a value');
});

test('levels that are not drawn are counted in the table', () => {
  const other = { ...group('', [4, 8]), other: 5 };
  const figure = distributionFigure({ ...distribution, edges: null, levels: ['a', 'b'], groups: [], all: other });
  expect(figure.table.rows.at(-1)).toEqual(['all others', 5]);
  expect(figure.label).toBe('x by y: 2 levels, 12 rows.');
});

test('the strongest pair is named, a column with itself and an undefined pair are blank', () => {
  const matrix = {
    columns: ['a', 'b', 'c'],
    kind: Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => 'pearson' as const)),
    value: [
      [1, -0.8, 0.3],
      [-0.8, 1, null],
      [0.3, null, 1],
    ],
    n: Array.from({ length: 3 }, () => [9, 9, 9]),
    reason: Array.from({ length: 3 }, (_, i) => [null, i === 2 ? 'constant' : null, i === 1 ? 'constant' : null]),
  };
  const figure = associationHeatmapFigure(matrix, 9);
  expect(figure.label).toContain('the strongest is a with b, −.80');
  expect(traces(figure)[0]!.z).toEqual([
    [null, -0.8, 0.3],
    [-0.8, null, null],
    [0.3, null, null],
  ]);
  expect(figure.table.rows).toHaveLength(3);
  expect(figure.table.rows[2]).toEqual(['b', 'c', 'Pearson correlation', null, 9, 'constant']);
});

test('a scale of colours is filled in by the theme', () => {
  expect(fill([[0, 'var(--g2)']], () => '#fff')).toEqual([[0, '#fff']]);
  const numbers = [1, 2, 3];
  expect(fill(numbers, () => '#fff')).toBe(numbers);
});

test('more than 30 bars are announced, and tabled in full', () => {
  const entries = Array.from({ length: 40 }, (_, i) => ({ name: `c${i}`, share: 1 - i / 40, detail: '' }));
  const figure = rankingFigure({ axis: 'share', entries, table: { columns: [], rows: [] }, rows: 7 });
  expect(traces(figure)[0]!.y).toHaveLength(30);
  expect(figure.rows).toBe('7 rows; the first 30 of 40 columns');
});

test('what is followed over time is the line; without it, the rows are', () => {
  const periods = [{ label: '2024-01', start: Date.UTC(2024, 0, 1), n: 4, of: 4, value: 0.25 }];
  const followed = { name: 'late is yes', measure: 'share' as const };
  expect(traces(trendFigure({ period: 'month', followed, periods }, 'day'))[0]!.y).toEqual([0.25]);
  expect(traces(trendFigure({ period: 'month', followed: null, periods }, 'day'))[0]!.y).toEqual([4]);
});
