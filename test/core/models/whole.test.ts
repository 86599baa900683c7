/** @file Gradients rounded to whole multiples of a unit. */
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { mostUnits } from '../../../src/core/compute/wgsl/histograms.ts';
import { binMatrix } from '../../../src/core/models/trees/bins.ts';
import { createHistograms } from '../../../src/core/models/trees/histogram.ts';
import { createLeafSums } from '../../../src/core/models/trees/leaf-sums.ts';
import { leastRows, roundToUnits, unitsOf } from '../../../src/core/models/trees/whole.ts';
import { noisy } from './fixtures.ts';

const rowsOf = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

test('units by hand', () => {
  // Largest 0.75 and 0.25: units are 1 / 2^22 and 0.25 / 2^22.
  const gradients = Float64Array.of(0.75, 0.25, -0.1, 0.1);
  expect(roundToUnits(gradients, rowsOf(2))).toEqual([2 ** -22, 2 ** -24]);
  // 0.1 x 2^22 = 419430.4, and 0.1 x 2^24 = 1677721.6.
  expect([...gradients]).toEqual([0.75, 0.25, -419430 / 2 ** 22, 1677722 / 2 ** 24]);
  expect([...unitsOf(gradients, [2 ** -22, 2 ** -24])]).toEqual([0.75 * mostUnits, mostUnits, -419430, 1677722]);
});

test('sums are the same in any order, and near those of what was rounded', () => {
  const rng = createRng(1);
  const count = 20_000;
  const before = Float64Array.from({ length: 2 * count }, (_, i) => (i % 2 ? rng.uniform() : rng.normal()));
  const gradients = before.slice();
  const [unit] = roundToUnits(gradients, rowsOf(count))!;
  const sum = (values: Float64Array, order: ArrayLike<number>) => {
    let all = 0;
    for (let i = 0; i < count; i++) all += values[2 * order[i]!]!;
    return all;
  };
  const orders = [rowsOf(count), rng.permutation(count), rng.permutation(count)];
  const [first, ...others] = orders.map((order) => sum(gradients, order));
  expect(others).toEqual([first, first]);
  // Each is off by half a unit at most.
  expect(Math.abs(first! - sum(before, orders[0]!))).toBeLessThan((count * unit) / 2);
});

test('one gradient far above the others, none, or one that is infinite: nothing is rounded', () => {
  const even = (gradient: (row: number) => number) =>
    Float64Array.from({ length: 8000 }, (_, i) => (i % 2 ? 1 : gradient(i >> 1)));
  for (const gradient of [
    (row: number) => (row === 0 ? 1e4 : 0.1),
    () => 0,
    (row: number) => (row === 0 ? Infinity : 1),
  ]) {
    const gradients = even(gradient);
    expect(roundToUnits(gradients, rowsOf(4000))).toBeNull();
    expect([...gradients]).toEqual([...even(gradient)]);
  }
});

test('boosting rounds from so many rows on, whatever the backend', () => {
  const { x } = noisy(leastRows, 1);
  const coded = binMatrix(x);
  const sums = createLeafSums(null, coded, createHistograms(coded));
  const third = () => new Float64Array(2 * leastRows).fill(1 / 3);
  const [few, all] = [third(), third()];
  sums.begin(few, rowsOf(leastRows - 1));
  expect(few[0]).toBe(1 / 3);
  sums.begin(all, rowsOf(leastRows));
  // The largest is 1/3: the unit is 0.5 / 2^22, and 2^23 / 3 = 2796202.67.
  expect(all[0]).toBe(2796203 / 2 ** 23);
});
