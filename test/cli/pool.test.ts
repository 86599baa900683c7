/** @file Forests on real threads. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../../src/cli/pool.ts';
import type { Compute, Pool } from '../../src/core/compute/types.ts';
import type { FitContext } from '../../src/core/models/contract.ts';
import { extraTreesJob } from '../../src/core/models/extra-trees.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { rangedOf } from '../../src/core/models/trees/random-cuts.ts';
import { computeOf, context, noisy } from '../core/models/fixtures.ts';

let compute: Compute;
const pools = [2, 3].map((size) => openPool(size, 0)!);
beforeAll(async () => void (compute = await computeOf('cpu')));
afterAll(() => pools.forEach((pool) => pool.close()));

const held = noisy(200, 6, 3, 9);
const data = { ...noisy(800, 6, 3), validation: { x: held.x, y: held.y } };
const fit = (kind: string, options: object, pool: Pool | null, more: Partial<FitContext> = {}) => {
  const model = classifiers[kind]!;
  const own = context({ ...compute, ...(pool && { pool }) }, more);
  return model.fit(data, model.options.parse(options), own);
};

test.each([
  ['random-forest', { nEstimators: 13 }],
  ['random-forest', { nEstimators: 7, bootstrap: false, criterion: 'entropy' }],
  ['extra-trees', { nEstimators: 13 }],
  ['extra-trees', { nEstimators: 7, bootstrap: true }],
])('%s %o: the same to the last bit on one, two and three cores', async (kind, options) => {
  const alone = await fit(kind, options, null);
  for (const pool of pools) expect(await fit(kind, options, pool)).toEqual(alone);
  expect(alone.curves.step.length).toBe(options.nEstimators);
});

test('threads really grow the trees: what would grow them here fails', async () => {
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
  const grown = await Promise.all([1, 2, 3, 4].map((tree) => session.ask(tree)));
  session.close();
  for (const { tree, leaves } of grown) {
    // Two cuts deep: at most 4 leaves of 3 shares.
    expect(tree.values.length).toBeLessThanOrEqual(12);
    expect(leaves.length).toBe(800);
  }
});

test('one core is no pool', () => expect(openPool(1)).toBeNull());

test('a forest on threads is cancelled, and the next one learns', async () => {
  const controller = new AbortController();
  const progress = () => controller.abort();
  const forest = fit('random-forest', { nEstimators: 5000 }, pools[0]!, { signal: controller.signal, progress });
  await expect(forest).rejects.toMatchObject({ name: 'AbortError' });
  const small = { nEstimators: 3 };
  expect(await fit('random-forest', small, pools[0]!)).toEqual(await fit('random-forest', small, null));
});
