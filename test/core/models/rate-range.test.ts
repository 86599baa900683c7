import { beforeAll, expect, test } from 'vitest';
import type { Compute } from '../../../src/core/compute/types.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { readRates } from '../../../src/core/models/rate-range.ts';
import { computeOf, context, noisy } from './fixtures.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await computeOf('cpu');
});

/** Ten a decade from 1e-4 on. */
const rates = Array.from({ length: 41 }, (_, i) => 1e-4 * 10 ** (i / 10));

test('on a curve that is the same backwards about a rate, that rate is the steepest; the tenth is of the least', () => {
  // Falls as the logistic function of three times the decades past 0.01 (place 20), and rises again from place 31 on.
  const losses = rates.map((_, i) => 1 - 1 / (1 + Math.exp(-3 * (i / 10 - 2))) + Math.max(0, i - 30));
  const { steepest, tenth, points } = readRates(rates, losses, 2);
  expect(steepest).toBe(rates[20]);
  // Smoothed by two on either side, place 29 has part of the rise at 31: 28 is the last of falling means.
  // Means differ from their middle by less than 1e-3 there, and the rise at 31 is 1, a fifth of which comes into the mean at 29.
  expect(tenth).toBeCloseTo(rates[28]! / 10, 12);
  // Place 20 is a half and its neighbours lie evenly about it; the ends have no neighbours on one side.
  expect(points[20]!.smooth).toBeCloseTo(0.5, 12);
  expect(points[0]!.smooth).toBe(losses[0]);
});

test('a loss that never falls has no rate', () => {
  const rising = rates.map((_, i) => 1 + i);
  expect(readRates(rates, rising, 2)).toMatchObject({ steepest: null, tenth: null });
  // It falls only after the least, back from a peak: not a place to go on from.
  expect(readRates(rates, [0, ...rates.slice(1).map((_, i) => 50 - i)], 0)).toMatchObject({ steepest: null });
});

test.for(['mlp', 'wide-and-deep'])('%s: rates rise by one factor, and the same seed finds the same', async (kind) => {
  const data = noisy(2000, 6);
  const { options, rateRange } = classifiers[kind]!;
  const told = options.parse({ hiddenLayerSizes: [16], batchSize: 32 });
  const seen: number[] = [];
  const progress = ({ done }: { done: number }) => void seen.push(done);
  const found = await rateRange!(data, told, context(compute, { progress }));
  // 2000 rows in batches of 32 are 63, under the least of 100.
  expect(seen.length).toBe(found.points.length);
  expect(found.points.length).toBeLessThanOrEqual(100);
  expect(found.points[0]!.rate).toBe(1e-6);
  const factor = 1e7 ** (1 / 99);
  for (const [i, { rate }] of found.points.entries()) expect(rate / (1e-6 * factor ** i)).toBeCloseTo(1, 9);
  expect(found.ended).toBe('loss rose');
  expect(found.steepest).toBeGreaterThan(1e-4);
  expect(found.steepest).toBeLessThan(1);
  expect(await rateRange!(data, told, context(compute))).toEqual(found);
  // Learning at that rate beats learning at the first one tried.
  const lossAt = async (learningRate: number) => {
    const more = options.parse({ hiddenLayerSizes: [16], batchSize: 32, learningRate, maxEpochs: 2 });
    const { curves } = await classifiers[kind]!.fit(data, more, context(compute));
    return curves.loss.at(-1)!;
  };
  expect(await lossAt(found.steepest!)).toBeLessThan((await lossAt(1e-6)) - 0.1);
});

test('cancel is heard within one batch', async () => {
  const controller = new AbortController();
  let batches = 0;
  const whenRunning = async () => {
    if (++batches === 5) controller.abort();
  };
  const { options, rateRange } = classifiers['mlp']!;
  const run = rateRange!(
    noisy(500, 4),
    options.parse({}),
    context(compute, { signal: controller.signal, whenRunning }),
  );
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  expect(batches).toBe(5);
});

test('only families that step by a rate have it', () => {
  const rated = Object.values(classifiers).flatMap(({ kind, rateRange }) => (rateRange ? [kind] : []));
  expect(rated.sort()).toEqual(['mlp', 'wide-and-deep']);
});
