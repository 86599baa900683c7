import { expect, test } from 'vitest';
import type { Pair } from '../../../src/core/data/explore/types.ts';
import { crossFigure, measuresSentence } from '../../../src/ui/plots/cross.ts';

const measures: Pair['measures'] = [
  { measure: 'pearson', measured: { value: 0.5, n: 3, reason: null } },
  { measure: 'information', measured: { value: null, n: 3, reason: 'y has one value only' } },
];
const base = { first: 'x', second: 'y', n: 3, missing: 2, measures };

test('what is measured is said with its n, and why it is not where it is not', () => {
  const pair: Pair = {
    ...base,
    kind: 'table',
    types: ['category', 'category'],
    firstLevels: [],
    secondLevels: [],
    counts: [],
  };
  expect(measuresSentence(pair)).toBe(
    'Pearson correlation .500, shared information undefined (y has one value only); n 3, 2 rows lack one of the two.',
  );
});

test('points by class, and all rows on a grid', () => {
  const pair: Pair = {
    ...base,
    kind: 'numbers',
    types: ['number', 'date'],
    points: { x: [1, 2], y: [0, 86_400_000], rows: [4, 9], group: [1, -1], groups: ['a', 'b'] },
    density: { xEdges: [0, 1, 2], yEdges: [0, 1], counts: [[3, 0]] },
  };
  const points = crossFigure(pair, false);
  expect(points.label).toBe('y against x: 3 rows, of which 2 are drawn.');
  expect(points.data.map(({ name }) => name)).toEqual(['b']);
  expect(points.table.rows).toEqual([
    ['4', 1, '1970-01-01T00:00:00.000Z', 'b'],
    ['9', 2, '1970-01-02T00:00:00.000Z', '(missing)'],
  ]);
  const grid = crossFigure(pair, true);
  expect(grid.table.rows).toEqual([[0, 1, '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.001Z', 3]]);
  expect((grid.data[0] as { z: unknown }).z).toEqual([[Math.sqrt(3), null]]);
});

test('bars of a mosaic are as wide as their level is frequent, and divide to 1', () => {
  const pair: Pair = {
    ...base,
    n: 10,
    kind: 'table',
    types: ['category', 'category'],
    firstLevels: ['p', 'q'],
    secondLevels: ['u', 'v'],
    counts: [
      [6, 2],
      [0, 2],
    ],
  };
  const { data, table } = crossFigure(pair, false);
  const [u, v] = data as unknown as { x: number[]; y: number[] }[];
  // p is 8 of 10: from 0 to .8, its middle at .4; q from .8 to 1.
  expect(u!.x).toEqual([0.4, 0.9]);
  expect(u!.y).toEqual([0.75, 0]);
  expect(v!.y).toEqual([0.25, 1]);
  expect(u).toMatchObject({
    customdata: [
      ['p', '6', '8', 'u'],
      ['q', '0', '2', 'u'],
    ],
  });
  expect(table.columns).toEqual(['x', 'rows', 'u', 'u, share', 'u, residual', 'v', 'v, share', 'v, residual']);
  // 6 of 10 are u: 8 * .6 = 4.8 expected in p, 1.2 in q; of v 3.2 and .8. Each is off by 1.2.
  const off = (expected: number) => expect.closeTo(1.2 / Math.sqrt(expected), 12) as number;
  const under = (expected: number) => expect.closeTo(-1.2 / Math.sqrt(expected), 12) as number;
  expect(table.rows).toEqual([
    ['p', 8, 6, 0.75, off(4.8), 2, 0.25, under(3.2)],
    ['q', 2, 0, 0, under(1.2), 2, 1, off(0.8)],
  ]);
});
