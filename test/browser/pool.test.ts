/** @file Forests on module workers in a real browser. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Compute, Pool } from '../../src/core/compute/types.ts';
import { extraTreesJob } from '../../src/core/models/extra-trees.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { rangedOf } from '../../src/core/models/trees/random-cuts.ts';
import { openPool } from '../../src/engine/pool.ts';
import { computeOf, context, noisy } from '../core/models/fixtures.ts';

let compute: Compute;
const pools = [2, 3].map((size) => openPool(size, 0)!);
beforeAll(async () => void (compute = await computeOf('cpu')));
afterAll(() => pools.forEach((pool) => pool.close()));

const data = noisy(800, 6, 3);
const fit = (kind: string, pool: Pool | null, more = {}) => {
  const model = classifiers[kind]!;
  const own = context({ ...compute, ...(pool && { pool }) }, more);
  return model.fit(data, model.options.parse({ nEstimators: 13 }), own);
};

test('workers really grow the trees: what would grow them here fails', async () => {
  const { x, y, classes } = data;
  const limits = { criterion: 'gini', maxDepth: 2, maxLeafNodes: null, minSamplesSplit: 2, minSamplesLeaf: 1, maxFeatures: 2 } as const; // prettier-ignore
  const weights = new Float64Array(y.length).fill(1);
  const grounds = { layout: rangedOf(x), x, held: null, y, classes, weights, limits, bootstrap: false, path: '0' };
  const elsewhere: typeof extraTreesJob = {
    ...extraTreesJob,
    start: () => {
      throw new Error('here');
    },
  };
  const session = pools[0]!.open(elsewhere, grounds, context(compute));
  for (const { leaves } of await Promise.all([1, 2, 3, 4].map((tree) => session.ask(tree))))
    expect(leaves.length).toBe(800);
  session.close();
});

test.each(['random-forest', 'extra-trees'])(
  '%s: the same to the last bit on one, two and three cores',
  async (kind) => {
    const alone = await fit(kind, null);
    for (const pool of pools) expect(await fit(kind, pool)).toEqual(alone);
  },
);

test('a forest on workers is cancelled, and the next one learns', async () => {
  const controller = new AbortController();
  const forest = fit('random-forest', pools[0]!, {
    signal: controller.signal,
    progress: () => controller.abort(),
  });
  await expect(forest).rejects.toMatchObject({ name: 'AbortError' });
  expect(await fit('extra-trees', pools[0]!)).toEqual(await fit('extra-trees', null));
});
