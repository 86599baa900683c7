import { expect, test } from 'vitest';
import type { Permutation } from '../../../src/core/explain/permutation.ts';
import type { Shapley } from '../../../src/core/explain/shapley.ts';
import { accumulatedFigure } from '../../../src/ui/plots/accumulated.ts';
import { meaning } from '../../../src/ui/plots/figure.ts';
import { pairFigure } from '../../../src/ui/plots/pair.ts';
import { permutationFigure } from '../../../src/ui/plots/permutation.ts';
import { waterfallFigure } from '../../../src/ui/plots/waterfall.ts';

type Trace = Record<string, never> & { x: number[]; y: string[]; base: number[]; marker: { color: string[] } };
const first = (figure: { data: unknown[] }) => figure.data[0] as Trace & { error_x: Record<string, number[]> };

const importance = (column: string, mean: number, low: number, high: number): Permutation => ({
  ...{ column, columns: [column], mean, low, high, rocAuc: null, repeats: 5, rows: 80 },
});

test('permutation: bars with both arms of their intervals, grey where the interval reaches 0', () => {
  const figure = permutationFigure([importance('a', 0.5, 0.3, 0.6), importance('b', 0.01, -0.02, 0.03)], 100);
  const bars = first(figure);
  expect([bars.y, bars.x]).toEqual([
    ['a', 'b'],
    [0.5, 0.01],
  ]);
  expect(bars.error_x['array']![0]).toBeCloseTo(0.1, 12);
  expect(bars.error_x['arrayminus']![0]).toBeCloseTo(0.2, 12);
  expect(bars.marker.color).toEqual([meaning.model, meaning.tooFew]);
  expect(figure.rows).toBe('80 of 100 test rows, a seeded sample; 5 shuffles; intervals from a paired bootstrap');
  expect(figure.table.rows[0]).toEqual(['a', 0.5, 0.3, 0.6, null, null, null]);
});

const shapley = (values: Record<string, number>): Shapley => ({
  ...{ row: 3, class: 'yes', base: 0.4, values, standardError: null },
  ...{ output: 'probability', method: 'exact', background: 100 },
});

test('waterfall: each bar begins where the one before ended, the largest first, and the last ends at the row', () => {
  const figure = waterfallFigure(shapley({ a: -0.1, b: 0.3, c: 0 }), { a: '5', b: 'a very long level indeed', c: '1' });
  const bars = first(figure);
  expect(bars.y).toEqual(['b = a very long lev…', 'a = 5', 'c = 1']);
  expect(bars.x).toEqual([0.3, -0.1, 0]);
  for (const [i, start] of [0.4, 0.7, 0.6].entries()) expect(bars.base[i]).toBeCloseTo(start, 12);
  expect(bars.marker.color).toEqual([meaning.positive, meaning.negative, meaning.positive]);
  expect(figure.label).toMatch(/^From the mean score for yes over the background, \.400, to \.600 for this row: b = /);
  expect(figure.table.rows.at(-1)).toEqual(['(this row)', expect.closeTo(0.6, 12), null]);
});

test('waterfall: what is beyond twelve columns is one bar, and in the table all the same', () => {
  const values = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`x${i}`, 0.01 * (15 - i)]));
  const figure = waterfallFigure(shapley(values), {});
  expect(first(figure).y.at(-1)).toBe('3 others');
  // 0.03 + 0.02 + 0.01.
  expect(first(figure).x.at(-1)).toBeCloseTo(0.06, 12);
  expect(figure.table.rows).toHaveLength(17);
});

test('accumulated effects: 0 in the middle, and the order of levels told', () => {
  const curve = {
    column: 'c',
    class: 'yes',
    grid: ['u', 'v'],
    mean: [-0.1, 0.3],
    rows: 90,
    order: 'similarity' as const,
  };
  const figure = accumulatedFigure([curve], 100, ['no', 'yes']);
  const [low, high] = figure.layout.yaxis!.range as [number, number];
  expect(low).toBe(-high);
  expect(figure.label).toBe('Local effects of c on the score for yes: lowest −.100 at u, highest +.300 at v.');
  expect(figure.rows).toContain('90 of 100 test rows');
  expect(figure.rows).toContain('alike');
  expect(figure.table.rows).toEqual([
    ['u', -0.1],
    ['v', 0.3],
  ]);
});

test('two columns: the first lies along, the second stands up, and the ends are told', () => {
  const figure = pairFigure(
    {
      columns: ['a', 'c'],
      class: 'yes',
      grids: [
        [1, 2],
        ['u', 'v', 'w'],
      ],
      mean: [
        [0.1, 0.2, 0.3],
        [0.4, 0.9, 0.6],
      ],
      rows: 50,
    },
    80,
  );
  const { z, x, y } = figure.data[0] as unknown as { z: number[][]; x: string[]; y: string[] };
  expect([x, y]).toEqual([
    ['1', '2'],
    ['u', 'v', 'w'],
  ]);
  expect(z).toEqual([
    [0.1, 0.4],
    [0.2, 0.9],
    [0.3, 0.6],
  ]);
  expect(figure.label).toBe('Mean score for yes by a and c: lowest .100 at a 1, c u, highest .900 at a 2, c v.');
  expect(figure.table.rows).toHaveLength(6);
});
