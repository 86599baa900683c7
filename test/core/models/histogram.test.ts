/** @file The kernels of boosting against sums added up row by row. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { binMatrix } from '../../../src/core/models/trees/bins.ts';
import { createHistograms } from '../../../src/core/models/trees/histogram.ts';
import { matrix } from './fixtures.ts';

const cell = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));
const rowsOf = (width: number) =>
  fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 40 });

test('bins hold the sums of their rows, on both sides of a cut', () =>
  fc.assert(
    fc.property(rowsOf(3), fc.integer({ min: 0, max: 2 }), fc.boolean(), (cells, column, isMissingRight) => {
      const coded = binMatrix(matrix(cells));
      const n = cells.length;
      // Whole numbers: sums are exact in any order.
      const gradients = Float64Array.from({ length: 2 * n }, (_, i) => ((i * 7) % 11) - 5);
      const histograms = createHistograms(coded);
      histograms.begin(
        gradients,
        Uint32Array.from({ length: n }, (_, i) => i),
      );
      const brute = (rows: Iterable<number>) => {
        const sums = new Float64Array(2 * coded.offsets[3]!);
        for (const row of rows)
          for (let c = 0; c < 3; c++)
            for (const half of [0, 1])
              sums[2 * (coded.offsets[c]! + coded.codes[c * n + row]!) + half]! += gradients[2 * row + half]!;
        return [...sums];
      };
      const whole = histograms.fill({ begin: 0, end: n });
      expect([...histograms.read(whole)]).toEqual(brute(cells.keys()));

      const isLeft = (row: number) =>
        Number.isNaN(cells[row]![column]!) ? !isMissingRight : coded.codes[column * n + row]! === 0;
      const cut = { gain: 1, column, code: 0, isMissingRight, gradient: 0, hessian: 0 };
      const middle = histograms.partition(cut, { begin: 0, end: n });
      const order = new Uint32Array(n);
      histograms.copyRows(order);
      const all = [...cells.keys()];
      expect([...order]).toEqual([...all.filter(isLeft), ...all.filter((row) => !isLeft(row))]);
      const left = histograms.fill({ begin: 0, end: middle });
      histograms.subtract(whole, left);
      expect([...histograms.read(left)]).toEqual(brute(order.subarray(0, middle)));
      expect([...histograms.read(whole)]).toEqual(brute(order.subarray(middle)));
    }),
  ));

test('more than 65,536 bins', () => {
  // 300 columns of 255 values each.
  const rng = createRng(3);
  const cells = Array.from({ length: 255 }, () => Array.from({ length: 300 }, () => rng.uniform()));
  const coded = binMatrix(matrix(cells));
  expect(coded.offsets[300]).toBeGreaterThan(65536);
  const histograms = createHistograms(coded);
  histograms.begin(Float64Array.from({ length: 510 }, (_, i) => i), Uint32Array.from(cells.keys())); // prettier-ignore
  const sums = histograms.read(histograms.fill({ begin: 0, end: 255 }));
  // Every bin has one row, with the pair (2 row, 2 row + 1).
  for (const column of [0, 150, 299])
    for (const row of [0, 100, 254]) {
      const at = 2 * (coded.offsets[column]! + coded.codes[column * 255 + row]!);
      expect([sums[at], sums[at + 1]]).toEqual([2 * row, 2 * row + 1]);
    }
});
