import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Compute } from '../../../src/core/compute/types.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { noDropout } from '../../../src/core/models/network.ts';
import { lossOf } from '../../../src/core/models/host-trainer.ts';
import { createArena } from '../../../src/core/models/network-kernels.ts';
import { readSheet } from '../../../src/core/models/host-network.ts';
import { placeWide } from '../../../src/core/models/wide-host.ts';
import { createWideNetwork, firstWeights } from '../../../src/core/models/wide-network.ts';
import { computeOf, context } from './fixtures.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await computeOf('cpu');
});

/** Two categories of `levels` levels as 0/1 columns; each level has a sign, and a row is positive where both signs agree. */
function pairs(rows: number, levels: number, seed: number): FitInput {
  const rng = createRng(seed);
  const names = ['left', 'right'].flatMap((name) => Array.from({ length: levels }, (_, i) => `${name}=${i}`));
  const values = new Float32Array(rows * names.length);
  const sign = (level: number) => (level % 2 === 0 ? 1 : -1);
  const y = Int32Array.from({ length: rows }, (_, row) => {
    const [left, right] = [rng.integer(levels), rng.integer(levels)];
    values[row * names.length + left] = 1;
    values[row * names.length + levels + right] = 1;
    return sign(left) * sign(right) > 0 ? 1 : 0;
  });
  return { x: { rows, names, values }, y, classes: 2, weights: null, validation: null };
}

test('a category of n levels has a point of half as many numbers, eight at most, and parameters add up', () => {
  // 1 number and categories of 3 and 40 levels: 44 columns; 3 classes. Wide 44 * 3; points 3 * 2 and 40 * 8;
  // deep (1 + 2 + 8 + 1) * 5 and (5 + 1) * 3.
  const groups = [[1, 3], [4, 40]] as const; // prettier-ignore
  const network = createWideNetwork(44, 3, groups, { embedding: 8, hidden: [5], activation: 'relu' });
  expect(network.embeddings.map(({ size }) => size)).toEqual([2, 8]);
  expect(network.numbers).toEqual([0]);
  expect(network.size).toBe(132 + 6 + 320 + 60 + 18);
});

test.for([[[]], [[4]], [[5, 3]]] as [number[]][])(
  'the gradient with hidden layers %j is the change of the loss',
  ([hidden]) => {
    const rng = createRng(2);
    const rows = 12;
    const names = ['n', 'c=0', 'c=1', 'c=2'];
    const values = new Float32Array(rows * 4);
    for (let row = 0; row < rows; row++) {
      values[row * 4] = rng.normal();
      values[row * 4 + 1 + (row % 3)] = 1;
    }
    const training = {
      x: { rows, names, values },
      codes: Float32Array.from({ length: rows }, (_, row) => row % 2),
      weights: Float32Array.from({ length: rows }, (_, row) => 0.5 + (row % 3)),
    };
    const network = createWideNetwork(4, 2, [[1, 3]], { embedding: 2, hidden, activation: 'tanh' });
    const weights = firstWeights(network, createRng(1)).map((w) => w + 0.3 * rng.normal());
    const batch = { order: Int32Array.from({ length: rows }, (_, i) => i), offset: 0, count: rows };
    const masks = network.deep.layers.map(() => noDropout);
    const arena = createArena();
    const host = placeWide(arena, network, training.x, rows, true);
    host.list(batch.order);
    const lossAt = (at: Float32Array) => {
      host.parameters.load(at);
      host.forward(0, rows, masks);
      const logits = readSheet(arena, host.deep.logits, rows, 2);
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        const [a, b] = [logits[2 * row]!, logits[2 * row + 1]!];
        sum += training.weights[row]! * (Math.log(Math.exp(a) + Math.exp(b)) - (training.codes[row] === 1 ? b : a));
      }
      return sum / rows;
    };
    lossAt(weights);
    lossOf(arena, host.deep, 2, training, batch, true);
    host.backward(0, rows, masks);
    const gradient = host.parameters.read('gradient');
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.05);
    for (let p = 0; p < network.size; p++) {
      const move = (by: number) => lossAt(weights.map((w, i) => (i === p ? w + by : w)));
      expect(Math.abs(gradient[p]! - (move(2e-3) - move(-2e-3)) / 4e-3), `parameter ${p}`).toBeLessThan(2e-3);
    }
  },
);

test('learns what two categories say together, which a weighted sum cannot', async () => {
  const [training, fresh] = [pairs(2000, 30, 1), pairs(1000, 30, 2)];
  const accuracy = async (kind: string, options: object) => {
    const family = classifiers[kind]!;
    const { state } = await family.fit(training, family.options.parse(options), context(compute));
    const scores = await family.predict(state, fresh.x, compute);
    return fresh.y.reduce((sum, code, row) => sum + Number(scores[2 * row + 1]! >= 0.5 === (code === 1)), 0) / 1000;
  };
  const wide = { hiddenLayerSizes: [16], maxEpochs: 40, learningRate: 0.01, batchSize: 64, earlyStopping: false };
  expect(await accuracy('wide-and-deep', wide)).toBeGreaterThan(0.97);
  expect(await accuracy('logistic', {})).toBeLessThan(0.7);
});
