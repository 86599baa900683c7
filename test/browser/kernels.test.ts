/** @file Own kernels on a real adapter of Chromium (software in CI): what they find is what the host finds, bit for bit. */
import { expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import type { WebGpuBackend } from '../../src/core/compute/backend.ts';
import { createCompute } from '../../src/core/compute/index.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { openNearest, roomFor } from '../../src/core/compute/wgsl/nearest.ts';
import type { FitInput, Matrix, ModelState } from '../../src/core/models/contract.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { boundsOf } from '../../src/core/models/neighbors/bounds.ts';
import { isWorthADevice, releaseDevice, searchOnDevice } from '../../src/core/models/neighbors/device-search.ts';
import type { Metric } from '../../src/core/models/neighbors/measure.ts';
import { createSearch, searchAll } from '../../src/core/models/neighbors/search.ts';
import type { Search } from '../../src/core/models/neighbors/search.ts';
import { compress } from '../../src/core/models/sparse.ts';
import { binMatrix } from '../../src/core/models/trees/bins.ts';
import { leastWalks, releaseTrees, sumOnDevice } from '../../src/core/models/trees/device-walk.ts';
import { createHistograms } from '../../src/core/models/trees/histogram.ts';
import { createLeafSums, releaseSums } from '../../src/core/models/trees/leaf-sums.ts';
import { treesOf } from '../../src/core/models/trees/nodes.ts';
import { addLeaves } from '../../src/core/models/trees/walk.ts';
import { clouds } from '../core/models/clouds.ts';
import type { Cloud } from '../core/models/clouds.ts';
import { context, matrix, noisy } from '../core/models/fixtures.ts';

const gpu = (navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } }).gpu;
const adapter = (await gpu?.requestAdapter()) ?? null;
const onGpu = test.skipIf(adapter === null);
if (adapter === null) console.warn('no WebGPU adapter was found: the tests of kernels are skipped');

const open = async (): Promise<Compute> => {
  const compute = await createCompute({ prefer: 'webgpu' });
  expect(compute.report.backend).toBe('webgpu');
  return compute;
};
/** As though the adapter were a card, with buffers of so many bytes. */
const asCard = (compute: Compute, maxBufferBytes = compute.report.maxBufferBytes): Compute => ({
  ...compute,
  report: { ...compute.report, advice: '', maxBufferBytes },
});

/** Nearest rows by host and by device, and of how many rows the device left the search to the host. */
async function both(compute: Compute, { stored, x, k }: Cloud, metric: Metric) {
  const bounds = boundsOf(compress(matrix(stored)), metric);
  const rows = compress(matrix(x));
  const search = createSearch(bounds, k);
  let left = 0;
  const counted: Search = (some, first, count) => {
    left += count;
    return search(some, first, count);
  };
  const byHost: unknown[] = [];
  const byDevice: unknown[] = [];
  searchAll(rows, search, (row, found) => (byHost[row] = [[...found.places], [...found.distances]]));
  await searchOnDevice(compute, bounds, k, rows, counted, (row, found) => {
    byDevice[row] = [[...found.places], [...found.distances]];
  });
  return { byHost, byDevice, left };
}

onGpu('nearest rows are those of the host, ties and extremes included', async () => {
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  const asked = { rows: 0, left: 0 };
  for (const { x, ...cloud } of clouds)
    for (const metric of ['euclidean', 'manhattan', 'cosine'] as const) {
      const { byHost, byDevice, left } = await both(compute, { ...cloud, x: x.slice(0, 8) }, metric);
      expect(byDevice, `${cloud.name}, ${metric}`).toEqual(byHost);
      asked.rows += byHost.length;
      asked.left += left;
    }
  // Only where more rows are alike than there is room for, or float32 cannot tell.
  expect(asked.left).toBeLessThan(asked.rows / 4);
  releaseDevice();
  expect(compute.tf.memory().numTensors).toBe(before);
});

onGpu('stored rows over the limit of a buffer are searched in parts', async () => {
  // More rows than a tile has.
  expect(clouds[0]!.x.length).toBeGreaterThan(64);
  // 700 rows of 7 float32 are 19,600 bytes, in parts of 0.9 x 6000.
  const compute = asCard(await open(), 6000);
  const { byHost, byDevice, left } = await both(compute, clouds[0]!, 'euclidean');
  expect(byDevice).toEqual(byHost);
  expect(left).toBe(0);
  releaseDevice();
});

onGpu('more rows alike than there is room for are left to the host', async () => {
  const compute = await open();
  const stored = { rows: 400, columns: 1, values: new Float32Array(400) };
  const device = openNearest(compute, 'products', stored, new Float32Array(400), new Float32Array(400));
  expect(roomFor(5)).toBeLessThan(400);
  expect(await device.find({ rows: 1, columns: 1, values: new Float32Array(1) }, new Float32Array(1), 5)).toEqual([
    null,
  ]);
  device.dispose();
});

onGpu('the device is asked by the family, and answers as the host does; in software it is not asked', async () => {
  const compute = await open();
  const data = noisy(3000, 120, 3);
  const family = classifiers['nearest-neighbors']!;
  const options = family.options.parse({ weights: 'distance' });
  const { state } = await family.fit(data, options, context(compute));
  const x = noisy(100, 120, 3, 6).x;
  const bounds = boundsOf(compress(data.x), 'euclidean');
  // 3,000 x 100 x 120 products.
  expect(isWorthADevice(asCard(compute), bounds, compress(x), 5)).toBe(true);
  expect(
    isWorthADevice({ ...compute, report: { ...compute.report, advice: 'software' } }, bounds, compress(x), 5),
  ).toBe(false);
  const onHost = await family.predict(state, x, await createCompute({ prefer: 'cpu' }));
  const again = await open();
  const tensors = again.tf.memory().numTensors;
  expect(await family.predict(state, x, asCard(again))).toEqual(onHost);
  // Its stored rows, bases and widths stay there for the next question.
  expect(again.tf.memory().numTensors).toBe(tensors + 3);
  releaseDevice();
});

/** Sums of leaves by host and by device, and how many rows the device has summed. */
async function sums(compute: Compute, { kind, json, arrays }: ModelState, x: Matrix) {
  const trees = treesOf({ kind, json, arrays });
  const width = kind === 'gradient-boosting' ? 1 : (json['classes'] as number);
  const stride = kind === 'gradient-boosting' ? arrays['start']!.length : width;
  const byHost = new Float64Array(x.rows * stride);
  const byDevice = new Float64Array(x.rows * stride);
  addLeaves(trees, x, byHost, stride, width);
  const done = await sumOnDevice(compute, trees, x, byDevice, stride, width);
  return { byHost, byDevice, done };
}

/** With missing values, zeros below 0, and the smallest and largest numbers. */
function hard(rows: number, columns: number, classes: number): FitInput {
  const data = noisy(rows, columns, classes);
  const { values } = data.x;
  const odd = [NaN, -0, 0, 1e-45, -1e-45, 1e-40, 3e38, -3e38];
  for (let i = 0; i < values.length; i += 5) values[i] = odd[(i / 5) % odd.length]!;
  return data;
}

/** A column of 40 levels, some missing, that tell of the class by their place modulo 3; the other of numbers. */
function levels(rows: number): FitInput {
  const data = noisy(rows, 2, 2);
  for (let row = 0; row < rows; row++) data.x.values[2 * row] = row % 11 === 0 ? NaN : (7 * row) % 40;
  const y = data.y.map((_, row) => Number(((7 * row) % 40) % 3 === 0));
  return { ...data, y, x: { ...data.x, codes: [true, false] } };
}

onGpu('leaves are those of the host: missing values, least numbers, one column, one row, large trees', async () => {
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  const cases = [
    { kind: 'gradient-boosting', options: { maxIterations: 7 }, data: hard(900, 6, 3) },
    { kind: 'gradient-boosting', options: { maxIterations: 5 }, data: hard(900, 6, 2) },
    { kind: 'gradient-boosting', options: { maxIterations: 5 }, data: hard(300, 1, 2) },
    // More than 256 leaves: two trees a word.
    {
      kind: 'gradient-boosting',
      options: { maxIterations: 3, maxLeafNodes: 400, minSamplesLeaf: 1 },
      data: hard(2000, 6, 2),
    },
    { kind: 'gradient-boosting', options: { maxIterations: 6, categories: 'sets' }, data: levels(900) },
    { kind: 'random-forest', options: { nEstimators: 9 }, data: hard(700, 6, 3) },
    { kind: 'extra-trees', options: { nEstimators: 6 }, data: hard(700, 6, 2) },
  ];
  const sizes: number[] = [];
  for (const { kind, options, data } of cases) {
    const family = classifiers[kind]!;
    const { state } = await family.fit(data, family.options.parse(options), context(compute));
    expect('setPlaces' in state.arrays).toBe('categories' in options);
    const one = { ...data.x, rows: 1, values: data.x.values.slice(0, data.x.names.length) };
    for (const x of [data.x, one]) {
      const { byHost, byDevice, done } = await sums(compute, state, x);
      expect(done).toBe(x.rows);
      expect(byDevice, kind).toEqual(byHost);
    }
    sizes.push(state.arrays['roots']!.length);
    // 21 trees of 61 nodes of 16 bytes each, in parts of 0.9 x 12,000 bytes.
    if (sizes.at(-1) === 21) {
      const { byHost, byDevice, done } = await sums(asCard(compute, 12_000), state, data.x);
      expect(done).toBe(data.x.rows);
      expect(byDevice).toEqual(byHost);
    }
    // Not even one tree.
    expect((await sums(asCard(compute, 100), state, data.x)).done).toBe(0);
  }
  expect(sizes).toContain(21);
  releaseTrees();
  expect(compute.tf.memory().numTensors).toBe(before);
});

onGpu('scores of trees are the same on every backend', async () => {
  const data = hard(500, 4, 2);
  const family = classifiers['gradient-boosting']!;
  const host = await createCompute({ prefer: 'cpu' });
  const { state } = await family.fit(data, family.options.parse({ maxIterations: 40 }), context(host));
  const rows = Math.ceil(leastWalks / 40);
  const values = Float32Array.from({ length: 4 * rows }, (_, i) => data.x.values[i % data.x.values.length]!);
  const x = { ...data.x, rows, values };
  const onHost = await family.predict(state, x, host);
  const compute = await open();
  const tensors = compute.tf.memory().numTensors;
  expect(await family.predict(state, x, asCard(compute))).toEqual(onHost);
  // The trees stay there: nodes, roots and sets.
  expect(compute.tf.memory().numTensors).toBe(tensors + 3);
  releaseTrees();
});

onGpu('sums of gradients by code are those of the host, to the last bit', async () => {
  const compute = asCard(await open());
  const before = compute.tf.memory().numTensors;
  const rng = createRng(4);
  // What 2^18 rows are rounded with.
  const rounding = 1.5 * 2 ** 18;
  // Of 9,000 rows two blocks; of 5 columns two groups; the first column is mostly one code.
  for (const [rows, columns] of [
    [9000, 5],
    [300, 1],
  ] as const) {
    const { x } = hard(rows, columns, 2);
    for (let row = 0; row < rows; row++) if (row % 5 > 0) x.values[row * columns] = 7;
    const coded = binMatrix(x);
    const histograms = createHistograms(coded);
    const sums = createLeafSums({ compute, rounding }, coded, histograms, 1);
    // From -2^34 to 2^34 units, and to 2^32: more than 32 bits.
    const gradients = Float64Array.from(
      { length: 2 * rows },
      (_, i) => (i % 2 ? rng.uniform() / 4 : 2 * rng.uniform() - 1) + rounding - rounding,
    );
    gradients.set([1, 0.25, -1, 0, 2 ** -34, 2 ** -34, -(2 ** -34), 0]);
    const order = rng.permutation(rows);
    sums.begin(gradients, Uint32Array.from(order));
    for (const part of [
      { begin: 0, end: rows },
      { begin: 7, end: rows - 100 },
    ]) {
      const filled = sums.fill(part);
      expect(filled).toBeInstanceOf(Promise);
      expect([...histograms.read(await filled)]).toEqual([...histograms.read(histograms.fill(part))]);
    }
  }
  releaseSums();
  expect(compute.tf.memory().numTensors).toBe(before);
});

onGpu('boosting of many rows grows the same trees on the device', async () => {
  // The least of cells from which the device is asked, with one column that is mostly missing.
  const rows = 2 ** 18;
  const data = noisy(rows, 32, 2);
  for (let row = 0; row < rows; row++) if (row % 3 > 0) data.x.values[32 * row] = NaN;
  const family = classifiers['gradient-boosting']!;
  const options = family.options.parse({ maxIterations: 1, maxLeafNodes: 4 });
  const host = await createCompute({ prefer: 'cpu' });
  const onHost = await family.fit(data, options, context(host));
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  let held = 0;
  const progress = () => void (held = compute.tf.memory().numTensors - before);
  const onDevice = await family.fit(data, options, context(asCard(compute), { progress }));
  // Codes, usual codes and gradients.
  expect(held).toBe(3);
  expect(compute.tf.memory().numTensors).toBe(before);
  expect(onDevice.state.arrays).toEqual(onHost.state.arrays);
});

// Last: they take the device away.
onGpu('a device that is lost leaves sums to the host', async () => {
  const compute = asCard(await open());
  const { x } = hard(400, 3, 2);
  const coded = binMatrix(x);
  const histograms = createHistograms(coded);
  const gradients = Float64Array.from({ length: 800 }, (_, i) => (1 + (i % 7)) / 8);
  const sums = createLeafSums({ compute, rounding: 1.5 * 2 ** 18 }, coded, histograms, 1);
  sums.begin(
    gradients,
    Uint32Array.from({ length: 400 }, (_, row) => row),
  );
  const part = { begin: 0, end: 400 };
  const filled = sums.fill(part);
  (compute.tf.backend() as unknown as WebGpuBackend).device.destroy();
  const expected = [...histograms.read(histograms.fill(part))];
  expect([...histograms.read(await filled)]).toEqual(expected);
  // From now on without a promise.
  expect([...histograms.read((await sums.fill(part)) as number)]).toEqual(expected);
});

onGpu('a device that is lost while it walks leaves the rest to the host', async () => {
  const compute = await open();
  const data = hard(500, 4, 2);
  const family = classifiers['random-forest']!;
  const { state } = await family.fit(data, family.options.parse({ nEstimators: 5 }), context(compute));
  const backend = compute.tf.backend() as unknown as WebGpuBackend;
  const running = sums(compute, state, data.x);
  backend.device.destroy();
  expect((await running).done).toBe(0);
  expect((await sums(compute, state, data.x)).done).toBe(0);
});

onGpu('a device that is lost leaves the search to the host', async () => {
  const compute = await open();
  const cloud = clouds[0]!;
  await both(compute, cloud, 'euclidean');
  (compute.tf.backend() as unknown as WebGpuBackend).device.destroy();
  const { byHost, byDevice, left } = await both(compute, cloud, 'euclidean');
  expect(byDevice).toEqual(byHost);
  expect(left).toBe(cloud.x.length);
});
