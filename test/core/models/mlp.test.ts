import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Compute } from '../../../src/core/compute/types.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { rowWeights } from '../../../src/core/models/epochs.ts';
import { blocksOf, fillRows, placeNetwork, readSheet } from '../../../src/core/models/host-network.ts';
import { lossOf } from '../../../src/core/models/host-trainer.ts';
import { mlp } from '../../../src/core/models/mlp.ts';
import { createNetwork, decayMask, dropoutOf, initialWeights } from '../../../src/core/models/network.ts';
import { createArena } from '../../../src/core/models/network-kernels.ts';
import { placeParameters } from '../../../src/core/models/parameters.ts';
import { scheduledRate } from '../../../src/core/models/schedule.ts';
import { computeOf, context, input, noisy } from './fixtures.ts';

const parse = (options: object = {}) =>
  mlp.options.parse({ hiddenLayerSizes: [8, 5], maxEpochs: 4, batchSize: 64, earlyStopping: false, ...options });

const weightsOf = (fitted: { state: { arrays: Record<string, Float32Array | Float64Array> } }) => [
  ...fitted.state.arrays['weights']!,
];

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  let compute: Compute;
  let before: number;
  beforeAll(async () => {
    compute = await computeOf(backend);
    before = compute.tf.memory().numTensors;
  });
  afterEach(() => expect(compute.tf.memory().numTensors).toBe(before));

  const fit = (data: FitInput, options: object = {}, more = {}) =>
    mlp.fit(data, parse(options), context(compute, more));

  test.each([0, 7, -3])('seed %i gives the same bytes twice, also with dropout', async (seed) => {
    const data = noisy(200, 4, 3);
    const a = await fit(data, { dropout: 0.3 }, { seed });
    const b = await fit(data, { dropout: 0.3 }, { seed });
    expect(weightsOf(a)).toEqual(weightsOf(b));
    expect(a.curves).toEqual(b.curves);
    expect(weightsOf(await fit(data, { dropout: 0.3 }, { seed: seed + 1 }))).not.toEqual(weightsOf(a));
  });

  test('two full batches of 4096 rows give the same bytes', async () => {
    const data = noisy(4096, 6);
    const options = { batchSize: 4096, maxEpochs: 5 };
    expect(weightsOf(await fit(data, options))).toEqual(weightsOf(await fit(data, options)));
  });

  test('learns what a straight line cannot', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => [i % 2 ? 1 : -1, (i >> 1) % 2 ? 1 : -1]);
    const xor = rows.map(([a, b]) => (a! * b! > 0 ? 1 : 0));
    const { state, curves } = await fit(input(rows, xor), { maxEpochs: 80, learningRate: 0.02 });
    expect(curves.loss.at(-1)).toBeLessThan(0.05);
    const scores = await mlp.predict(state, input(rows, xor).x, compute);
    xor.forEach((code, r) => expect(scores[2 * r + code]).toBeGreaterThan(0.9));
    expect(scores[0]! + scores[1]!).toBeCloseTo(1, 15);
  });

  test.each([
    ['relu', 0],
    ['tanh', 0],
    ['relu', 0.4],
    ['tanh', 0.4],
  ] as const)('the gradient of %s with dropout %d is the change of the loss', (activation, rate) => {
    const data = noisy(40, 3, 3);
    const network = createNetwork(3, [5, 4], 3, activation);
    const weights = initialWeights(network, createRng(2)).map((w) => w + 0.05);
    const rowWeights = Float32Array.from(data.y, (_, i) => 1 + (i % 3));
    const training = { codes: Float32Array.from(data.y), weights: rowWeights };
    const batch = { order: Int32Array.from({ length: 40 }, (_, i) => i), offset: 0, count: 40 };
    const masks = [0, 1].map((layer) => dropoutOf(rate, 11, 1, layer));
    const arena = createArena();
    const parameters = placeParameters(arena, blocksOf(network), decayMask(network));
    const { placed } = parameters;
    const own = placeNetwork(arena, { network, placed, capacity: 40, rows: 'dense', gradients: 'layers' });
    const at = (theta: Float32Array) => {
      parameters.load(theta);
      fillRows(arena, own.input, data.x, batch.order);
      own.forward(40, null, masks);
      lossOf(arena, own, 3, training, batch, true);
      own.backward(40, null, masks);
      return { gradient: parameters.read('gradient'), logits: readSheet(arena, own.logits, 40, 3) };
    };
    // The loss out of the logits in float64, by its definition.
    const loss = (theta: Float32Array) => {
      const { logits } = at(theta);
      let sum = 0;
      data.y.forEach((code, r) => {
        const row = [...logits.subarray(3 * r, 3 * r + 3)];
        sum += rowWeights[r]! * (Math.log(row.reduce((a, z) => a + Math.exp(z), 0)) - row[code]!);
      });
      return sum / 40;
    };
    const { gradient } = at(weights);
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.05);
    // Float32 logits carry about 1e-7, so a difference over 4e-3 carries about 1e-4; kinks of relu add to it.
    for (let p = 0; p < network.size; p++) {
      const move = (by: number) => loss(weights.map((w, i) => (i === p ? w + by : w)));
      expect(Math.abs(gradient[p]! - (move(2e-3) - move(-2e-3)) / 4e-3)).toBeLessThan(2e-3);
    }
  });

  test('a dropout rate leaves prediction whole and changes training', async () => {
    const data = noisy(200, 4);
    const none = await fit(data);
    const some = await fit(data, { dropout: 0.5 });
    expect(weightsOf(some)).not.toEqual(weightsOf(none));
    const scores = await mlp.predict(some.state, data.x, compute);
    expect([...scores]).toEqual([...(await mlp.predict(some.state, data.x, compute))]);
  });

  test('cancel is heard within one batch, and nothing is left behind', async () => {
    const controller = new AbortController();
    let batches = 0;
    const whenRunning = async () => {
      if (++batches === 3) controller.abort();
    };
    const run = fit(noisy(1000, 4), { batchSize: 10 }, { signal: controller.signal, whenRunning });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(batches).toBe(3);
  });

  test.each(['constant', 'cosine', 'step'] as const)(
    'a fit cut short goes on from its checkpoint to the very same weights (%s)',
    async (schedule) => {
      const data = { ...noisy(200, 4, 3), validation: noisy(60, 4, 3, 9) };
      const options = { dropout: 0.3, schedule, maxEpochs: 7, earlyStopping: true, patience: 3 };
      const whole = await fit(data, options);
      const kept: unknown[] = [];
      let clock = 0;
      // A second a look at the clock: every epoch is kept.
      const checkpoints = { from: null, keep: (checkpoint: unknown) => void kept.push(structuredClone(checkpoint)) };
      await fit(data, options, { now: () => (clock += 1000), checkpoints });
      expect(kept.length).toBeGreaterThan(2);
      for (const from of [kept[0], kept.at(-1)]) {
        const again = await fit(data, options, { checkpoints: { from, keep: () => undefined } });
        expect(weightsOf(again)).toEqual(weightsOf(whole));
        expect(again.curves).toEqual(whole.curves);
        expect(again.ended).toBe(whole.ended);
      }
      // One of another network is no beginning for this one.
      const other = await fit(
        data,
        { ...options, hiddenLayerSizes: [4] },
        { checkpoints: { from: kept[0], keep: () => undefined } },
      );
      expect(weightsOf(other)).toEqual(weightsOf(await fit(data, { ...options, hiddenLayerSizes: [4] })));
    },
  );

  test('a loss that is no number ends the run with the best weights', async () => {
    // One batch an epoch: the first loss is that of the initial weights, the step of 1e30 breaks the second.
    const data = noisy(200, 4);
    const { state, ended, curves } = await fit(data, { batchSize: 200, learningRate: 1e30 });
    expect(ended).toBe('nan loss');
    expect(curves.loss.length).toBe(1);
    expect(weightsOf({ state }).every((w) => Math.abs(w) < 2)).toBe(true);
    const scores = await mlp.predict(state, data.x, compute);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  test('a loss that is no number in the first epoch is an error', async () => {
    await expect(fit(noisy(200, 4), { batchSize: 20, learningRate: 1e30 })).rejects.toMatchObject({
      reason: 'nan-loss',
    });
  });

  test('early stopping gives back the weights of the best epoch', async () => {
    const data = noisy(60, 4);
    const validation = { x: noisy(100, 4, 2, 9).x, y: noisy(100, 4, 2, 9).y };
    const options = { maxEpochs: 400, learningRate: 0.03, earlyStopping: true, patience: 6, batchSize: 20 };
    const { state, curves, ended } = await fit({ ...data, validation }, options);
    expect(ended).toBe('early stop');
    const least = Math.min(...curves.validationLoss);
    expect(curves.validationLoss.indexOf(least)).toBe(curves.validationLoss.length - 7);
    const scores = await mlp.predict(state, validation.x, compute);
    const loss = validation.y.reduce((sum, code, r) => sum - Math.log(scores[2 * r + code]!), 0) / 100;
    expect(loss).toBeCloseTo(least, 5);
  });

  test('a pause is no part of the rows a second', async () => {
    // A look at the clock takes a millisecond, and each batch waits a thousand seconds.
    let clock = 0;
    let speed = 0;
    const more = {
      now: () => (clock += 1),
      whenRunning: async () => void (clock += 1e6),
      progress: ({ values }: { values?: Record<string, number> }) => void (speed = values?.['rowsPerSecond'] ?? 0),
    };
    await fit(noisy(200, 4), { maxEpochs: 2 }, more);
    expect(clock).toBeGreaterThan(4e6);
    expect(speed).toBeGreaterThan(200);
  });

  test('reports the live values of an epoch', async () => {
    const seen: Record<string, number>[] = [];
    const data = noisy(100, 4);
    const progress = (p: { values?: Record<string, number> }) => void seen.push(p.values!);
    await fit({ ...data, validation: { x: data.x, y: data.y } }, { maxEpochs: 2 }, { progress });
    const values = ['epoch', 'epochs', 'hostBytes', 'loss', 'rowsPerSecond', 'validationLoss'];
    expect(Object.keys(seen.at(-1)!).sort()).toEqual(values);
    // (4 + 1) * 8 + (8 + 1) * 5 + (5 + 1) * 2 = 97 parameters, each with a gradient and two moments, of 4 bytes.
    expect(seen.at(-1)!['hostBytes']).toBeGreaterThan(97 * 4 * 4);
  });
});

test('balanced class weights give each class the same total', () => {
  // 3 rows of class 0, 1 of class 1: 4 / (2 * 3) = 2/3 each, and 4 / (2 * 1) = 2.
  const data = input([[0], [0], [0], [0]], [0, 0, 0, 1]);
  expect([...rowWeights(data, 'balanced')]).toEqual([2 / 3, 2 / 3, 2 / 3, 2].map(Math.fround));
  expect([...rowWeights(data, 'none')]).toEqual([1, 1, 1, 1]);
});

test('schedules of the learning rate', () => {
  const rates = (schedule: 'constant' | 'cosine' | 'step', steps: number[]) =>
    steps.map((step) => scheduledRate(schedule, 0.1, step, 6));
  expect(rates('constant', [1, 6])).toEqual([0.1, 0.1]);
  // Half a wave: .1, then .05 (1 + cos(pi/2)) half way, and .05 (1 + cos(5 pi / 6)) in the last of six steps.
  const [first, middle, last] = rates('cosine', [1, 4, 6]);
  expect(first).toBe(0.1);
  expect(middle).toBeCloseTo(0.05, 12);
  expect(last).toBeCloseTo(0.05 * (1 - Math.sqrt(3) / 2), 12);
  // Two steps a third.
  const down = rates('step', [1, 2, 3, 4, 5, 6]);
  [0.1, 0.1, 0.01, 0.01, 0.001, 0.001].forEach((rate, i) => expect(down[i]).toBeCloseTo(rate, 15));
});

test('every option has a default and a label', () => {
  expect(Object.keys(mlp.options.parse({}) as object).length).toBe(11);
});
