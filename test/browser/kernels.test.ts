/** @file Own kernels on a real adapter of Chromium (software in CI): what they find is what the host finds, bit for bit. */
import { expect, test } from 'vitest';
import type { WebGpuBackend } from '../../src/core/compute/backend.ts';
import { createCompute } from '../../src/core/compute/index.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { openNearest, roomFor } from '../../src/core/compute/wgsl/nearest.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { boundsOf } from '../../src/core/models/neighbors/bounds.ts';
import { isWorthADevice, releaseDevice, searchOnDevice } from '../../src/core/models/neighbors/device-search.ts';
import type { Metric } from '../../src/core/models/neighbors/measure.ts';
import { createSearch, searchAll } from '../../src/core/models/neighbors/search.ts';
import type { Search } from '../../src/core/models/neighbors/search.ts';
import { compress } from '../../src/core/models/sparse.ts';
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
  for (const cloud of clouds)
    for (const metric of ['euclidean', 'manhattan', 'cosine'] as const) {
      const { byHost, byDevice, left } = await both(compute, cloud, metric);
      expect(byDevice, `${cloud.name}, ${metric}`).toEqual(byHost);
      asked.rows += cloud.x.length;
      asked.left += left;
    }
  // Only where more rows are alike than there is room for, or float32 cannot tell.
  expect(asked.left).toBeLessThan(asked.rows / 4);
  releaseDevice();
  expect(compute.tf.memory().numTensors).toBe(before);
});

onGpu('stored rows over the limit of a buffer are searched in parts', async () => {
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

// Last: it takes the device away.
onGpu('a device that is lost leaves the search to the host', async () => {
  const compute = await open();
  const cloud = clouds[0]!;
  await both(compute, cloud, 'euclidean');
  (compute.tf.backend() as unknown as WebGpuBackend).device.destroy();
  const { byHost, byDevice, left } = await both(compute, cloud, 'euclidean');
  expect(byDevice).toEqual(byHost);
  expect(left).toBe(cloud.x.length);
});
