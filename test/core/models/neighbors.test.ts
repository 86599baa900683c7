/** @file The search for nearest rows: every way of it finds the rows that plain measuring finds, ties and extremes included. */
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { SparseMatrix } from '../../../src/core/models/contract.ts';
import { boundsOf } from '../../../src/core/models/neighbors/bounds.ts';
import { together } from '../../../src/core/models/neighbors/kernels.ts';
import type { Metric } from '../../../src/core/models/neighbors/measure.ts';
import { createSearch } from '../../../src/core/models/neighbors/search.ts';
import { compress } from '../../../src/core/models/sparse.ts';
import { clouds, plainly } from './clouds.ts';
import { matrix } from './fixtures.ts';

const metrics = ['euclidean', 'manhattan', 'cosine'] as const;

function search(stored: SparseMatrix, x: SparseMatrix, metric: Metric, k: number): [number[], number[]][] {
  const ask = createSearch(boundsOf(stored, metric), k);
  const all: [number[], number[]][] = [];
  for (let first = 0; first < x.rows; first += together)
    for (const { places, distances } of ask(x, first, Math.min(together, x.rows - first)).slice(0, x.rows - first))
      all.push([[...places], [...distances]]);
  return all;
}

describe.each(metrics)('%s', (metric) => {
  test.for(clouds)('$name', ({ stored, x, k }) => {
    expect(search(compress(matrix(stored)), compress(matrix(x)), metric, k)).toEqual(
      x.map((row) => plainly(stored, row, metric, k)),
    );
  });
});

test('one row and one column by hand', () => {
  expect(search(compress(matrix([[3]])), compress(matrix([[-1]])), 'euclidean', 1)).toEqual([[[0], [4]]]);
});

test('bounds hold the distance in float32 sums of any order', () => {
  const rng = createRng(3);
  const width = 300;
  const row = () => Array.from({ length: width }, () => rng.normal() * 10 ** rng.integer(4));
  const [b, a] = [row(), row()].map((values) => values.map(Math.fround)) as [number[], number[]];
  const bounds = boundsOf(compress(matrix([b])), 'euclidean');
  const question = bounds.ask(compress(matrix([a])), 0, 1);
  const size = a.reduce((sum, v) => sum + v * v, 0);
  const far = a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0) - size;
  for (let turn = 0; turn < 50; turn++) {
    let sum = Math.fround(bounds.bases[0]!);
    for (const c of rng.permutation(width)) sum = Math.fround(sum + Math.fround(question.values[c]! * b[c]!));
    expect(sum - question.widths[0]! / 2).toBeLessThan(far);
    expect(sum + bounds.widths[0]! + question.widths[0]! / 2).toBeGreaterThan(far);
  }
});
