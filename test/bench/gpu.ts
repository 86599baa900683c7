/**
 * @file Own kernels on whatever WebGPU there is, against the same work on the processor in the same process. GPU_BANDWIDTH, the device's
 * memory bandwidth in GB/s as its data sheet says, turns bytes a second into a share of it.
 */
import { openCompute } from '../../src/cli/compute.ts';
import { createRng } from '../../src/core/base/random.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { isOnCard } from '../../src/core/compute/wgsl/run.ts';
import type { Matrix } from '../../src/core/models/contract.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { boundsOf } from '../../src/core/models/neighbors/bounds.ts';
import { releaseDevice, searchOnDevice } from '../../src/core/models/neighbors/device-search.ts';
import { createSearch, searchAll } from '../../src/core/models/neighbors/search.ts';
import { compress } from '../../src/core/models/sparse.ts';
import { binMatrix } from '../../src/core/models/trees/bins.ts';
import { releaseTrees, sumOnDevice } from '../../src/core/models/trees/device-walk.ts';
import { createHistograms } from '../../src/core/models/trees/histogram.ts';
import { createLeafSums, releaseSums } from '../../src/core/models/trees/leaf-sums.ts';
import { treesOf } from '../../src/core/models/trees/nodes.ts';
import { addLeaves } from '../../src/core/models/trees/walk.ts';
import { control } from './families.ts';
import { generated } from './matrix.ts';
import { show } from './race.ts';

/** Rows and columns of every measure: what a card needs to be busy, and what one in software does in seconds. */
const onCard = {
  copied: 2 ** 24,
  stored: 50_000,
  asked: 1024,
  columns: 64,
  walked: 200_000,
  trees: 100,
  summed: 1_000_000,
};
const inSoftware = { copied: 2 ** 20, stored: 2000, asked: 64, columns: 32, walked: 10_000, trees: 50, summed: 20_000 };

export async function benchGpu(): Promise<void> {
  const compute = await openCompute('webgpu').catch((error: Error) => void console.log(error.message));
  if (!compute) return;
  const { adapter, maxBufferBytes } = compute.report;
  console.log(`${adapter}; one buffer holds ${Math.round(maxBufferBytes! / 2 ** 20)} MiB`);
  if (!isOnCard(compute))
    console.log(
      'software adapter: no graphics card is here. These times say nothing of a card; what they run is the same.',
    );
  const sizes = isOnCard(compute) ? onCard : inSoftware;
  await benchMemory(compute, sizes.copied);
  await benchNearest(compute, sizes);
  await benchTrees(compute, sizes);
  await benchSums(compute, sizes);
}

async function benchMemory(compute: Compute, count: number): Promise<void> {
  const { tf } = compute;
  const one = tf.tensor1d([1]);
  const turn = await best(5, async () => {
    const made = tf.neg(one);
    await made.data();
    made.dispose();
  });
  console.log(`  one launch and one answer: ${show(turn)}`);
  const numbers = new Float32Array(count).fill(1);
  const sent = await best(3, async () => {
    const there = tf.tensor1d(numbers);
    const made = tf.neg(tf.slice(there, 0, 1));
    await made.data();
    tf.dispose([there, made]);
  });
  console.log(`  ${count} numbers sent: ${show(sent)}, ${rate(4 * count, sent)}`);
  const there = tf.tensor1d(numbers);
  const moved = await best(3, async () => {
    const made = Array.from({ length: 4 }, () => tf.neg(there));
    await compute.settle();
    tf.dispose(made);
  });
  console.log(`  ${count} numbers read and written four times: ${show(moved)}, ${rate(32 * count, moved)}`);
  tf.dispose([one, there]);
}

/** Bytes count once for each tile of 64 x 64 distances that reads them, as tiles share no memory. */
async function benchNearest(compute: Compute, told: typeof onCard): Promise<void> {
  const { stored, asked, columns } = told;
  const { x, test } = generated(stored, columns);
  const rows = compress({ ...x, rows: asked, values: test.x.values.slice(0, asked * columns) });
  const bounds = boundsOf(compress(x), 'euclidean');
  const search = createSearch(bounds, 5);
  const ours: string[] = [];
  const theirs: string[] = [];
  let left = 0;
  const counted: typeof search = (some, first, count) => {
    left += count;
    return search(some, first, count);
  };
  const host = await best(8, async () =>
    searchAll(rows, search, (row, found) => void (theirs[row] = found.places.join())),
  );
  const device = await best(3, () =>
    searchOnDevice(compute, bounds, 5, rows, counted, (row, found) => void (ours[row] = found.places.join())),
  );
  const products = stored * asked * columns;
  const bytes = 4 * ((2 * products) / 64 + 3 * stored * asked);
  console.log(`  nearest rows: ${asked} rows among ${stored} x ${columns}`);
  compare(device, host, `${((2 * products) / device / 1e9).toFixed(1)} GFLOP/s, ${rate(bytes, device)}`);
  console.log(
    `    ${left} rows left to the processor; ${ours.join(';') === theirs.join(';') ? 'the same' : 'OTHER'} neighbours`,
  );
  releaseDevice();
}

/** Bytes: of each step down, a node of 16 and a value of 4; of each leaf the byte that is read. */
async function benchTrees(compute: Compute, { walked, trees: count, columns }: typeof onCard): Promise<void> {
  const { x, y } = generated(4000, columns);
  const family = classifiers['gradient-boosting']!;
  const input = { x, y, classes: 2, weights: null, validation: null };
  const options = family.options.parse({ maxIterations: count });
  const { state } = await family.fit(input, options, { ...control, compute, rng: createRng(0) });
  const trees = treesOf(state);
  const many: Matrix = { rows: walked, names: x.names, values: new Float32Array(walked * columns) };
  for (let at = 0; at < many.values.length; at += x.values.length)
    many.values.set(x.values.subarray(0, many.values.length - at), at);
  const byHost = new Float64Array(walked);
  const byDevice = new Float64Array(walked);
  const host = await best(8, async () => addLeaves(trees, many, byHost.fill(0), 1, 1));
  const device = await best(3, async () => {
    if ((await sumOnDevice(compute, trees, many, byDevice.fill(0), 1, 1)) < walked)
      throw new Error('the device failed');
  });
  const walks = walked * trees.roots.length;
  // A tree of 31 leaves is five deep at least.
  const bytes = 8 * many.values.length + walks * (5 * 20 + 1);
  console.log(`  trees: ${walked} rows x ${columns} through ${trees.roots.length} trees, sums included`);
  compare(device, host, `${Math.round(walks / device / 1e6)} million walks a second, at least ${rate(bytes, device)}`);
  console.log(`    ${byHost.every((sum, row) => sum === byDevice[row]) ? 'the same' : 'OTHER'} sums`);
  releaseTrees();
}

/** One leaf of all rows. Bytes: of each row and group of four columns the place, two numbers and four codes. */
async function benchSums(compute: Compute, { summed, columns }: typeof onCard): Promise<void> {
  const { x } = generated(summed, columns);
  const coded = binMatrix(x);
  const histograms = createHistograms(coded);
  const card = { ...compute, report: { ...compute.report, advice: '' } };
  const rounding = 1.5 * 2 ** Math.ceil(Math.log2(Math.max(summed, 2 ** 18)));
  const sums = createLeafSums({ compute: card, rounding }, coded, histograms, 1);
  const gradients = Float64Array.from({ length: 2 * summed }, (_, i) => 0.3 + 0.2 * Math.sin(i) + rounding - rounding);
  sums.begin(
    gradients,
    Uint32Array.from({ length: summed }, (_, row) => row),
  );
  const all = { begin: 0, end: summed };
  const run = (fill: typeof sums.fill) => async () => {
    const own = await fill(all);
    const values = histograms.read(own).slice();
    histograms.free(own);
    return values;
  };
  const onHost = run(histograms.fill);
  const onDevice = run(sums.fill);
  const host = await best(8, onHost);
  const device = await best(5, onDevice);
  console.log(`  sums of boosting: a leaf of ${summed} rows x ${columns}`);
  const bytes = summed * Math.ceil(columns / 4) * 16;
  compare(
    device,
    host,
    `${Math.round((summed * columns) / device / 1e6)} million codes a second, ${rate(bytes, device)}`,
  );
  const [ours, theirs] = [await onDevice(), await onHost()];
  console.log(`    ${ours.every((sum, i) => sum === theirs[i]) ? 'the same' : 'OTHER'} sums`);
  releaseSums();
}

function compare(device: number, host: number, more: string): void {
  console.log(
    `    device ${show(device)}, processor ${show(host)}: ${(host / device).toPrecision(2)} times as fast; ${more}`,
  );
}

/** In GB/s, and as a share of GPU_BANDWIDTH where it is told. */
function rate(bytes: number, seconds: number): string {
  const found = bytes / seconds / 1e9;
  const full = Number(process.env['GPU_BANDWIDTH']);
  return `${found.toFixed(1)} GB/s${full > 0 ? ` (${Math.round((100 * found) / full)} % of ${full})` : ''}`;
}

/** Seconds of the fastest turn, after one that compiles. */
async function best(turns: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  let least = Infinity;
  for (let i = 0; i < turns; i++) {
    const from = performance.now();
    await run();
    least = Math.min(least, (performance.now() - from) / 1000);
  }
  return least;
}
